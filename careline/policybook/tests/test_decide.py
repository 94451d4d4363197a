"""Deciding: what beats what, what is asked for, and that a decision can be repeated."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from careline.kernel.money import Money
from careline.policybook.decide import WrongFact, decide, decide_again, decide_with
from careline.policybook.policy import SILENCE
from careline.policybook.rates import Rates
from careline.policybook.read import policybook, read_policy
from careline.policybook.tests.small import VOCABULARY, clause, folder_of, ready_of, text_of
from careline.policybook.values import Effect, Fact

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

OUTAGE = clause("outage", "grant when: credit.reason is outage", "amount: half", "say: You get {amount}.")
BARRED = clause("barred", "refuse when: account.barred is yes")
MUCH = clause("much", "ask when: credit.asked more than 50.00 USD", "ask for: a coach")
BOOK = (OUTAGE, BARRED, MUCH)
KNOWN: dict[str, Fact] = {"credit.reason": "outage", "credit.asked": Money(2000), "account.barred": False}


def test_a_rule_that_holds_grants_its_amount_with_its_words() -> None:
    decision = decide_with(ready_of(*BOOK), KNOWN, NOW)
    assert (decision.effect, decision.amount, decision.say) == (Effect.GRANT, Money(1000), "You get 10.00 USD.")
    assert (decision.clause.policy, decision.clause.rule) == ("credits/give", "outage")
    assert decision.clause.text == "A paragraph about outage."
    assert decision.facts == KNOWN


def test_ask_beats_grant_and_refuse_beats_both() -> None:
    ready = ready_of(*BOOK)
    asks = decide_with(ready, {**KNOWN, "credit.asked": Money(5001)}, NOW)
    assert (asks.effect, asks.clause.rule, asks.ask_for) == (Effect.ASK, "much", ("a coach",))
    refuses = decide_with(ready, {**KNOWN, "credit.asked": Money(5001), "account.barred": True}, NOW)
    assert (refuses.effect, refuses.clause.rule) == (Effect.REFUSE, "barred")


def test_silence_asks_a_person() -> None:
    decision = decide_with(ready_of(*BOOK), {**KNOWN, "credit.reason": "goodwill"}, NOW)
    assert (decision.effect, decision.clause.rule) == (Effect.ASK, SILENCE)
    assert decision.ask_for == ("a person who may decide this",)


def test_a_missing_fact_that_could_refuse_is_asked_for_by_its_plain_name() -> None:
    facts = {name: value for name, value in KNOWN.items() if name != "account.barred"}
    decision = decide_with(ready_of(*BOOK), facts, NOW)
    assert (decision.effect, decision.ask_for) == (Effect.ASK, ("whether the account is barred",))
    assert decision.clause.rule == "barred"
    assert decision.amount is None


def test_a_missing_fact_that_changes_nothing_is_not_asked_for() -> None:
    decision = decide_with(ready_of(*BOOK), {"account.barred": True}, NOW)
    assert (decision.effect, decision.clause.rule) == (Effect.REFUSE, "barred")
    not_needed = ready_of(clause("big", "grant when: credit.reason is outage and credit.hours at least 4"), BARRED)
    decision = decide_with(not_needed, {"credit.reason": "goodwill", "account.barred": False}, NOW)
    assert decision.clause.rule == SILENCE


def test_what_a_calculator_needs_is_asked_for() -> None:
    ready = ready_of(OUTAGE)
    decision = decide_with(ready, {"credit.reason": "outage"}, NOW)
    assert (decision.effect, decision.ask_for) == (Effect.ASK, ("the amount asked for",))


def test_an_exception_goes_instead_of_the_rule_it_names() -> None:
    vip = clause("vip", "grant when: account.flags includes vip", "instead of: barred")
    ready = ready_of(BARRED, vip)
    barred: dict[str, Fact] = {"account.barred": True, "account.flags": ()}
    assert decide_with(ready, barred, NOW).effect is Effect.REFUSE
    assert decide_with(ready, {**barred, "account.flags": ("vip", "dispute")}, NOW).clause.rule == "vip"
    unsure = decide_with(ready, {"account.barred": True}, NOW)
    assert (unsure.effect, unsure.ask_for) == (Effect.ASK, ("the flags",))


def test_a_rule_that_asks_for_a_missing_fact_in_its_own_words_goes_before_the_bare_question() -> None:
    ask = clause("ask", "ask when: account.barred is not known", "ask for: a look at the account", "say: Shall I look?")
    ready = ready_of(ask, BARRED, clause("ok", "grant when: account.barred is no and credit.hours at least 1"))
    decision = decide_with(ready, {"credit.hours": Decimal(2)}, NOW)
    assert (decision.clause.rule, decision.say) == ("ask", "Shall I look?")
    too_long = clause("too-long", "refuse when: credit.hours at least 100")
    decision = decide_with(ready_of(ask, BARRED, too_long), {}, NOW)
    assert decision.clause.rule == "too-long", "a refusal for another missing fact is settled first"
    assert "the hours without service" in decision.ask_for


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ("credit.hours at least 4", Decimal(4), Decimal("3.9")),
        ("credit.hours at most 4 hours", Decimal(4), Decimal("4.1")),
        ("credit.hours is more than 4", Decimal("4.1"), Decimal(4)),
        ("credit.hours less than 4", Decimal("3.9"), Decimal(4)),
        ("account.contacts is 2", 2, 3),
        ("account.contacts is not 2", 3, 2),
        ("credit.reason is one of outage, late fee", "late fee", "goodwill"),
        ("credit.reason is not one of outage, late fee", "goodwill", "outage"),
        ("account.since is before 2026-01-01", date(2025, 12, 31), date(2026, 1, 1)),
        ("account.since is after 2026-01-01", date(2026, 1, 2), date(2026, 1, 1)),
        ("account.flags includes fraud", ("fraud",), ()),
        ("account.flags includes one of fraud, vip", ("dispute", "vip"), ("dispute",)),
        ("account.flags includes none of fraud, vip", ("dispute",), ("vip",)),
        ("account.flags includes only vip", (), ("vip", "fraud")),
        ("credit.asked at least 10.00 USD", Money(1000), Money(999)),
        ("credit.asked at most 10.00 USD", Money(1000), Money(1001)),
        ("credit.asked more than 10.00 USD", Money(1001), Money(1000)),
        ("credit.asked less than 10.00 USD", Money(999), Money(1000)),
        ("credit.asked is 10.00 USD", Money(1000), Money(1000, "EUR")),
        ("account.barred is no", False, True),
    ],
)
def test_every_word_of_comparison(condition: str, yes: Fact, no: Fact) -> None:
    ready = ready_of(clause("one", f"grant when: {condition}"))
    fact = condition.split()[0]
    assert decide_with(ready, {fact: yes}, NOW).granted
    assert not decide_with(ready, {fact: no}, NOW).granted
    assert decide_with(ready, {}, NOW).ask_for == (VOCABULARY.facts[fact].label,)


def test_another_currency_is_an_error_and_never_a_quiet_no() -> None:
    with pytest.raises(ValueError, match="cannot mix"):
        decide_with(ready_of(*BOOK), {**KNOWN, "credit.asked": Money(100, "EUR")}, NOW)


def test_a_fact_of_the_wrong_kind_is_named() -> None:
    ready = ready_of(clause("one", "grant when: credit.hours at least 4"))
    with pytest.raises(WrongFact, match=r"credit\.hours cannot be 'many'"):
        decide_with(ready, {"credit.hours": "many"}, NOW)


def test_the_trace_tells_of_every_rule_why_it_applies_or_not() -> None:
    decision = decide_with(ready_of(*BOOK), {**KNOWN, "credit.reason": "goodwill"}, NOW, trace=True)
    because = {line.rule: (line.applies, line.because) for line in decision.trace}
    assert because == {
        "barred": (False, "not so: the account is barred: yes (it is no)"),
        "much": (False, "not so: the amount asked for is more than 50.00 USD (it is 20.00 USD)"),
        "outage": (False, "not so: the reason is outage (it is goodwill)"),
    }
    assert decide_with(ready_of(*BOOK), KNOWN, NOW).trace == ()


def test_the_trace_names_what_goes_instead_and_what_is_not_known() -> None:
    vip = clause("vip", "grant when: account.flags includes vip", "instead of: barred")
    ready = ready_of(BARRED, vip)
    lines = decide_with(ready, {"account.barred": True, "account.flags": ("vip",)}, NOW, trace=True).trace
    assert [line.because for line in lines] == ["vip goes instead of it", "the flags includes vip"]
    unknown = decide_with(ready, {"account.barred": True}, NOW, trace=True).trace
    assert unknown[1].because == "not known: the flags"


EXAMPLES = """
| credit.reason | credit.asked | decision | clause | amount |
|---|---|---|---|---|
| outage | 20.00 USD | grant | outage | 10.00 USD |
"""


def test_no_policy_and_a_faulty_policy_ask_a_person(tmp_path: Path) -> None:
    book = folder_of(tmp_path, {"credits/give.md": text_of(OUTAGE)})
    assert [problem.text for problem in book.problems] == ["no example fires outage"]
    for act in ("credit.give", "credit.take"):
        decision = decide(book, act, KNOWN, NOW)
        assert (decision.effect, decision.clause.rule, decision.policy_hash) == (Effect.ASK, SILENCE, "")


def test_the_version_in_force_on_the_day_decides(tmp_path: Path) -> None:
    old = text_of(OUTAGE, examples=EXAMPLES).replace("2026-01-01\n", "2026-01-01\n- in force until: 2026-06-01\n")
    new = text_of(clause("outage", "refuse when: credit.reason is outage"), examples=EXAMPLES)
    new = new.replace("2026-01-01", "2026-06-01").replace(
        "| grant | outage | 10.00 USD |", "| refuse | outage | none |"
    )
    book = folder_of(tmp_path, {"credits/give.md": old, "credits/give.2026-06-01.md": new})
    assert book.problems == ()
    effects = [
        decide(book, "credit.give", KNOWN, datetime(2026, *day, 12, tzinfo=UTC)).effect for day in ((5, 31), (6, 1))
    ]
    assert effects == [Effect.GRANT, Effect.REFUSE]
    assert decide(book, "credit.give", KNOWN, datetime(2025, 12, 31, tzinfo=UTC)).clause.policy == ""


def test_a_stored_decision_is_repeated_from_its_facts_and_hash(tmp_path: Path) -> None:
    book = folder_of(tmp_path, {"credits/give.md": text_of(OUTAGE, examples=EXAMPLES)})
    decision = decide(book, "credit.give", KNOWN, NOW)
    assert decide_again(book, decision, trace=False) == decision
    policy, problems = read_policy(
        text_of(OUTAGE) + "\nOther words.\n", "policies/credits/give.md", VOCABULARY, Rates()
    )
    assert policy is not None
    assert decide_again(policybook([policy], problems, VOCABULARY, Rates()), decision) is None
