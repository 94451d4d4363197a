"""The priors that a contact is opened with, and thinks with to its end.

Which learned set it was stands in the contact's own events, so that replaying them gives the same steps, whatever is
learned, used or forgotten later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from careline.domains.contacts.values import ContactEventView
from careline.domains.customers import api as customers
from careline.domains.diagnosis.api import device_family, learned
from careline.domains.diagnosis.ports import RecordsSnapshot
from careline.guidebook.values import Guide
from careline.journeys.resolve_contact.told import PRIORS


def set_to_begin_with(guide: Guide, account_id: int, snapshot: Callable[[], RecordsSnapshot]) -> int | None:
    """This function will choose the learned set that a new contact begins with; None: the guide's own priors.

    The records are only asked for the device where anything is in use for this guide.
    """
    ids = learned.ids_in_use(guide.id, guide.hash)
    if not ids:
        return None
    return ids.get((customers.markets_of([account_id])[account_id], device_family(snapshot().line.device_model)))


def priors_of(stored: Iterable[ContactEventView], guide: Guide) -> Mapping[str, float] | None:
    """This function will give the learned priors that a contact was opened with; None: the guide's own.

    One query for each learned set in the life of the program.
    """
    number = next((one.payload["set"] for one in stored if one.kind == PRIORS), None)
    found = learned.learned_set(number) if isinstance(number, int) else None
    return found.priors if found and found.guide_id == guide.id else None
