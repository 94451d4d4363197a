"""A contact's story: its stored events as the guide understands them, with answers that were taken back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from careline.domains.contacts.values import ContactEventView
from careline.domains.diagnosis.ports import Consent
from careline.guidebook.values import UNKNOWN, Did, Event, Found, HandedOver, Outcome
from careline.journeys.resolve_contact.acts import Heard

FOUND, DID, HANDED_OVER, ACTED = "found", "did", "handed-over", "acted"
PRIORS = "priors"
"""Not part of the story: which learned priors the contact was opened with."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: the guide's event, or an act whose customer's part is still to come (`acted`)."""

    seq: int
    by: str
    at: datetime
    event: Event | None
    acted: str = ""  # the remedy whose act was carried out, with more for the customer to do
    message: str = ""  # what an act gave back
    replaces: int | None = None  # the answer that this one takes back
    replaced: bool = False


_SHORT = {"sim": "SIM", "apn": "access point", "vpn": "VPN", "mms": "picture message", "sms": "SMS", "wifi": "Wi-Fi"}


def reading_name(reading: str) -> str:
    """This function will name one reading of a check that tells several: "sim-profile" becomes "SIM profile"."""
    words = " ".join(_SHORT.get(word, word) for word in reading.split("-"))
    return words[:1].upper() + words[1:]


def payload_of(event: Event, *, message: str = "", replaces: int | None = None) -> tuple[str, dict[str, Any]]:
    """This function will write an event as it is stored: its kind and plain values."""
    more: dict[str, Any] = {"message": message} if message else {}
    more |= {"replaces": replaces} if replaces is not None else {}
    if isinstance(event, Found):
        return FOUND, {"check": event.check, "findings": dict(event.findings), "silent": event.silent, **more}
    if isinstance(event, Did):
        quantity = None if event.quantity is None else str(event.quantity)
        return DID, {"remedy": event.remedy, "outcome": event.outcome.value, "quantity": quantity, **more}
    return HANDED_OVER, {"handover": event.handover, **more}


def story(stored: Iterable[ContactEventView]) -> tuple[Happened, ...]:
    """This function will read stored events in order and mark those that were taken back later."""
    rows = [_happened(one) for one in stored if one.kind != PRIORS]
    gone = {one.replaces for one in rows if one.replaces is not None}
    return tuple(_marked(one) if one.seq in gone else one for one in rows)


def _marked(one: Happened) -> Happened:
    return Happened(one.seq, one.by, one.at, one.event, one.acted, one.message, one.replaces, replaced=True)


def _happened(one: ContactEventView) -> Happened:
    payload: Mapping[str, Any] = one.payload
    acted = str(payload["remedy"]) if one.kind == ACTED else ""
    message, replaces = str(payload.get("message", "")), payload.get("replaces")
    return Happened(one.seq, one.by, one.at, _event(one.kind, payload), acted, message, replaces)


def _event(kind: str, payload: Mapping[str, Any]) -> Event | None:
    if kind == FOUND:
        return Found(payload["check"], dict(payload["findings"]), bool(payload.get("silent")))
    if kind == DID:
        quantity = payload.get("quantity")
        return Did(payload["remedy"], Outcome(payload["outcome"]), Decimal(quantity) if quantity else None)
    return HandedOver(payload["handover"]) if kind == HANDED_OVER else None


def events_of(happened: Sequence[Happened]) -> list[Event]:
    """This function will give the events the guide thinks with; a changed answer stands where the first one stood.

    What was wrong at first was never so: the contact is replayed as if the right answer had been given at once.
    """
    newest = {one.replaces: one for one in happened if one.replaces is not None}
    events = []
    for one in happened:
        if one.replaces is None:
            while one.seq in newest:
                one = newest[one.seq]
            if one.event is not None:
                events.append(one.event)
    return events


def heard_in(events: Iterable[Event], *, consent: Consent | None = None) -> Heard:
    """This function will give what the contact brought to light beyond the records."""
    abroad: bool | None = None
    for event in events:
        if isinstance(event, Found) and event.findings.get("abroad", UNKNOWN) != UNKNOWN:
            abroad = event.findings["abroad"] == "yes"
    return Heard(abroad, consent, price_stated=consent is not None)


def customer_does_next(happened: Sequence[Happened], remedy: str) -> bool:
    """This function will tell whether our part of a remedy is done and the customer's part is still to come."""
    for one in reversed(happened):
        if one.acted == remedy:
            return True
        if isinstance(one.event, Did) and one.event.remedy == remedy:
            return False
    return False
