"""Verbs of the contacts room that write. What happened is only ever added to; a key never adds twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from careline.domains.contacts import models, reads
from careline.domains.contacts.values import Channel, ContactEventView, ContactRefused, ContactStatus, ContactView
from careline.domains.customers import api as customers
from careline.platform.api import acting, write_journal
from careline.platform.journal import who
from careline.policybook.values import Decision


def open_contact(
    *, account_id: int, line_id: int | None, channel: Channel | str, reason_id: str = "", opening_words: str = "",
    key: str, by: Any, at: datetime,
) -> ContactView:  # fmt: skip
    """This function will open a contact; the same key gives the contact that was opened before."""
    with acting():
        row, is_new = models.Contact.objects.get_or_create(
            account_id=account_id,
            key=key,
            defaults={
                "line_id": line_id, "channel": str(channel), "opened_by": who(by), "opened_at": at,
                "reason_id": reason_id, "opening_words": opening_words,
            },
        )  # fmt: skip
        if is_new:
            _journal(row, "contact.open", why=reason_id or "a contact begins", by=by, at=at, after=_state(row))
    return reads.contact_view(row)


def add_event(
    *, account_id: int, contact_id: int, kind: str, payload: Mapping[str, object], key: str, by: Any, at: datetime
) -> ContactEventView:
    """This function will add one event to a contact, numbered without gaps; a key that is there already adds nothing.

    Raises ContactRefused when the contact is closed, or does not exist on this account.
    """
    with acting():
        row = _locked(account_id, contact_id)
        earlier = models.ContactEvent.objects.filter(account_id=account_id, contact_id=contact_id, key=key).first()
        if earlier:
            return reads.event_view(earlier, repeated=True)
        _must_not_be(row, ContactStatus.CLOSED)
        row.last_seq += 1
        _store(row, "last_seq")
        event = models.ContactEvent.objects.create(
            account_id=account_id, contact_id=contact_id, seq=row.last_seq, kind=kind, payload=dict(payload),
            by=who(by), at=at, key=key,
        )  # fmt: skip
        _journal(row, f"contact.{kind}", why="it happened in the contact", by=by, at=at, after={"seq": row.last_seq})
    return reads.event_view(event)


def set_reason(*, account_id: int, contact_id: int, reason_id: str, by: Any, at: datetime) -> ContactView:
    """This function will name the contact's reason (the guide in use); the same reason again changes nothing."""
    return _change(account_id, contact_id, "contact.reason", {"reason_id": reason_id}, by=by, at=at)


def save_draft(*, account_id: int, contact_id: int, draft: str, by: Any, at: datetime) -> ContactView:
    """This function will keep the wrap-up as far as it is written, so that a crash loses nothing."""
    return _change(account_id, contact_id, "contact.draft", {"draft": draft}, by=by, at=at)


def save_customer_summary(*, account_id: int, contact_id: int, words: str, by: Any, at: datetime) -> ContactView:
    """This function will keep the customer's own summary of the contact."""
    return _change(account_id, contact_id, "contact.customer-summary", {"customer_summary": words}, by=by, at=at)


def close(*, account_id: int, contact_id: int, summary: str, by: Any, at: datetime) -> ContactView:
    """This function will close an open contact with its final wrap-up; closing it again the same way does nothing."""
    changes = {"summary": summary, "status": ContactStatus.CLOSED, "ended_at": at}
    return _change(account_id, contact_id, "contact.close", changes, by=by, at=at)


def hand_over(
    *, account_id: int, contact_id: int, to: str, summary: str, decision: Decision, by: Any, at: datetime
) -> ContactView:
    """This function will hand an open contact to another team, under a granted decision for `contact.hand_over`."""
    customers.must_be_granted(decision, act="contact.hand_over", now={})
    changes = {"summary": summary, "status": ContactStatus.HANDED_OVER, "ended_at": at, "handed_to": to}
    return _change(account_id, contact_id, "contact.hand_over", changes, by=by, at=at, decision=decision)


def _change(
    account_id: int, contact_id: int, action: str, changes: Mapping[str, Any], *, by: Any, at: datetime,
    decision: Decision | None = None,
) -> ContactView:  # fmt: skip
    """Lock, change and journal an open contact. What is asked for again, and is so already, changes nothing."""
    with acting():
        row = _locked(account_id, contact_id)
        if all(getattr(row, name) == value for name, value in changes.items() if name != "ended_at"):
            return reads.contact_view(row)
        _must_not_be(row, ContactStatus.CLOSED, ContactStatus.HANDED_OVER)
        before = _state(row)
        for name, value in changes.items():
            setattr(row, name, value)
        _store(row, *changes)
        if decision:
            _keep(decision, row, by=by, at=at)
        why = f"{decision.clause.policy}/{decision.clause.rule}" if decision else action.partition(".")[2]
        _journal(row, action, why=why, by=by, at=at, before=before, after=_state(row))
    return reads.contact_view(row)


def _keep(decision: Decision, row: models.Contact, *, by: Any, at: datetime) -> None:
    customers.record_act(
        account_id=row.account_id, decision=decision, subject=f"contact:{row.id}", key=f"hand-over-{row.id}",
        outcome=f"Handed over to {row.handed_to}", contact_id=row.id, by=by, at=at,
    )  # fmt: skip


def _locked(account_id: int, contact_id: int) -> models.Contact:
    row = models.Contact.objects.select_for_update().filter(account_id=account_id, id=contact_id).first()
    if row is None:
        raise ContactRefused(f"Account {account_id} has no contact {contact_id}. Open the customer again.")
    return row


def _must_not_be(row: models.Contact, *statuses: ContactStatus) -> None:
    if row.status in statuses:
        raise ContactRefused(f"The contact is {row.status} since {row.ended_at}; open a new one.")


def _store(row: models.Contact, *names: str) -> None:
    values = {name: getattr(row, name) for name in names}
    models.Contact.objects.filter(account_id=row.account_id, id=row.id).update(**values)


def _state(row: models.Contact) -> dict[str, object]:
    """What the journal keeps of a contact: no words of the customer."""
    return {"status": row.status, "reason": row.reason_id, "events": row.last_seq, "handed_to": row.handed_to}


def _journal(
    row: models.Contact, action: str, *, why: str, by: Any, at: datetime, after: object, before: object = None
) -> None:  # fmt: skip
    write_journal(
        by=by, at=at, action=action, subject=f"contact:{row.id}", why=why, account_id=row.account_id,
        contact_id=row.id, before=before, after=after,
    )  # fmt: skip
