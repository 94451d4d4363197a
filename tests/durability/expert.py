"""A scripted expert who takes contacts one after the other, in a process of its own that may be killed at any moment.

    python -m tests.durability.expert prepare CONTACTS_FILE COUNT
    python -m tests.durability.expert work CONTACTS_FILE CONFIRMED_FILE
    python -m tests.durability.expert check CONTACTS_FILE

What was confirmed to the expert is written to a file. After a restart the last confirmed step is done again, as a
person does who is not sure, and then whatever was not confirmed; always with the same keys.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

STEPS = ("open", "asked", "answered", "told", "data", "close")
AT = datetime(2026, 11, 22, 15, tzinfo=UTC)


@dataclass
class Scripted:
    """One contact: whose it is and which line it is about."""

    number: int
    account: int
    line: int

    def key(self, step: str) -> str:
        return f"scripted-{self.number}-{step}"


def prepare(contacts: Path, count: int) -> None:
    """Find lines whose data can be used up, and use it up."""
    from careline.domains.lines.models import Line

    lines = Line.objects.filter(status="active", plan__data_per_gb_minor__gt=0).order_by("account_id", "id")
    first = {line.account_id: line for line in reversed(lines.select_related("plan"))}
    chosen = sorted(first.values(), key=lambda line: line.account_id)[:count]
    for line in chosen:
        used = Decimal(line.plan.data_limit_gb) + Decimal("0.1")
        Line.objects.filter(account_id=line.account_id, id=line.id).update(data_used_gb=used, data_added_gb=0)
    contacts.write_text(json.dumps([[number, line.account_id, line.id] for number, line in enumerate(chosen)]))


def read(contacts: Path) -> list[Scripted]:
    return [Scripted(*row) for row in json.loads(contacts.read_text())]


def work(contacts: Path, confirmed: Path) -> None:
    """Take every contact that is not confirmed to its end."""
    sure = confirmed.read_text().splitlines() if confirmed.exists() else []
    todo = [(contact, step) for contact in read(contacts) for step in STEPS]
    decide = _policies()
    with confirmed.open("a") as notes:
        for contact, step in todo[max(0, len(sure) - 1) :]:
            _until_it_answers(lambda contact=contact, step=step: _do(contact, step, decide))  # type: ignore[misc]
            if f"{contact.number} {step}" not in sure[-1:]:
                notes.write(f"{contact.number} {step}\n")
                notes.flush()


def _until_it_answers(step: Callable[[], None]) -> None:
    """The database may be killed under us: the same again, with the same key, once it is back."""
    from django.db import InterfaceError, OperationalError, connection

    while True:
        try:
            step()
            return
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.05)


def _do(contact: Scripted, step: str, decide: Any) -> None:
    from careline.domains.contacts import api as contacts

    opened = contacts.open_contact(
        account_id=contact.account, line_id=contact.line, channel="call", opening_words="The internet stopped.",
        key=contact.key("open"), by="script", at=AT,
    )  # fmt: skip
    whose: dict[str, Any] = {"account_id": contact.account, "contact_id": opened.id, "by": "script", "at": AT}
    if step in {"asked", "answered", "told"}:
        contacts.add_event(kind=step, payload={"step": step}, key=contact.key(step), **whose)
    elif step == "data":
        _add_data(contact, opened.id, decide)
    elif step == "close":
        contacts.close(summary="Data added.", **whose)


def _add_data(contact: Scripted, contact_id: int, decide: Any) -> None:
    from careline.journeys.our_records.api import OurRecords

    records = OurRecords(by="script", clock=lambda: AT, decide=decide, contact_id=contact_id)
    customer, line_id = str(contact.account), str(contact.line)
    line = records.snapshot(customer_id=customer, line_id=line_id).line
    left = line.plan.data_limit_gb + line.data_added_gb - line.data_used_gb
    facts = {
        "line.status": line.status, "data.used_gb": line.data_used_gb, "data.limit_gb": line.plan.data_limit_gb,
        "data.added_gb": line.data_added_gb, "data.left_gb": left, "data.requested_gb": Decimal(1),
        "data.added_after_gb": line.data_added_gb + 1, "data.left_after_gb": left + 1,
        "data.price_per_gb": line.plan.data_price_per_gb, "consent.price_stated": True, "consent.given": True,
    }  # fmt: skip
    agreed = records.under(decide("data.add", facts, AT))
    agreed.add_data(customer_id=customer, line_id=line_id, gb=Decimal(1), key=contact.key("data"))


def _policies() -> Callable[..., Any]:
    from django.conf import settings

    from careline.domains.diagnosis.api import VOCABULARY
    from careline.policybook.api import decide, read_policies

    book = read_policies(settings.CONTENT / "policies", rates=settings.CONTENT / "rates", vocabulary=VOCABULARY)
    return lambda act, facts, at: decide(book, act, facts, at)


def check(contacts: Path) -> dict[str, Any]:
    """What the database holds of every scripted contact, and whether its journal is whole."""
    from careline.platform.api import verify

    wrong = [f"contact {one.number}: {words}" for one in read(contacts) for words in _wrong_with(one)]
    verdict = verify()
    return {"wrong": wrong, "journal": verdict.broken is None, "lines": verdict.lines}


def _wrong_with(one: Scripted) -> list[str]:
    from careline.domains.contacts.models import Contact, ContactEvent
    from careline.domains.ledger.models import BillItem
    from careline.domains.lines.models import Line
    from careline.platform.journal import JournalLine

    rows = list(Contact.objects.filter(account_id=one.account, key=one.key("open")))
    if len(rows) != 1:
        return [f"{len(rows)} contacts"]
    mine = {"account_id": one.account, "contact_id": rows[0].id}
    events = list(ContactEvent.objects.filter(**mine).order_by("seq").values_list("seq", "kind"))
    charges = BillItem.objects.filter(account_id=one.account, line_id=one.line, code="data-added").count()
    actions = sorted(JournalLine.objects.filter(**mine, kind="write").values_list("action", flat=True))
    told = {
        "events": (events, [(1, "asked"), (2, "answered"), (3, "told")]),
        "status": (rows[0].status, "closed"),
        "data": (Line.objects.get(account_id=one.account, id=one.line).data_added_gb, 1),
        "charges": (charges, 1),
        "journal lines twice": (len(actions), len(set(actions))),
    }
    return [f"{what}: {found} instead of {wanted}" for what, (found, wanted) in told.items() if found != wanted]


def main(words: list[str]) -> None:
    """Do what the first word says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careline.project.settings")
    import django

    django.setup()
    what, contacts = words[0], Path(words[1])
    if what == "prepare":
        prepare(contacts, int(words[2]))
    elif what == "work":
        work(contacts, Path(words[2]))
    else:
        print(json.dumps(check(contacts)))


if __name__ == "__main__":
    main(sys.argv[1:])
