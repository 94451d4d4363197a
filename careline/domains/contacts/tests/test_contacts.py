"""Contacts: events numbered without gaps and added once, drafts that survive, ends that stay ended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, connections

from careline.domains.contacts import api as contacts
from careline.domains.contacts.models import Contact, ContactEvent
from careline.domains.contacts.values import Channel, ContactRefused, ContactStatus, ContactView
from careline.domains.customers.models import Account
from careline.domains.customers.values import Refused
from careline.platform.journal import JournalLine
from careline.policybook.api import Clause, Decision, Effect

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
BY = {"by": "user:1", "at": NOW}


def opened(key: str = "k") -> ContactView:
    account = Account.objects.create(number=f"n-{key}", opened_on=date(2024, 1, 1))
    return contacts.open_contact(
        account_id=account.id, line_id=None, channel=Channel.CALL, opening_words="no service", key=key, **BY
    )


def ids(contact: ContactView) -> dict[str, int]:
    return {"account_id": contact.account_id, "contact_id": contact.id}


@pytest.fixture
def contact(db: None) -> ContactView:
    return opened()


def test_the_same_key_opens_one_contact(contact: ContactView) -> None:
    again = contacts.open_contact(account_id=contact.account_id, line_id=None, channel="call", key="k", **BY)
    assert again.id == contact.id
    assert again.opening_words == "no service"


def test_events_are_numbered_and_added_once(contact: ContactView) -> None:
    for word in ("a", "b", "a"):
        last = contacts.add_event(**ids(contact), kind="found", payload={"word": word}, key=word, **BY)
    assert (last.seq, last.repeated) == (1, True)
    assert [(one.seq, one.payload["word"]) for one in contacts.events_of(**ids(contact))] == [(1, "a"), (2, "b")]


def test_events_are_never_rewritten(contact: ContactView) -> None:
    contacts.add_event(**ids(contact), kind="found", payload={}, key="a", **BY)
    with pytest.raises(Exception, match="append-only"):
        ContactEvent.objects.filter(account_id=contact.account_id).update(kind="other")


def test_a_draft_survives_and_is_journalled_without_its_words(contact: ContactView) -> None:
    contacts.save_draft(**ids(contact), draft="customer said: secret words", **BY)
    read = contacts.contact(**ids(contact))
    assert read is not None
    assert read.draft == "customer said: secret words"
    line = JournalLine.objects.get(account_id=contact.account_id, action="contact.draft")
    assert "secret" not in line.before + line.after + line.why


def test_closing_twice_the_same_way_is_one_close(contact: ContactView) -> None:
    first = contacts.close(**ids(contact), summary="solved", **BY)
    again = contacts.close(**ids(contact), summary="solved", **BY)
    assert first == again
    assert JournalLine.objects.filter(account_id=contact.account_id, action="contact.close").count() == 1


def test_a_closed_contact_takes_nothing_more(contact: ContactView) -> None:
    contacts.close(**ids(contact), summary="solved", **BY)
    with pytest.raises(ContactRefused, match="closed"):
        contacts.add_event(**ids(contact), kind="found", payload={}, key="late", **BY)
    with pytest.raises(ContactRefused, match="closed"):
        contacts.close(**ids(contact), summary="something else", **BY)


def hand_over_decision(effect: Effect) -> Decision:
    clause = Clause("contact/hand-over", "nothing-left", "Hand over only when nothing else remains.")
    return Decision(
        act="contact.hand_over", effect=effect, clause=clause, say="Not yet.", facts={"handover.steps_left": 0}
    )


def test_handing_over_needs_a_granted_decision(contact: ContactView) -> None:
    words: dict[str, Any] = {**ids(contact), "to": "technical support", "summary": "SIM is locked", **BY}
    with pytest.raises(Refused, match="Not yet"):
        contacts.hand_over(decision=hand_over_decision(Effect.REFUSE), **words)
    done = contacts.hand_over(decision=hand_over_decision(Effect.GRANT), **words)
    assert (done.status, done.handed_to) == (ContactStatus.HANDED_OVER, "technical support")


def test_a_contact_of_another_account_is_not_found(contact: ContactView) -> None:
    other = opened("other")
    with pytest.raises(ContactRefused, match="no contact"):
        contacts.add_event(account_id=other.account_id, contact_id=contact.id, kind="x", payload={}, key="x", **BY)


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run all jobs at the same moment, each on a connection of its own."""
    start, results = threading.Barrier(len(jobs)), list[object]()

    def work(job: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(job())
        except Exception as problem:
            results.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_no_gap_and_no_double_when_many_add_at_once() -> None:
    contact = opened()
    keys = ["a", "b", "c", "a", "b", "c", "d", "e"]
    results = at_once([
        lambda key=key: contacts.add_event(**ids(contact), kind="found", payload={"key": key}, key=key, **BY)
        for key in keys
    ])  # fmt: skip
    assert not [one for one in results if isinstance(one, Exception)]
    events = contacts.events_of(**ids(contact))
    assert [one.seq for one in events] == [1, 2, 3, 4, 5]
    assert {one.key for one in events} == set("abcde")
    assert Contact.objects.get(id=contact.id).last_seq == 5
    connection.close()
