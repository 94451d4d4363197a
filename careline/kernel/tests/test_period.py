"""Half-open periods: neighbours touch without sharing a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.kernel.period import Period, months_after

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_the_last_day_named_is_out() -> None:
    january = Period.month(date(2026, 1, 17))
    assert (january.start, january.until, january.days) == (date(2026, 1, 1), date(2026, 2, 1), 31)
    assert january.holds(date(2026, 1, 31))
    assert not january.holds(date(2026, 2, 1))


def test_neighbours_do_not_overlap() -> None:
    january, february = Period.month(date(2026, 1, 1)), Period.month(date(2026, 2, 1))
    assert not january.overlaps(february)
    assert january.shared_with(february) is None


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(date(2026, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 15), -3, date(2025, 12, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_whole_months(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


@given(days, days, days, days)
def test_shared_days_are_the_days_in_both(a: date, b: date, c: date, d: date) -> None:
    first = Period(min(a, b), max(a, b) + timedelta(days=40))
    second = Period(min(c, d), max(c, d) + timedelta(days=40))
    shared = first.shared_with(second)
    if shared is None:
        assert first.until <= second.start or second.until <= first.start
    else:
        assert first.holds(shared.start)
        assert second.holds(shared.start)
        assert not (first.holds(shared.until) and second.holds(shared.until))
