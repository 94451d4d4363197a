"""The customer page as one value, in eight queries; the same shape for an account of any size."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from careline.domains.contacts import api as contacts
from careline.domains.contacts.values import ContactStatus, ContactView
from careline.domains.customers import api as customers
from careline.domains.customers.values import AccountView, TimelineEntry
from careline.domains.ledger import api as ledger
from careline.domains.ledger.values import AccountMoney, Bill
from careline.domains.lines import api as lines
from careline.domains.lines.values import Line

PAGE = 30
"""Timeline entries on one page."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries newest first, and the moment from which the next page goes on (None: that was all)."""

    entries: tuple[TimelineEntry, ...]
    go_on_before: datetime | None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Everything the customer page shows."""

    account: AccountView
    lines: tuple[Line, ...]
    money: AccountMoney
    contacts: tuple[ContactView, ...]
    timeline: Timeline

    @property
    def open_contacts(self) -> tuple[ContactView, ...]:
        return tuple(one for one in self.contacts if one.status is ContactStatus.OPEN)


def customer_page(account_id: int, *, entries: int = PAGE) -> CustomerPage | None:
    """This function will gather the customer page; None when there is no such account. Eight queries."""
    account = customers.account(account_id)
    if account is None:
        return None
    money = ledger.money_of(account_id)
    recent = contacts.contacts_of(account_id, limit=entries + 1)
    timeline = _merged(account_id, recent, money.bills, before=None, entries=entries)
    return CustomerPage(account, tuple(lines.lines_of(account_id)), money, tuple(recent[:entries]), timeline)


def more_timeline(account_id: int, *, before: datetime, entries: int = PAGE) -> Timeline:
    """This function will give the next page of the timeline; five queries."""
    recent = contacts.contacts_of(account_id, before=before, limit=entries + 1)
    return _merged(account_id, recent, ledger.bills_of(account_id), before=before, entries=entries)


def _merged(
    account_id: int, recent: list[ContactView], bills: Iterable[Bill], *, before: datetime | None,
    entries: int,
) -> Timeline:  # fmt: skip
    most = entries + 1
    sources: list[Iterable[TimelineEntry]] = [
        contacts.entries(recent),
        ledger.bill_entries(bills, before=before),
        ledger.timeline(account_id, before=before, limit=most),
        lines.timeline(account_id, before=before, limit=most),
        customers.timeline(account_id, before=before, limit=most),
    ]
    newest_first = heapq.merge(*sources, key=lambda entry: entry.at, reverse=True)
    found = tuple(islice(newest_first, entries + 1))
    more = len(found) > entries
    return Timeline(found[:entries], found[entries - 1].at if more else None)
