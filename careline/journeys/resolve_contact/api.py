"""The door of this journey: what the desk's windows may do with a contact, and the autopilot."""

from careline.journeys.resolve_contact.at_the_desk import (
    NotDone,
    Stale,
    act,
    answer,
    close,
    hand_over,
    open_contact,
    save_draft,
)
from careline.journeys.resolve_contact.concern import guides_for, reason_for
from careline.journeys.resolve_contact.standing import (
    Ahead,
    Books,
    NoSuchContact,
    RecordsUnder,
    Standing,
    hand_over_decision,
    leads,
    view,
)
from careline.journeys.resolve_contact.summary import summary
from careline.journeys.resolve_contact.told import Happened, events_of, reading_name

__all__ = [
    "Ahead",
    "Books",
    "Happened",
    "NoSuchContact",
    "NotDone",
    "RecordsUnder",
    "Stale",
    "Standing",
    "act",
    "answer",
    "close",
    "events_of",
    "guides_for",
    "hand_over",
    "hand_over_decision",
    "leads",
    "open_contact",
    "reading_name",
    "reason_for",
    "save_draft",
    "summary",
    "view",
]
