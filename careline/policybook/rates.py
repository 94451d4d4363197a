"""Dated amounts from `content/rates/`: each holds from a day until another, without gaps and without overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from careline.policybook.lined import Entry, as_amount, as_day, read_yaml
from careline.policybook.values import Problem
from careline.policybook.vocabulary import RateValue

AUTHORITY_FILE = "authority.yaml"  # a table of its own, read by authority.py


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: in force on `starts`, no longer on `ends`. No end means until further notice."""

    starts: date
    ends: date | None
    line: int

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Rate:
    """One amount with its history, e.g. data.most-added-gb."""

    name: str
    what: str
    unit: str
    citation: str
    amounts: tuple[tuple[Period, RateValue], ...]

    def on(self, day: date) -> RateValue | None:
        """This function will return the amount in force on a day, or None when none is."""
        return next((value for period, value in self.amounts if period.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Rates:
    """All dated amounts, by name."""

    by_name: Mapping[str, Rate] = field(default_factory=dict)

    def on(self, name: str, day: date) -> RateValue | None:
        """This function will return the amount of a rate on a day, or None when there is none."""
        rate = self.by_name.get(name)
        return rate.on(day) if rate else None

    def changes(self, names: Iterable[str]) -> tuple[date, ...]:
        """This function will list the days on which any of these rates begins or ends to hold, in order."""
        periods = [period for name in names for period, _ in self.by_name[name].amounts]
        days = {period.starts for period in periods} | {period.ends for period in periods if period.ends}
        return tuple(sorted(days))


def read_rates(folder: Path) -> tuple[Rates, tuple[Problem, ...]]:
    """This function will read every dated amount of a folder and report gaps, overlaps and unreadable values."""
    rates: dict[str, Rate] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name != AUTHORITY_FILE:
            shown_as = rate_file(f"{path.stem}.")
            entry, found = read_yaml(path, shown_as)
            problems += found
            for key, written in ((entry and entry.fields) or {}).items():
                rate = _rate(f"{path.stem}.{key}", written, shown_as, problems)
                rates[rate.name] = rate
    return Rates(rates), tuple(problems)


def rate_file(name: str) -> str:
    """This function will tell which file a rate stands in, as load errors show it."""
    return f"rates/{name.partition('.')[0]}.yaml"


def _rate(name: str, entry: Entry, file: str, problems: list[Problem]) -> Rate:
    for needed in ("what", "citation"):
        if not entry.word(needed):
            problems.append(Problem(file, entry.line, f"{name} does not say its {needed}"))
    amounts = []
    for item in ((entry.fields or {}).get("amounts") or Entry(entry.line)).items or ():
        try:
            amounts.append((read_period(item), as_amount(item.word("amount"))))
        except ValueError as error:
            problems.append(Problem(file, item.line, f"{name}: {error}"))
    if not amounts:
        problems.append(Problem(file, entry.line, f"{name} has no amounts"))
    amounts.sort(key=lambda pair: pair[0].starts)
    problems += check_periods(name, [period for period, _ in amounts], file)
    problems += _one_kind(name, amounts, file)
    return Rate(name, entry.word("what"), entry.word("unit"), entry.word("citation"), tuple(amounts))


def read_period(item: Entry) -> Period:
    """This function will read from and until of a dated entry; an unreadable day or an empty period is a ValueError."""
    until = item.word("until")
    period = Period(as_day(item.word("from")), as_day(until) if until else None, item.line)
    if period.ends and period.ends <= period.starts:
        raise ValueError(f"the period from {period.starts} until {period.ends} is empty")
    return period


def check_periods(name: str, periods: list[Period], file: str) -> list[Problem]:
    """This function will report gaps and overlaps between periods, which come in order of their start."""
    problems = []
    for earlier, later in pairwise(periods):
        if earlier.ends is None or earlier.ends > later.starts:
            ends = f"until {earlier.ends}" if earlier.ends else "without an end"
            text = f"{name} overlaps: from {earlier.starts} {ends}, yet another begins on {later.starts}"
            problems.append(Problem(file, later.line, text))
        elif earlier.ends < later.starts:
            text = f"{name} has a gap: nothing holds from {earlier.ends} until {later.starts}"
            problems.append(Problem(file, later.line, text))
    return problems


def _one_kind(name: str, amounts: list[tuple[Period, RateValue]], file: str) -> list[Problem]:
    kinds = {(type(value), getattr(value, "currency", "")) for _, value in amounts}
    if len(kinds) <= 1:
        return []
    return [Problem(file, amounts[0][0].line, f"{name} changes between a number and money, or between currencies")]
