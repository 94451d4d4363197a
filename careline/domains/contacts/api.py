"""The door of the contacts room."""

from careline.domains.contacts.actions import (
    add_event,
    close,
    hand_over,
    open_contact,
    save_customer_summary,
    save_draft,
    set_reason,
)
from careline.domains.contacts.bulk import put_contact
from careline.domains.contacts.outcomes import closed_contacts, how_many_closed
from careline.domains.contacts.reads import contact, contacts_of, entries, events_of, open_contacts, own_ids

__all__ = [
    "add_event",
    "close",
    "closed_contacts",
    "contact",
    "contacts_of",
    "entries",
    "events_of",
    "hand_over",
    "how_many_closed",
    "open_contact",
    "open_contacts",
    "own_ids",
    "put_contact",
    "save_customer_summary",
    "save_draft",
    "set_reason",
]
