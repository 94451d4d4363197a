"""The policy as SQL gives the same answers as the policy in Python, row by row, missing facts included."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.kernel.money import Money
from careline.policybook.decide import decide_with, outcome_of
from careline.policybook.policy import SILENCE
from careline.policybook.rates import Period, Rate, Rates
from careline.policybook.ready import Facts, Ready
from careline.policybook.sql import UNSURE, amount_in_sql, decision_in_sql
from careline.policybook.tests.small import clause, ready_of
from careline.policybook.values import Effect, Fact

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

EVERY: dict[str, tuple[Fact | None, ...]] = {
    "credit.reason": (None, "outage", "late fee", "goodwill"),
    "credit.asked": (None, Money(999), Money(1000), Money(1001)),
    "credit.hours": (None, Decimal("3.9"), Decimal(4)),
    "account.barred": (None, True, False),
    "account.flags": (None, (), ("vip",), ("vip", "fraud")),
    "account.since": (None, date(2025, 12, 31), date(2026, 1, 1)),
}
TYPES = {"credit.asked": "bigint", "credit.hours": "numeric", "account.barred": "boolean", "account.flags": "text[]"}
COLUMNS = {name: name.replace(".", "_") for name in EVERY}

conditions = st.sampled_from(
    [
        *("credit.reason is outage", "credit.reason is not late fee", "credit.reason is one of outage, goodwill"),
        *("credit.asked at least 10.00 USD", "credit.asked less than 10.00 USD", "credit.reason is not known"),
        *("credit.hours more than 3.9", "credit.hours at most 3.9", "credit.hours is not known"),
        *("account.barred is yes", "account.barred is no", "account.barred is not known"),
        *("account.flags includes fraud", "account.flags includes one of fraud, vip"),
        *(
            "account.flags includes none of fraud",
            "account.flags includes only vip",
            "credit.reason is not one of outage",
        ),
        *("account.since is before 2026-01-01", "account.since is after 2025-12-31", "credit.asked is not known"),
    ]
)


@st.composite
def policies(draw: st.DrawFn) -> Ready:
    """Up to six rules over facts of every kind; grants and asks may compute an amount."""
    texts = []
    for number in range(draw(st.integers(1, 6))):
        effect = draw(st.sampled_from(list(Effect)))
        items = [f"{effect} when: {' and '.join(draw(st.lists(conditions, max_size=3))) or 'always'}"]
        items += ["ask for: somebody"] if effect is Effect.ASK else []
        items += ["amount: half"] if effect is not Effect.REFUSE and draw(st.booleans()) else []
        others = draw(st.lists(st.integers(0, number - 1), unique=True, max_size=2)) if number else []
        items += [f"instead of: {', '.join(f'r{other}' for other in others)}"] if others else []
        texts.append(clause(f"r{number}", *items))
    return ready_of(*texts)


ROWS = [dict(zip(EVERY, values, strict=True)) for values in product(*EVERY.values())]


def _in_database(value: Fact | None) -> Any:
    if isinstance(value, Money):
        return value.minor
    return list(value) if isinstance(value, tuple) else value


@pytest.fixture
def rows(db: None) -> None:
    """Every combination of facts, missing ones included, as a table."""
    columns = ", ".join(
        f"{column} {TYPES.get(name, 'date' if name.endswith('since') else 'text')}" for name, column in COLUMNS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table situation (id int, {columns}) on commit drop")
        values = ", ".join(["%s"] * (len(EVERY) + 1))
        cursor.executemany(
            f"insert into situation values ({values})",
            [(place, *map(_in_database, row.values())) for place, row in enumerate(ROWS)],
        )


def _by_sql(ready: Ready, **more: Any) -> list[tuple[str, int | None]]:
    decision = decision_in_sql(ready, COLUMNS, **more)
    amount = amount_in_sql(ready, COLUMNS, "outcome")
    with connection.cursor() as cursor:
        inner = f"select *, {decision} as outcome from situation"
        cursor.execute(f"select outcome, {amount} from ({inner}) decided order by id")
        return list(cursor.fetchall())


def _by_python(ready: Ready, facts: Facts) -> tuple[str, int | None]:
    outcome = outcome_of(ready, facts)
    decision = decide_with(ready, facts, NOW)
    if outcome.rule is None:
        return SILENCE, None
    return (
        UNSURE if outcome.missing else ""
    ) + outcome.rule.rule.id, decision.amount.minor if decision.amount else None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(policies())
def test_sql_and_python_agree_on_every_row(rows: None, ready: Ready) -> None:
    expected = []
    for row in ROWS:
        facts = {name: value for name, value in row.items() if value is not None}
        expected.append(_by_python(ready, facts))
    got = _by_sql(ready)
    differ = [(ROWS[place], one, two) for place, (one, two) in enumerate(zip(expected, got, strict=True)) if one != two]
    assert differ == []


def test_facts_that_are_never_missing_make_it_shorter_and_not_different(rows: None) -> None:
    ready = ready_of(
        clause("no", "refuse when: account.barred is yes"),
        clause("yes", "grant when: credit.reason is outage and credit.asked at most 10.00 USD", "amount: half"),
        clause("ask", "ask when: credit.reason is not known", "ask for: a reason"),
    )
    known = list(ready.facts)
    assert len(decision_in_sql(ready, COLUMNS, never_missing=known)) < len(decision_in_sql(ready, COLUMNS)) / 2
    got = _by_sql(ready, never_missing=known)
    for place, row in enumerate(ROWS):
        if all(row[name] is not None for name in known):
            facts = {name: value for name, value in row.items() if value is not None}
            assert got[place] == _by_python(ready, facts)


def test_a_calculator_without_sql_is_told() -> None:
    ready = ready_of(clause("yes", "grant when: credit.reason is outage", "amount: all"))
    with pytest.raises(ValueError, match="yes: its calculator has no SQL form"):
        amount_in_sql(ready, COLUMNS, "outcome")


def test_a_rate_stands_in_the_formula(rows: None) -> None:
    period = Period(date(2026, 1, 1), None, 1)
    rates = Rates({"credit.cap": Rate("credit.cap", "the most", "", "test", ((period, Money(1000)),))})
    ready = ready_of(clause("yes", "grant when: credit.asked at least rate credit.cap", "amount: capped"), rates=rates)
    amounts = {amount for outcome, amount in _by_sql(ready) if outcome == "yes"}
    assert amounts == {1000}
