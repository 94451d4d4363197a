"""Decisions per second by the same ten rules: the policybook, zen-engine and cedarpy; and the same policy as SQL.

Run as `python -m bench.policy_speed [--rows N]`. All engines get the same facts, already in the form each likes best,
and their policies parsed beforehand; every answer is compared before anything is timed. The SQL part runs on the
product's own database, beside a CASE written by hand.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from careline.kernel.money import Money
from careline.policybook.decide import decide_with
from careline.policybook.rates import Rates
from careline.policybook.read import read_changed
from careline.policybook.ready import Ready
from careline.policybook.sql import amount_in_sql, decision_in_sql
from careline.policybook.values import Fact
from careline.policybook.vocabulary import ActWord, Calculator, FactWord, Kind, RateValue, vocabulary_of

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
REASONS = ("outage", "late fee", "goodwill", "misquote", "other")
FACTS = (
    FactWord("credit.reason", "the reason", Kind.CHOICE, REASONS),
    FactWord("credit.asked", "the amount asked for", Kind.MONEY),
    FactWord("credit.hours", "the hours without service", Kind.NUMBER, unit="hours"),
    FactWord("account.contacts", "the contacts of this month", Kind.COUNT),
    FactWord("account.months", "the months as a customer", Kind.COUNT),
    FactWord("account.credited_90", "the credits of 90 days", Kind.MONEY),
    FactWord("account.barred", "whether the account is barred", Kind.YES_NO),
    FactWord("contact.open", "whether a contact is open", Kind.YES_NO),
)
# rule, effect, zen conditions by column, Cedar condition
RULES: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("no-contact", "refuse", {"open": "false"}, "!context.open"),
    ("barred", "refuse", {"barred": "true"}, "context.barred"),
    (
        "too-short",
        "refuse",
        {"reason": "'outage'", "hours": "< 1"},
        'context.reason == "outage" && context.hours10 < 10',
    ),
    ("much", "ask", {"asked": "> 5000"}, "context.asked > 5000"),
    ("often", "ask", {"credited": ">= 10000"}, "context.credited >= 10000"),
    (
        "new-customer",
        "ask",
        {"reason": "'goodwill'", "months": "< 1"},
        'context.reason == "goodwill" && context.months < 1',
    ),
    ("outage", "grant", {"reason": "'outage'", "hours": ">= 1"}, 'context.reason == "outage" && context.hours10 >= 10'),
    (
        "late-fee",
        "grant",
        {"reason": "'late fee'", "contacts": "<= 5"},
        'context.reason == "late fee" && context.contacts <= 5',
    ),
    (
        "goodwill",
        "grant",
        {"reason": "'goodwill'", "contacts": ">= 2"},
        'context.reason == "goodwill" && context.contacts >= 2',
    ),
    (
        "misquote",
        "grant",
        {"reason": "'misquote'", "months": ">= 1"},
        'context.reason == "misquote" && context.months >= 1',
    ),
)
COLUMNS = ("reason", "asked", "hours", "contacts", "months", "credited", "barred", "open")
NOTHING = "nothing-said"


def _all(facts: Mapping[str, Any], rates: Mapping[str, RateValue]) -> Money:
    asked: Money = facts["credit.asked"]
    return asked


def _half(facts: Mapping[str, Any], rates: Mapping[str, RateValue]) -> Money:
    asked: Money = facts["credit.asked"]
    return Money((asked.minor + 1) // 2, asked.currency)


CALCULATORS = (
    Calculator("all", "all of it", ("credit.asked",), _all, sql="{credit.asked}"),
    Calculator("half", "half of it", ("credit.asked",), _half, sql="({credit.asked} + 1) / 2"),
)


def ready_policy() -> Ready:
    """This function will read and check the ten rules; a problem in them ends the run."""
    act = ActWord("credit.give", "give a credit", tuple(fact.name for fact in FACTS))
    vocabulary = vocabulary_of(facts=FACTS, acts=(act,), calculators=CALCULATORS)
    text = (Path(__file__).parent / "credit.md").read_text(encoding="utf-8")
    stretches, problems = read_changed(text, "policies/credit.md", vocabulary, Rates())
    if problems:
        sys.exit("\n".join(map(str, problems)))
    return stretches[0]


Case = dict[str, Any]


def cases(count: int, seed: int) -> list[Case]:
    """This function will draw plain situations; about half of them end in a grant."""
    draw = random.Random(seed)
    return [
        {
            "reason": draw.choice(REASONS),
            "asked": draw.randrange(100, 5600),
            "hours": draw.randrange(0, 60) / 10,
            "contacts": draw.randrange(0, 7),
            "months": draw.randrange(0, 30),
            "credited": draw.randrange(0, 10500),
            "barred": draw.random() < 0.05,
            "open": draw.random() < 0.95,
        }
        for _ in range(count)
    ]


def _facts(case: Case) -> dict[str, Fact]:
    return {
        "credit.reason": case["reason"],
        "credit.asked": Money(case["asked"]),
        "credit.hours": Decimal(str(case["hours"])),
        "account.contacts": case["contacts"],
        "account.months": case["months"],
        "account.credited_90": Money(case["credited"]),
        "account.barred": case["barred"],
        "contact.open": case["open"],
    }


# --- the engines ------------------------------------------------------------------------------------------------


def policybook(situations: Sequence[Case], *, trace: bool) -> tuple[Callable[[int], Any], Callable[[Any], str]]:
    """This function will give what decides the n-th case, and how to read the rule from its answer."""
    ready = ready_policy()
    facts = [_facts(case) for case in situations]
    return (lambda place: decide_with(ready, facts[place], AT, trace=trace)), (lambda answer: str(answer.clause.rule))


def zen_engine(situations: Sequence[Case], *, trace: bool) -> tuple[Callable[[int], Any], Callable[[Any], str]]:
    """This function will give the same for zen-engine: one decision table, first hit, compiled beforehand."""
    import zen

    rows = [
        {"_id": rule, **conditions, "rule": f"'{rule}'", "effect": f"'{effect}'", "amount": _zen_amount(rule, effect)}
        for rule, effect, conditions, _ in RULES
    ]
    rows.append({"_id": NOTHING, "rule": f"'{NOTHING}'", "effect": "'ask'", "amount": "0"})
    inputs = [{"id": name, "name": name, "field": name} for name in COLUMNS]
    outputs = [{"id": name, "name": name, "field": name} for name in ("rule", "effect", "amount")]
    table = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rows}
    place = {"x": 0, "y": 0}
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": place, "content": table},
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    content = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    compiled = zen.ZenDecisionContent(json.dumps(content))
    decision = zen.ZenEngine().create_decision(compiled)
    options = {"trace": trace}
    return (lambda n: decision.evaluate(situations[n], options)), (lambda answer: str(answer["result"]["rule"]))


def _zen_amount(rule: str, effect: str) -> str:
    if effect != "grant":
        return "0"
    return "floor((asked + 1) / 2)" if rule == "outage" else "asked"


def cedar(situations: Sequence[Case]) -> tuple[Callable[[int], Any], Callable[[Any], str]]:
    """This function will give the same for Cedar; it knows permit and forbid, so ask is a permit with its own name."""
    import cedarpy

    kinds = {"refuse": "forbid", "ask": "permit", "grant": "permit"}
    texts = [f"{kinds[effect]} (principal, action, resource) when {{ {when} }};" for _, effect, _, when in RULES]
    policies = cedarpy.PolicySet.from_str("\n".join(texts))
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [
        {
            "principal": 'User::"expert"',
            "action": 'Action::"give"',
            "resource": 'Account::"one"',
            "context": {**{k: v for k, v in case.items() if k != "hours"}, "hours10": round(case["hours"] * 10)},
        }
        for case in situations
    ]
    names = {f"policy{place}": rule for place, (rule, *_) in enumerate(RULES)}
    order = {rule: place for place, (rule, *_) in enumerate(RULES)}

    def rule_of(answer: Any) -> str:
        reasons = [names.get(one, one) for one in answer.diagnostics.reasons]
        return min(reasons, key=order.__getitem__) if reasons else NOTHING

    return (lambda place: cedarpy.is_authorized(requests[place], policies, entities)), rule_of


# --- timing -----------------------------------------------------------------------------------------------------


def per_second(decide_nth: Callable[[int], Any], count: int, rounds: int = 3) -> float:
    """This function will return decisions per second of processor time, the best of some rounds."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        for place in range(count):
            decide_nth(place)
        best = max(best, count / (time.process_time() - start))
    return best


def compare(count: int) -> dict[str, float]:
    """This function will check that all engines agree on every case, then time each."""
    situations = cases(count, seed=7)
    engines = {
        "policybook": policybook(situations, trace=False),
        "policybook with trace": policybook(situations, trace=True),
        "zen-engine": zen_engine(situations, trace=False),
        "zen-engine with trace": zen_engine(situations, trace=True),
        "cedarpy": cedar(situations),
    }
    answers = {name: [rule_of(nth(place)) for place in range(count)] for name, (nth, rule_of) in engines.items()}
    for name, rules in answers.items():
        if rules != answers["policybook"]:
            place = next(n for n, one in enumerate(rules) if one != answers["policybook"][n])
            sys.exit(f"{name} says {rules[place]}, not {answers['policybook'][place]}, to {situations[place]}")
    return {name: per_second(nth, count) for name, (nth, _) in engines.items()}


# --- SQL --------------------------------------------------------------------------------------------------------

BY_HAND = """case
  when not contact_open then 'no-contact' when barred then 'barred'
  when reason = 'outage' and hours < 1 then 'too-short'
  when asked > 5000 then 'much' when credited >= 10000 then 'often'
  when reason = 'goodwill' and months < 1 then 'new-customer'
  when reason = 'outage' and hours >= 1 then 'outage' when reason = 'late fee' and contacts <= 5 then 'late-fee'
  when reason = 'goodwill' and contacts >= 2 then 'goodwill' when reason = 'misquote' and months >= 1 then 'misquote'
  else 'nothing-said' end"""
AMOUNT_BY_HAND = """case outcome when 'outage' then (asked + 1) / 2
  when 'late-fee' then asked when 'goodwill' then asked when 'misquote' then asked end"""
SQL_COLUMNS = {
    "credit.reason": "reason",
    "credit.asked": "asked",
    "credit.hours": "hours",
    "account.contacts": "contacts",
    "account.months": "months",
    "account.credited_90": "credited",
    "account.barred": "barred",
    "contact.open": "contact_open",
}
MAKE = """create unlogged table policy_bench as select n as id,
  (array['outage','late fee','goodwill','misquote','other'])[1 + n %% 5] as reason,
  (100 + n * 7919::bigint %% 5500) as asked, ((n / 5) %% 60) / 10.0 as hours,
  (n / 7) %% 7 as contacts, (n / 11) %% 30 as months,
  (n * 104729::bigint %% 10500) as credited, n %% 20 = 0 as barred, n %% 23 <> 0 as contact_open
  from generate_series(1, %s) n"""


def sql_figures(rows: int) -> dict[str, float]:
    """This function will compare the compiled and the hand-written CASE row by row, then time them."""
    import django

    django.setup()
    from django.db import connection

    ready = ready_policy()
    compiled = decision_in_sql(ready, SQL_COLUMNS)
    complete = decision_in_sql(ready, SQL_COLUMNS, never_missing=ready.facts)
    amount = amount_in_sql(ready, SQL_COLUMNS, "outcome")
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists policy_bench")
        cursor.execute(MAKE, [rows])
        cursor.execute("analyze policy_bench")
        try:
            both = f"select count(*) from policy_bench where {compiled} <> {BY_HAND} or {complete} <> {BY_HAND}"
            cursor.execute(both)
            differ = cursor.fetchone()[0]
            if differ:
                sys.exit(f"{differ} rows differ between the compiled and the hand-written CASE")
            return {
                "by hand": _seconds(cursor, BY_HAND, AMOUNT_BY_HAND),
                "compiled": _seconds(cursor, compiled, amount),
                "compiled, no fact missing": _seconds(cursor, complete, amount),
            }
        finally:
            cursor.execute("drop table policy_bench")


def _seconds(cursor: Any, decision: str, amount: str, rounds: int = 3) -> float:
    inner = f"select *, {decision} as outcome from policy_bench offset 0"
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        cursor.execute(f"select outcome, count(*), sum({amount}) from ({inner}) decided group by outcome")
        cursor.fetchall()
        best = min(best, time.perf_counter() - start)
    return best


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will print both tables, or one JSON object with --json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--decisions", type=int, default=5_000)
    parser.add_argument("--rows", type=int, default=2_000_000, help="accounts in the SQL part; 0 leaves it out")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(arguments)
    speed = compare(args.decisions)
    figures = {"decisions_per_second": speed, "sql_seconds": sql_figures(args.rows) if args.rows else {}}
    if args.json:
        print(json.dumps(figures))
        return 0
    for name, value in speed.items():
        print(f"{name:28} {value:>10,.0f} decisions/s")
    for name, value in figures["sql_seconds"].items():
        print(f"SQL {name:24} {value:>10.2f} s over {args.rows:,} accounts")
    return 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careline.project.settings")
    sys.exit(main())
