"""A changed policy against what was decided: which decisions differ, by how much, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from careline.kernel.money import Money
from careline.policybook.backtest import Recorded, backtest
from careline.policybook.decide import decide_with
from careline.policybook.rates import Rates
from careline.policybook.read import read_changed
from careline.policybook.tests.small import VOCABULARY, clause, ready_of, text_of
from careline.policybook.values import Effect, Fact

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AS_IT_WAS = ready_of(
    clause("outage", "grant when: credit.reason is outage", "amount: half"),
    clause("fee", "refuse when: credit.reason is late fee"),
)
CHANGED = ready_of(
    clause("outage", "grant when: credit.reason is outage and credit.asked at most 30.00 USD", "amount: half"),
    clause("fee", "grant when: credit.reason is late fee", "amount: half"),
)


def recorded(reason: str, cents: int, days_ago: int = 0) -> Recorded:
    facts: dict[str, Fact] = {"credit.reason": reason, "credit.asked": Money(cents)}
    return Recorded(f"{reason} {cents}", decide_with(AS_IT_WAS, facts, NOW - timedelta(days=days_ago)))


def test_decisions_that_would_differ_are_shown_with_their_money() -> None:
    past = [recorded("outage", 2000), recorded("outage", 4000), recorded("late fee", 1000), recorded("goodwill", 500)]
    result = backtest(past, [CHANGED])
    assert (result.looked_at, result.same) == (4, 2)
    assert [(one.reference, one.money) for one in result.differences] == [
        ("outage 4000", Money(-2000)),
        ("late fee 1000", Money(500)),
    ]
    assert result.moves == {(Effect.GRANT, Effect.ASK): 1, (Effect.REFUSE, Effect.GRANT): 1}
    assert result.money == {"USD": Money(-1500)}
    assert result.cannot_tell == ()


def test_only_the_days_and_the_act_asked_about_are_looked_at() -> None:
    past = [recorded("late fee", 1000, days_ago=days) for days in (1, 89, 90, 91)]
    assert backtest(past, [CHANGED], since=date(2026, 8, 24)).looked_at == 3
    other = Recorded("x", replace(past[0].decision, act="credit.take"))
    assert backtest([other], [CHANGED]).looked_at == 0


def test_a_fact_that_nobody_recorded_is_never_guessed() -> None:
    asks_more = ready_of(
        clause("outage", "grant when: credit.reason is outage and credit.hours at least 4", "amount: half")
    )
    result = backtest([recorded("outage", 2000), recorded("goodwill", 2000)], [asks_more])
    assert result.cannot_tell == (("outage 2000", ("credit.hours",)),)
    assert (result.same, result.differences) == (1, ())


def test_what_was_missing_at_the_time_is_missing_still() -> None:
    asked = decide_with(AS_IT_WAS, {"credit.asked": Money(100)}, NOW)
    assert asked.ask_for == ("the reason",)
    result = backtest([Recorded("x", asked)], [CHANGED])
    assert (result.same, result.cannot_tell) == (1, ())


def test_a_changed_text_is_checked_before_it_is_tried() -> None:
    text = text_of(clause("fee", "grant when: credit.reason is late fee"))
    stretches, problems = read_changed(text, "policies/credits/give.md", VOCABULARY, Rates())
    assert (stretches, [problem.text for problem in problems]) == ((), ["no example fires fee"])
    sound = text + "\n## examples\n\n| credit.reason | decision | clause |\n|---|---|---|\n| late fee | grant | fee |\n"
    stretches, problems = read_changed(sound, "policies/credits/give.md", VOCABULARY, Rates())
    assert problems == ()
    assert backtest([recorded("late fee", 500)], stretches).moves == {(Effect.REFUSE, Effect.GRANT): 1}


reasons = st.sampled_from(["outage", "late fee", "goodwill"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(reasons, st.integers(0, 10000)), max_size=20))
def test_a_policy_never_differs_from_itself_and_the_parts_add_up(cases: list[tuple[str, int]]) -> None:
    past = [recorded(reason, cents) for reason, cents in cases]
    unchanged = backtest(past, [AS_IT_WAS])
    assert (unchanged.same, unchanged.differences, unchanged.money) == (len(past), (), {})
    result = backtest(past, [CHANGED])
    assert result.same + len(result.differences) + len(result.cannot_tell) == result.looked_at == len(past)
    assert sum(result.moves.values()) == len(result.differences)
    assert sum(one.money.minor for one in result.differences if one.money) == sum(
        m.minor for m in result.money.values()
    )
