"""Rows of the contacts room as values; the only reader for rules and screens."""

from __future__ import annotations

from datetime import datetime

from careline.domains.contacts import models
from careline.domains.contacts.values import ContactEventView, ContactStatus, ContactView
from careline.domains.customers.values import TimelineEntry


def contact_view(row: models.Contact) -> ContactView:
    """This function will turn a contact's row into its value."""
    return ContactView(
        row.id, row.account_id, row.line_id, row.channel, ContactStatus(row.status), row.opened_by, row.opened_at,
        row.ended_at, row.reason_id, row.opening_words, row.summary, row.draft, row.customer_summary, row.handed_to,
        row.last_seq,
    )  # fmt: skip


def contact(account_id: int, contact_id: int) -> ContactView | None:
    """This function will read one contact; None when the account has no such contact."""
    row = models.Contact.objects.filter(account_id=account_id, id=contact_id).first()
    return contact_view(row) if row else None


def contacts_of(account_id: int, *, before: datetime | None = None, limit: int = 30) -> list[ContactView]:
    """This function will read an account's contacts, newest first."""
    rows = models.Contact.objects.filter(account_id=account_id)
    if before:
        rows = rows.filter(opened_at__lt=before)
    return [contact_view(row) for row in rows.order_by("-opened_at", "-id")[:limit]]


def open_contacts(*, opened_by: str = "", limit: int = 50) -> list[ContactView]:
    """This function will read contacts that are open, the longest first, of one expert or of everybody."""
    rows = models.Contact.objects.filter(status=ContactStatus.OPEN)
    if opened_by:
        rows = rows.filter(opened_by=opened_by)
    return [contact_view(row) for row in rows.order_by("opened_at")[:limit]]


def events_of(account_id: int, contact_id: int) -> list[ContactEventView]:
    """This function will read what happened in a contact, in order; replaying it gives the same situation."""
    rows = models.ContactEvent.objects.filter(account_id=account_id, contact_id=contact_id).order_by("seq")
    return [event_view(row) for row in rows]


def event_view(row: models.ContactEvent, *, repeated: bool = False) -> ContactEventView:
    """This function will turn an event's row into its value."""
    return ContactEventView(row.seq, row.kind, row.payload, row.by, row.at, row.key, repeated)


def entries(contacts: list[ContactView]) -> list[TimelineEntry]:
    """This function will give contacts as timeline entries."""
    return [
        TimelineEntry(
            one.opened_at, "contact", _said(one), f"contact:{one.id}", one.opened_by, one.line_id
        )
        for one in contacts
    ]  # fmt: skip


def _said(one: ContactView) -> str:
    about = f" about {one.reason_id}" if one.reason_id else ""
    return f"{one.channel.capitalize()}{about}, {one.status}" + (f": {one.summary}" if one.summary else "")


def own_ids() -> dict[tuple[int, str], int]:
    """This function will give (account, the operator's own id) -> our id for contacts that were imported."""
    rows = models.Contact.objects.exclude(external_id="").values_list("account_id", "external_id", "id")
    return {(account_id, external_id): contact_id for account_id, external_id, contact_id in rows}
