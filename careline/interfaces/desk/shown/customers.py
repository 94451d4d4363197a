"""Home, finding and the customer page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from careline.interfaces.desk.shown.shared import Chip, Link
from careline.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact in a list."""

    href: str
    customer: str
    about: str
    state: Chip
    opened_at: datetime
    line: str = ""
    expert: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class OutageRow:
    title: str
    area: str
    state: Chip
    since: datetime
    expected_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HomeShown:
    contacts: tuple[ContactRow, ...]
    outages: tuple[OutageRow, ...]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A customer who matched, and why."""

    href: str
    name: str
    account: str
    state: Chip
    why: str
    matched: str
    lines: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class FindShown:
    asked: str
    read_as: str
    rows: tuple[FoundRow, ...]
    more: bool = False
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    role: str
    detail: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """Data used in this cycle, for a bar and for its words."""

    words: str
    percent: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    id: str
    number: str
    plan: str
    state: Chip
    reasons: tuple[str, ...] = ()
    device: str = ""
    sim: str = ""
    user: str = ""
    usage: Usage | None = None
    contract: str = ""
    roaming: str = ""


@dataclass(frozen=True, slots=True)
class BillRow:
    id: str
    period: str
    due_on: date | None
    total: Money
    state: Chip
    items: tuple[tuple[str, Money], ...] = ()
    href: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class TimelineRow:
    at: datetime
    kind: str  # contact, bill, payment, line, plan, usage: picks the icon and the filter
    title: str
    text: str = ""
    href: str = ""
    amount: Money | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    id: str
    title: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class CustomerShown:
    account_id: int
    account: str
    name: str
    initials: str
    state: Chip
    since: str
    href: str
    facts: tuple[tuple[str, str], ...]
    people: tuple[PersonRow, ...]
    lines: tuple[LineRow, ...]
    balance: Money
    balance_words: Chip
    bills: tuple[BillRow, ...]
    open_contacts: tuple[ContactRow, ...]
    past_contacts: tuple[ContactRow, ...]
    timeline: tuple[TimelineRow, ...]
    filters: tuple[Link, ...]
    reasons: tuple[ReasonChoice, ...]
    outages: tuple[OutageRow, ...] = ()
    more_timeline: str = ""
