"""Contacts and what happened in them, as values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ContactStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    HANDED_OVER = "handed over"


class Channel(StrEnum):
    CALL = "call"
    CHAT = "chat"
    MESSAGE = "message"
    SHOP = "shop"
    AUTOPILOT = "autopilot"


@dataclass(frozen=True, slots=True)
class ContactEventView:
    """One thing that happened in a contact; `kind` and `payload` are the opener's words (e.g. a guide's event)."""

    seq: int
    kind: str
    payload: Mapping[str, object]
    by: str
    at: datetime
    key: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ContactView:
    id: int
    account_id: int
    line_id: int | None
    channel: str
    status: ContactStatus
    opened_by: str
    opened_at: datetime
    ended_at: datetime | None
    reason_id: str
    opening_words: str
    summary: str  # the final wrap-up
    draft: str  # the wrap-up as far as it was written
    customer_summary: str  # the customer's own summary
    handed_to: str
    events: int


@dataclass(frozen=True, slots=True)
class ClosedContact:
    """A contact that was closed, for learning from it."""

    account_id: int
    contact_id: int
    line_id: int
    reason_id: str
    closed_at: datetime
    reopened_at: datetime | None  # when the same concern came back on the same line, if it did
    told: str  # its events as JSON: [[seq, kind, payload], …]; equal text is an equal story


class ContactRefused(Exception):
    """The contact cannot take this now; the message says why and what to do next."""
