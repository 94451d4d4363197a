"""Contacts as rows for loaders: the same rows that the actions write, many at once."""

from __future__ import annotations

from careline.domains.contacts.values import ContactView
from careline.platform.bulk import Batch, Table

CONTACT = Table(
    "contacts_contact",
    (
        "account_id", "id", "external_id", "key", "line_id", "channel", "status", "opened_by", "opened_at", "ended_at",
        "reason_id", "opening_words", "customer_summary", "draft", "summary", "handed_to", "last_seq",
    ),
    ("account_id", "id"),
)  # fmt: skip


def put_contact(batch: Batch, one: ContactView, *, key: str, external_id: str = "") -> None:
    """This function will put a contact of the past."""
    batch.put(
        CONTACT, one.account_id, one.id, external_id, key, one.line_id, one.channel, one.status, one.opened_by,
        one.opened_at, one.ended_at, one.reason_id, one.opening_words, one.customer_summary, one.draft, one.summary,
        one.handed_to, one.events,
    )  # fmt: skip
