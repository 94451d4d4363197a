"""Whether a role may do an act alone. Policy says what is right for the customer; authority says who may decide it.

The table is dated text in `content/rates/authority.yaml` (field guide 5.3; every figure is a setting). The lowest of
the limits that remain binds: for the contact, the expert's day, the account in 90 days and in 12 months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from careline.kernel.money import Money
from careline.policybook.lined import Entry, as_amount, read_yaml
from careline.policybook.rates import Period, check_periods, rate_file, read_period
from careline.policybook.values import Problem

ANY_AMOUNT = "any amount"
CONTACT, DAY, ACCOUNT_90, ACCOUNT_12 = "contact", "day", "account 90 days", "account 12 months"
TIMES_12 = "times 12 months"
SPANS = (CONTACT, DAY, ACCOUNT_90, ACCOUNT_12)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one role for one act. Empty: any amount."""

    amounts: Mapping[str, Money] = field(default_factory=dict)  # span -> most
    times: int | None = None  # in 12 months on one account


@dataclass(frozen=True, slots=True)
class Used:
    """What has already been given for this act, by span, before the one that is asked about."""

    amounts: Mapping[str, Money] = field(default_factory=dict)
    times: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    may: Mapping[str, Limits]
    approves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorityTable:
    """All roles with their limits, as they are from one day until another."""

    period: Period
    roles: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class AuthorityBook:
    """All tables, in order of time."""

    tables: tuple[AuthorityTable, ...] = ()

    def on(self, day: date) -> AuthorityTable | None:
        """This function will return the table in force on a day, or None."""
        return next((table for table in self.tables if table.period.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Authority:
    """Enough, or whom to ask. `remaining` is the lowest limit that is left, None for any amount."""

    enough: bool
    ask: str = ""  # the role that may decide; empty when it is enough
    remaining: Money | None = None
    because: str = ""


NOTHING_USED = Used()


def authority(
    table: AuthorityTable, role: str, act: str, amount: Money | None = None, used: Used = NOTHING_USED
) -> Authority:
    """This function will tell whether a role may do an act of an amount alone, and otherwise which role to ask.

    An act that the role's row does not name is not the role's to do. Amounts of two currencies raise ValueError.
    """
    own = table.roles.get(role)
    limits = own.may.get(act) if own else None
    if limits is None:
        return Authority(
            False, _whom_to_ask(table, role, act, amount, used), None, f"{act} is not among what {role} may do alone"
        )
    short = _what_is_short(limits, amount, used)
    remaining = _lowest(limits, used)
    if not short:
        return Authority(True, "", remaining, "within the limits")
    return Authority(False, _whom_to_ask(table, role, act, amount, used), remaining, short)


def _what_is_short(limits: Limits, amount: Money | None, used: Used) -> str:
    if limits.times is not None and used.times >= limits.times:
        return f"no more than {limits.times} in 12 months"
    for span, left in _left(limits, used):
        if amount is not None and left.minor < amount.minor:
            return f"{amount} is more than the {left} left for the {span}"
    return ""


def _left(limits: Limits, used: Used) -> Iterable[tuple[str, Money]]:
    for span, most in limits.amounts.items():
        yield span, most - used.amounts.get(span, Money(0, most.currency))


def _lowest(limits: Limits, used: Used) -> Money | None:
    left = [money for _, money in _left(limits, used)]
    return min(left, key=lambda money: money.minor) if left else None


def _whom_to_ask(table: AuthorityTable, role: str, act: str, amount: Money | None, used: Used) -> str:
    """The nearest role up the line of approval with enough authority of its own; the last one if none has. A role
    without a line of approval (one that takes no contacts) asks the last role of the table."""
    line = _line_of_approval(table, role)
    for above in line:
        limits = above.may.get(act)
        if limits is not None and not _what_is_short(limits, amount, used):
            return above.name
    return line[-1].name if line else list(table.roles)[-1]


def _line_of_approval(table: AuthorityTable, role: str) -> list[Role]:
    line: list[Role] = []
    waiting = [role]
    while waiting:
        below = waiting.pop(0)
        for above in table.roles.values():
            if below in above.approves and above not in line:
                line.append(above)
                waiting.append(above.name)
    return line


# --- reading ----------------------------------------------------------------------------------------------------


def read_authority(path: Path) -> tuple[AuthorityBook, tuple[Problem, ...]]:
    """This function will read the authority tables and report what is unreadable, unknown, or dated with a gap."""
    file = rate_file("authority.")
    entry, found = read_yaml(path, file)
    problems = list(found)
    items = ((entry.fields or {}).get("tables") if entry else None) or Entry(1)
    tables = [table for item in items.items or () if (table := _table(item, file, problems)) is not None]
    tables.sort(key=lambda table: table.period.starts)
    if not tables:
        problems.append(Problem(file, items.line, "there is no table of authority"))
    problems += check_periods("authority", [table.period for table in tables], file)
    return AuthorityBook(tuple(tables)), tuple(problems)


def _table(item: Entry, file: str, problems: list[Problem]) -> AuthorityTable | None:
    try:
        period = read_period(item)
    except ValueError as error:
        problems.append(Problem(file, item.line, str(error)))
        return None
    written = ((item.fields or {}).get("roles") or Entry(item.line)).fields or {}
    roles = {name: _role(name, entry, file, problems) for name, entry in written.items()}
    for role in roles.values():
        for other in role.approves:
            if other not in roles or other == role.name:
                text = f"{role.name} approves {other}, which is not another role"
                problems.append(Problem(file, written[role.name].line, text))
    return AuthorityTable(period, roles)


def _role(name: str, entry: Entry, file: str, problems: list[Problem]) -> Role:
    fields = entry.fields or {}
    may = {}
    for act, written in ((fields.get("may") or entry).fields or {}).items():
        try:
            may[act] = _limits(written)
        except ValueError as error:
            problems.append(Problem(file, written.line, f"{name}, {act}: {error}"))
    approves = tuple(one.text for one in (fields.get("approves") or Entry(entry.line)).items or ())
    return Role(name, may, approves)


def _limits(entry: Entry) -> Limits:
    if entry.fields is None:
        return Limits() if entry.text == ANY_AMOUNT else Limits({CONTACT: _money(entry.text)})
    amounts, times = {}, None
    for span, written in entry.fields.items():
        if span == TIMES_12:
            times = _whole(written.text)
        elif span in SPANS:
            amounts[span] = _money(written.text)
        else:
            raise ValueError(f"unknown limit {span!r}; known are {', '.join((*SPANS, TIMES_12))}")
    return Limits(amounts, times)


def _money(text: str) -> Money:
    amount = as_amount(text)
    if not isinstance(amount, Money):
        raise ValueError(f"{text!r} is not an amount of money like 25.00 USD, and not {ANY_AMOUNT!r}")
    return amount


def _whole(text: str) -> int:
    number = as_amount(text)
    if not isinstance(number, Decimal) or number != int(number) or number < 0:
        raise ValueError(f"{text!r} is not a whole number")
    return int(number)
