"""Half-open periods of days: the first day is in, the last one named is out. A month ends where the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, not including, `until`. It holds at least one day."""

    start: date
    until: date

    def __post_init__(self) -> None:
        if self.until <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.until}")

    @classmethod
    def month(cls, of: date) -> Period:
        """This function will give the calendar month that a day lies in."""
        start = of.replace(day=1)
        return cls(start, months_after(start, 1))

    @property
    def days(self) -> int:
        return (self.until - self.start).days

    def holds(self, day: date) -> bool:
        """This function will tell whether a day lies in the period."""
        return self.start <= day < self.until

    def overlaps(self, other: Period) -> bool:
        """This function will tell whether the two periods share a day."""
        return self.start < other.until and other.start < self.until

    def shared_with(self, other: Period) -> Period | None:
        """This function will give the days that both periods hold, or None."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.until, other.until))

    def each_day(self) -> Iterator[date]:
        """This function will give the days in order."""
        return (self.start + timedelta(days=n) for n in range(self.days))


def months_after(day: date, months: int) -> date:
    """This function will move a day by whole months, to the month's last day where the day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_first = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), next_first - timedelta(days=1))
