"""A small vocabulary and policies made from text, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from careline.kernel.money import Money
from careline.policybook.policy import Policybook
from careline.policybook.rates import Rates
from careline.policybook.read import read_policies, read_policy
from careline.policybook.ready import Ready, make_ready
from careline.policybook.vocabulary import ActWord, Calculator, FactWord, Kind, RateValue, vocabulary_of


def _all(facts: Mapping[str, Any], rates: Mapping[str, RateValue]) -> Money:
    asked: Money = facts["credit.asked"]
    return asked


def _half(facts: Mapping[str, Any], rates: Mapping[str, RateValue]) -> Money:
    asked: Money = facts["credit.asked"]
    return asked.times(Decimal("0.5"))


def _capped(facts: Mapping[str, Any], rates: Mapping[str, RateValue]) -> Money:
    cap = rates["credit.cap"]
    assert isinstance(cap, Money)
    asked: Money = facts["credit.asked"]
    return min(asked, cap)


FACTS = (
    FactWord("credit.reason", "the reason", Kind.CHOICE, ("outage", "late fee", "goodwill")),
    FactWord("credit.asked", "the amount asked for", Kind.MONEY),
    FactWord("credit.hours", "the hours without service", Kind.NUMBER, unit="hours"),
    FactWord("account.contacts", "the contacts of this month", Kind.COUNT),
    FactWord("account.barred", "whether the account is barred", Kind.YES_NO),
    FactWord("account.flags", "the flags", Kind.WORDS, ("fraud", "dispute", "vip")),
    FactWord("account.since", "the first day as a customer", Kind.DATE),
)
CALCULATORS = (
    Calculator("all", "all of it", ("credit.asked",), _all),
    Calculator("half", "half of it", ("credit.asked",), _half, sql="{credit.asked} * 0.5"),
    Calculator(
        "capped",
        "what is asked for, up to the cap",
        ("credit.asked",),
        _capped,
        ("credit.cap",),
        sql="least({credit.asked}, {rate credit.cap})",
    ),
)
ACTS = (
    ActWord("credit.give", "give a credit", tuple(fact.name for fact in FACTS)),
    ActWord("credit.take", "take a credit back", ("account.barred",)),
)
VOCABULARY = vocabulary_of(facts=FACTS, acts=ACTS, calculators=CALCULATORS)

HEAD = """# Give a credit

- act: credit.give
- owner: billing care
- in force from: 2026-01-01
- citation: test

Why we do it.
"""


def clause(rule_id: str, *items: str) -> str:
    """One clause with a paragraph and words, unless the items bring their own."""
    say = "" if any(item.startswith("say:") for item in items) else "- say: words\n"
    lines = "".join(f"- {item}\n" for item in items)
    return f"\n## clause: {rule_id}\nA paragraph about {rule_id}.\n\n{lines}{say}"


def text_of(*clauses: str, examples: str = "", head: str = HEAD) -> str:
    """A whole policy."""
    return head + "".join(clauses) + (f"\n## examples\n\n{examples}" if examples else "")


def ready_of(*clauses: str, rates: Rates | None = None) -> Ready:
    """A policy made ready without the checks that a folder gets, for looking at deciding alone."""
    policy, problems = read_policy(text_of(*clauses), "policies/credits/give.md", VOCABULARY, rates or Rates())
    assert policy is not None
    assert not problems, problems
    return make_ready(policy, VOCABULARY, rates or Rates())[0]


def folder_of(tmp_path: Path, texts: Mapping[str, str], rates: Mapping[str, str] | None = None) -> Policybook:
    """Write policies and rates below a folder and read them with all checks."""
    policies, dated = tmp_path / "policies", tmp_path / "rates"
    for folder, files in ((policies, texts), (dated, rates or {})):
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return read_policies(policies, rates=dated, vocabulary=VOCABULARY)


def problems_of(tmp_path: Path, text: str, rates: Mapping[str, str] | None = None) -> list[str]:
    """The problems of one policy, as people see them."""
    book = folder_of(tmp_path, {"credits/give.md": text}, rates)
    return [str(problem) for problem in book.problems]
