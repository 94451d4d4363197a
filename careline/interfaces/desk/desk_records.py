"""What the journey needs from the desk: the books in force, and our records acting for the expert who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from careline.domains.diagnosis.ports import OperatorRecords
from careline.interfaces.desk import books
from careline.journeys.our_records.api import OurRecords, authority_of
from careline.journeys.resolve_contact.api import Books
from careline.policybook.api import Decision, decide


def for_the_desk(request: HttpRequest, contact_id: int | None = None) -> dict[str, Any]:
    """This function will give the arguments that every verb of the journey takes from here."""
    at, book = timezone.now(), books.policybook()

    def records(shown: Decision | None) -> OperatorRecords:
        return OurRecords(
            by=request.user,
            clock=lambda: at,
            decide=lambda act, facts, on: decide(book, act, facts, on),
            contact_id=contact_id,
            shown=shown,
            may=authority_of(request.user, books.authority_book(), at),
        )

    return {"books": Books(books.guidebook(), book), "records": records, "at": at}


def policy_titles() -> dict[str, str]:
    """This function will give the title of every policy by its id."""
    return {policy.id: policy.title for policy in books.policybook().policies}
