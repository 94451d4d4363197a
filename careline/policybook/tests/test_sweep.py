"""The sweep of thresholds: conflicts and dead rules are found, with a situation that shows them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from careline.policybook.check import check_sweep
from careline.policybook.sweep import MISSING, values_that_matter
from careline.policybook.tests.small import clause, ready_of


def _told(*clauses: str) -> list[str]:
    return [problem.text for problem in check_sweep(ready_of(*clauses))]


@pytest.mark.parametrize(
    ("first", "second", "situation"),
    [
        ("credit.hours at least 4", "credit.hours at most 4", "credit.hours is 4"),
        ("credit.asked at most 5.00 USD", "credit.asked at least 5.00 USD", "credit.asked is 5.00 USD"),
        ("account.contacts more than 2", "account.contacts less than 4", "account.contacts is 3"),
        ("account.since is after 2026-01-01", "account.since is before 2026-01-03", "account.since is 2 January 2026"),
        ("credit.hours more than 4", "credit.hours less than 4.1", "credit.hours is 4.05"),
        ("account.flags includes vip", "account.flags includes fraud", "account.flags is fraud, vip"),
        ("account.barred is yes", "credit.reason is outage", "account.barred is yes, credit.reason is outage"),
    ],
)
def test_two_grants_that_can_both_fire_are_told_with_a_situation(first: str, second: str, situation: str) -> None:
    told = _told(clause("one", f"grant when: {first}"), clause("two", f"grant when: {second}"))
    assert told == [f"one and two both grant when {situation}; say which goes instead of the other"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("credit.hours at least 4", "credit.hours less than 4"),
        ("account.contacts more than 2", "account.contacts less than 3"),
        ("credit.asked more than 5.00 USD", "credit.asked at most 5.00 USD"),
        ("account.flags includes none of vip", "account.flags includes vip"),
        ("credit.reason is outage and account.barred is no", "credit.reason is goodwill"),
    ],
)
def test_grants_that_never_meet_are_fine(first: str, second: str) -> None:
    assert _told(clause("one", f"grant when: {first}"), clause("two", f"grant when: {second}")) == []


def test_a_stated_priority_or_a_stronger_rule_settles_a_conflict() -> None:
    one = clause("one", "grant when: credit.hours at least 4")
    two = clause("two", "grant when: credit.hours at most 4")
    first = clause("two", "grant when: credit.hours at most 4", "instead of: one")
    assert _told(one, first) == []
    assert _told(one, two, clause("no", "refuse when: credit.hours is 4")) == []


@pytest.mark.parametrize(
    ("clauses", "dead"),
    [
        (
            (
                clause("no", "refuse when: credit.hours at least 4"),
                clause("yes", "grant when: credit.hours at least 4"),
            ),
            "yes",
        ),
        ((clause("no", "refuse when: always"), clause("yes", "grant when: credit.hours at least 4")), "yes"),
        (
            (
                clause("a", "refuse when: credit.hours more than 3"),
                clause("b", "refuse when: credit.hours more than 5"),
            ),
            "b",
        ),
        ((clause("a", "grant when: credit.hours at least 4 and credit.hours less than 4"),), "a"),
        (
            (
                clause("low", "refuse when: credit.hours at most 4"),
                clause("high", "ask when: credit.hours more than 4", "ask for: x"),
                clause("yes", "grant when: account.barred is no and credit.hours at least 1"),
            ),
            "yes",
        ),
    ],
)
def test_a_rule_that_never_decides_is_told(clauses: tuple[str, ...], dead: str) -> None:
    assert _told(*clauses) == [f"{dead} never decides: whenever it holds, another goes first"]


def test_each_threshold_is_swept_one_step_down_and_up_and_between() -> None:
    ready = ready_of(clause("a", "grant when: credit.hours at least 4 and account.barred is not known"))
    values = values_that_matter(ready)
    assert {Decimal("3.9"), Decimal(4), Decimal("4.1"), Decimal("3.95"), Decimal("4.05")} == set(values["credit.hours"])
    assert values["account.barred"] == (True, False, MISSING)
