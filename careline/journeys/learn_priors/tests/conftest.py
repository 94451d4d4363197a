"""A small operator whose contacts are opened, resolved and closed by the desk's own verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from careline.domains.contacts.models import Contact, ContactEvent
from careline.domains.customers.models import Account
from careline.domains.diagnosis.api import VOCABULARY, guide_vocabulary
from careline.domains.lines.models import Line, NetworkState
from careline.guidebook.read import read_guides
from careline.guidebook.values import Guide, Outcome, StepKind
from careline.journeys.our_records.api import OurRecords
from careline.journeys.our_records.tests.conftest import make_shop
from careline.journeys.resolve_contact import api as contacts
from careline.journeys.resolve_contact.api import Books, Standing
from careline.policybook.api import decide, read_policies

CONTENT = Path(__file__).resolve().parents[4] / "content"
REASON, MARKET, PHONE = "NET-01", "Northport", "Aurora 5 Pro"
CAUSE = "airplane-on"
CLOSED = datetime(2026, 11, 1, 12, tzinfo=UTC)
WEEK, EIGHT_DAYS = timedelta(days=7), timedelta(days=8)


@lru_cache(maxsize=1)
def the_books() -> Books:
    policies = read_policies(CONTENT / "policies", rates=CONTENT / "rates", vocabulary=VOCABULARY)
    return Books(read_guides(CONTENT / "guides", guide_vocabulary()), policies)


@dataclass
class Desk:
    """The desk's verbs on one line, at any moment."""

    books: Books
    account: int
    line: int
    numbers: Any

    @property
    def guide(self) -> Guide:
        return self.books.guidebook.guides[REASON]

    def args(self, at: datetime) -> dict[str, Any]:
        records = OurRecords(by="ida", clock=lambda: at, decide=lambda act, facts, on: decide(
            self.books.policybook, act, facts, on))  # fmt: skip
        return {"books": self.books, "records": lambda _: records, "account_id": self.account, "at": at}

    def open(self, at: datetime, *, line: int | None = None) -> int:
        return contacts.open_contact(
            **self.args(at), line_id=line or self.line, words="No service.", reason=REASON,
            key=f"open-{next(self.numbers)}", by="ida",
        )  # fmt: skip

    def view(self, contact: int, at: datetime) -> Standing:
        return contacts.view(**self.args(at), contact_id=contact)

    def answer(self, contact: int, at: datetime, step: str, **what: Any) -> None:
        contacts.answer(
            **self.args(at), contact_id=contact, seq=self.view(contact, at).seq, step=step,
            key=f"answer-{next(self.numbers)}", by="ida", **what,
        )  # fmt: skip

    def resolve(self, at: datetime) -> int:
        """A contact whose cause is airplane mode, answered to its proven end and closed."""
        contact, repaired = self.open(at), False
        for _ in range(40):
            now = self.view(contact, at).situation
            assert now is not None
            if now.kind is StepKind.SOLVED:
                contacts.close(account_id=self.account, contact_id=contact, summary="Solved.", by="ida", at=at)
                return contact
            if now.kind is StepKind.CHECK:
                self.answer(contact, at, now.id, findings=self._shows(now.id, repaired))
            else:
                assert now.kind is StepKind.REMEDY
                repaired |= CAUSE in self.guide.remedies[now.id].repairs
                self.answer(contact, at, now.id, outcome=Outcome.DONE)
        raise AssertionError("the contact was not solved")

    def _shows(self, check: str, repaired: bool) -> dict[str, str]:
        readings = self.guide.checks[check].readings
        healthy = {reading: self.guide.readings[reading].findings[0].id for reading in readings}
        return healthy if repaired else {reading: _SICK.get(reading, finding) for reading, finding in healthy.items()}

    def resolved(self, number: int, *, last: datetime = CLOSED) -> list[int]:
        """As many resolved contacts, eight days apart so that each held; the last one closed at `last`. One is really
        answered, the others are the same rows at other times."""
        first = self.resolve(last - EIGHT_DAYS * (number - 1))
        return [first, *(self._copy(first, last - EIGHT_DAYS * place) for place in range(number - 1))]

    def _copy(self, contact: int, at: datetime) -> int:
        row = Contact.objects.get(account_id=self.account, id=contact)
        copy = Contact.objects.create(
            account_id=self.account, key=f"copy-{next(self.numbers)}", line_id=row.line_id, channel=row.channel,
            status=row.status, opened_by=row.opened_by, opened_at=at, ended_at=at, reason_id=row.reason_id,
            summary=row.summary, last_seq=row.last_seq,
        )  # fmt: skip
        events = list(ContactEvent.objects.filter(account_id=self.account, contact_id=contact))
        ContactEvent.objects.bulk_create(
            ContactEvent(account_id=self.account, contact_id=copy.id, seq=one.seq, kind=one.kind, payload=one.payload,
                         by=one.by, at=at, key=one.key)
            for one in events
        )  # fmt: skip
        return copy.id


_SICK = {"service": "none", "airplane": "on", "network-type": "none"}


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def make_desk() -> Desk:
    shop = make_shop(lambda *_: None)
    Account.objects.filter(id=shop.account).update(market=MARKET)
    NetworkState.objects.filter(account_id=shop.account).update(registered=False)
    Line.objects.filter(account_id=shop.account, id=shop.active).update(device_model=PHONE, data_used_gb=1)
    return Desk(the_books(), shop.account, shop.active, count(1))
