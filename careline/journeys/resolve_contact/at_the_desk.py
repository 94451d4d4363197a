"""What an expert does with a contact: open, answer, take back, act, hand over, close. One transaction each.

Every verb takes an idempotency key: asked for again with the same key, nothing is done again. Verbs that go on from
what was on the screen take `seq`, the last event that the screen knew; when the contact has moved on, they raise Stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from careline.domains.contacts import api as contacts
from careline.domains.contacts.values import Channel, ContactView
from careline.domains.customers import api as customers
from careline.domains.diagnosis.ports import Consent
from careline.guidebook.values import UNKNOWN, Did, Event, Found, Guide, HandedOver, Outcome, Remedy
from careline.journeys.resolve_contact.acts import preview, take_act
from careline.journeys.resolve_contact.priors import set_to_begin_with
from careline.journeys.resolve_contact.silent import silent_findings
from careline.journeys.resolve_contact.standing import (
    Books,
    NoSuchContact,
    RecordsUnder,
    hand_over_decision,
    is_customers_turn,
    snapshot_of,
    view,
)
from careline.journeys.resolve_contact.told import ACTED, PRIORS, Happened, events_of, heard_in, payload_of, story
from careline.platform.api import acting
from careline.policybook.api import Effect


class Stale(Exception):
    """The contact has moved on since the screen was made; nothing was recorded."""


class NotDone(Exception):
    """It was not done; the message says why and what to do next. Nothing was recorded."""


def open_contact(
    *, books: Books, records: RecordsUnder, account_id: int, line_id: int, words: str, reason: str, key: str, by: Any,
    at: datetime,
) -> int:  # fmt: skip
    """This function will open a contact, gather silently what can be known, and return the contact's id."""
    with acting():
        contact = contacts.open_contact(
            account_id=account_id, line_id=line_id, channel=Channel.CALL, reason_id=reason, opening_words=words,
            key=key, by=by, at=at,
        )  # fmt: skip
        if not contact.events:
            _note_priors(books, records, contact, key=key, by=by, at=at)
            _look(books, records, contact, key=key, by=by, at=at)
    return contact.id


def answer(
    *, books: Books, records: RecordsUnder, account_id: int, contact_id: int, seq: int, step: str,
    findings: Mapping[str, str] | None = None, outcome: Outcome | None = None, key: str, by: Any, at: datetime,
    replaces: int | None = None,
) -> None:  # fmt: skip
    """This function will record what came of a check (`findings`) or of a remedy the customer did (`outcome`).

    With `replaces` it takes an earlier answer back: the contact is then as if this one had been given at once. Raises
    Stale, NotDone.
    """
    with acting():
        contact, happened = _locked(account_id, contact_id)
        if _was_done(contact, key):
            return
        _must_be_at(contact, seq)
        guide = _guide(books, contact)
        event = _checked(guide, step, findings, outcome)
        if replaces is not None:
            _must_be_replaceable(happened, replaces, event)
        _add(contact, event, key=key, by=by, at=at, replaces=replaces)
        _look(books, records, contact, key=key, by=by, at=at)


def act(
    *, books: Books, records: RecordsUnder, account_id: int, contact_id: int, seq: int, step: str, outcome: Outcome,
    quantity: Decimal | None = None, key: str, by: Any, at: datetime,
) -> str:  # fmt: skip
    """This function will carry out an act of ours if policy grants it now, and record it; it returns what was done.

    Outcome DONE: the customer agreed where consent is needed. REFUSED: they did not. DENIED: policy says no, noted.
    Raises Stale, and NotDone when policy or the records would not have it.
    """
    with acting():
        contact, happened = _locked(account_id, contact_id)
        if _was_done(contact, key):
            return ""
        _must_be_at(contact, seq)
        remedy = _guide(books, contact).remedies.get(step)
        if remedy is None or not remedy.act:
            raise NotDone("This step is no act any more. Look at the next step again.")
        message = ""
        if outcome is Outcome.DONE:
            message = _carry_out(books, records, contact, happened, remedy, quantity, key=key, at=at)
        if outcome is Outcome.DONE and remedy.steps:
            _store(contact, ACTED, {"remedy": step, "message": message}, key=key, by=by, at=at)
        else:
            _add(contact, Did(step, outcome, quantity), key=key, by=by, at=at, message=message)
        _look(books, records, contact, key=key, by=by, at=at)
    return message


def _carry_out(
    books: Books, records: RecordsUnder, contact: ContactView, happened: tuple[Happened, ...], remedy: Remedy,
    quantity: Decimal | None, *, key: str, at: datetime,
) -> str:  # fmt: skip
    snapshot = snapshot_of(records, contact)
    if is_customers_turn(remedy, happened, snapshot):
        return ""
    consent = Consent(True, quantity) if remedy.consent else None
    heard = heard_in(events_of(happened), consent=consent)
    shown = preview(act=remedy.act, snapshot=snapshot, heard=heard, policybook=books.policybook, at=at)
    taken = take_act(act=remedy.act, snapshot=snapshot, heard=heard, records=records(shown),
                     policybook=books.policybook, key=key, at=at)  # fmt: skip
    if taken.done is None:
        raise NotDone(taken.refusal)
    return taken.done.message


def hand_over(
    *, books: Books, records: RecordsUnder, account_id: int, contact_id: int, seq: int, handover: str, summary: str,
    insists: bool, key: str, by: Any, at: datetime,
) -> str:  # fmt: skip
    """This function will hand the contact to another team if policy grants it, and return who takes it."""
    with acting():
        contact, _ = _locked(account_id, contact_id)
        if _was_done(contact, key):
            return contact.handed_to
        _must_be_at(contact, seq)
        standing = view(books=books, records=records, account_id=account_id, contact_id=contact_id, at=at)
        if standing.situation is None or standing.guide is None or handover not in standing.guide.handovers:
            raise NotDone("Choose who takes the contact.")
        decision = hand_over_decision(books=books, standing=standing, handover=handover, insists=insists, at=at)
        if decision.effect is not Effect.GRANT:
            raise NotDone(decision.say)
        to = standing.guide.handovers[handover].to
        _add(contact, HandedOver(handover), key=key, by=by, at=at)
        contacts.hand_over(account_id=account_id, contact_id=contact_id, to=to, summary=summary, decision=decision,
                           by=by, at=at)  # fmt: skip
    return to


def close(*, account_id: int, contact_id: int, summary: str, by: Any, at: datetime) -> None:
    """This function will close a contact with its wrap-up; closing it again the same way does nothing."""
    contacts.close(account_id=account_id, contact_id=contact_id, summary=summary, by=by, at=at)


def save_draft(*, account_id: int, contact_id: int, draft: str, by: Any, at: datetime) -> None:
    """This function will keep a wrap-up that is not finished."""
    contacts.save_draft(account_id=account_id, contact_id=contact_id, draft=draft, by=by, at=at)


# --- inside one transaction -------------------------------------------------------------------------------------


def _locked(account_id: int, contact_id: int) -> tuple[ContactView, tuple[Happened, ...]]:
    """Two who answer at the same time take turns; the second then sees what the first one did."""
    customers.lock_account(account_id)
    contact = contacts.contact(account_id, contact_id)
    if contact is None:
        raise NoSuchContact
    return contact, story(contacts.events_of(account_id, contact_id))


def _was_done(contact: ContactView, key: str) -> bool:
    return any(one.key == key for one in contacts.events_of(contact.account_id, contact.id))


def _must_be_at(contact: ContactView, seq: int) -> None:
    if contact.events != seq:
        raise Stale


def _guide(books: Books, contact: ContactView) -> Guide:
    guide = books.guidebook.guides.get(contact.reason_id)
    if guide is None:
        raise NotDone(f"There is no guide {contact.reason_id} any more. Hand the contact over or wrap it up.")
    return guide


def _checked(guide: Guide, step: str, findings: Mapping[str, str] | None, outcome: Outcome | None) -> Event:
    """Only what the guide asks for is recorded; a finding it does not know is "can't tell"."""
    if step in guide.checks and findings is not None:
        known = {r: {f.id for f in guide.readings[r].findings} for r in guide.checks[step].readings}
        return Found(step, {r: findings[r] if findings.get(r) in known[r] else UNKNOWN for r in known})
    if step in guide.remedies and outcome is not None:
        return Did(step, outcome)
    raise NotDone("This step is not in the guide any more. Look at the next step again.")


def _must_be_replaceable(happened: tuple[Happened, ...], seq: int, by: Event) -> None:
    old = next((one for one in happened if one.seq == seq), None)
    same = old is not None and not old.replaced and type(old.event) is type(by)
    if not same or old is None or (isinstance(old.event, Found) and old.event.silent):
        raise NotDone("That answer cannot be changed; it may have been changed already.")


def _add(
    contact: ContactView, event: Event, *, key: str, by: Any, at: datetime, message: str = "",
    replaces: int | None = None,
) -> None:  # fmt: skip
    _store(contact, *payload_of(event, message=message, replaces=replaces), key=key, by=by, at=at)


def _store(contact: ContactView, kind: str, payload: Mapping[str, Any], *, key: str, by: Any, at: datetime) -> None:
    contacts.add_event(account_id=contact.account_id, contact_id=contact.id, kind=kind, payload=payload, key=key,
                       by=by, at=at)  # fmt: skip


def _note_priors(books: Books, records: RecordsUnder, contact: ContactView, *, key: str, by: Any, at: datetime) -> None:
    """The contact keeps the priors that are in use now to its end; see priors.py."""
    number = set_to_begin_with(_guide(books, contact), contact.account_id, lambda: snapshot_of(records, contact))
    if number is not None:
        _store(contact, PRIORS, {"set": number}, key=f"{key}/priors", by="system", at=at)


def _look(books: Books, records: RecordsUnder, contact: ContactView, *, key: str, by: Any, at: datetime) -> None:
    """What the system can see is looked at again after everything that happens; it is never asked."""
    events = events_of(story(contacts.events_of(contact.account_id, contact.id)))
    news = silent_findings(_guide(books, contact), snapshot_of(records, contact), events)
    for number, found in enumerate(news):
        _add(contact, found, key=f"{key}/silent-{number}", by="system", at=at)
