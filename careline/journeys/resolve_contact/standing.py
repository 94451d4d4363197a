"""Where a contact stands: what is known, the next step, and what policy says about it before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from careline.domains.contacts import api as contacts
from careline.domains.contacts.values import ContactStatus, ContactView
from careline.domains.diagnosis.api import MOST_DATA_ADDED_GB, data_that_may_be_added, facts_for
from careline.domains.diagnosis.ports import Consent, OperatorRecords, RecordsSnapshot
from careline.guidebook.api import think, what_answers_lead_to
from careline.guidebook.values import AnswerLeadsTo, Guide, Guidebook, Remedy, Situation, StepKind
from careline.journeys.resolve_contact.acts import offer_for, preview, request_is_open
from careline.journeys.resolve_contact.priors import priors_of
from careline.journeys.resolve_contact.told import Happened, customer_does_next, events_of, heard_in, story
from careline.policybook.api import Decision, Policybook, decide

RecordsUnder = Callable[[Decision | None], OperatorRecords]
"""The operator's records, acting under the decision that was shown before (None: only reading)."""


@dataclass(frozen=True, slots=True)
class Books:
    """The content in force."""

    guidebook: Guidebook
    policybook: Policybook


@dataclass(frozen=True, slots=True)
class Ahead:
    """An act before it is done: the decision, the words that ask for consent, and how much may be had."""

    decision: Decision
    consent: str = ""
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One contact as it stands now."""

    contact: ContactView
    guide: Guide | None
    happened: tuple[Happened, ...]
    snapshot: RecordsSnapshot | None
    situation: Situation | None = None  # None once the contact has ended, or where its guide is gone
    act: Ahead | None = None  # where the next step is an act of ours
    priors: Mapping[str, float] | None = None  # learned ones that the contact was opened with; None: the guide's own

    @property
    def seq(self) -> int:
        return self.contact.events

    @property
    def is_open(self) -> bool:
        return self.contact.status is ContactStatus.OPEN


class NoSuchContact(Exception):
    """The account has no such contact."""


def view(*, books: Books, records: RecordsUnder, account_id: int, contact_id: int, at: datetime) -> Standing:
    """This function will show where a contact stands. It writes nothing. Raises NoSuchContact."""
    contact = contacts.contact(account_id, contact_id)
    if contact is None:
        raise NoSuchContact
    stored = contacts.events_of(account_id, contact_id)
    happened = story(stored)
    guide = books.guidebook.guides.get(contact.reason_id)
    snapshot = snapshot_of(records, contact) if contact.line_id else None
    if guide is None or snapshot is None or contact.status is not ContactStatus.OPEN:
        return Standing(contact, guide, happened, snapshot)
    priors = priors_of(stored, guide)
    situation = think(guide, events_of(happened), priors)
    act = _ahead(books, guide, situation, happened, snapshot, at)
    return Standing(contact, guide, happened, snapshot, situation, act, priors)


def snapshot_of(records: RecordsUnder, contact: ContactView) -> RecordsSnapshot:
    """This function will gather what the records say about the line of a contact."""
    return records(None).snapshot(customer_id=str(contact.account_id), line_id=str(contact.line_id))


def leads(standing: Standing) -> tuple[AnswerLeadsTo, ...]:
    """This function will tell what each answer to the next step would lead to."""
    if standing.guide is None or standing.situation is None:
        return ()
    events = events_of(standing.happened)
    return what_answers_lead_to(standing.guide, events, standing.situation, standing.priors)


def _ahead(
    books: Books, guide: Guide, situation: Situation, happened: Sequence[Happened], snapshot: RecordsSnapshot,
    at: datetime,
) -> Ahead | None:  # fmt: skip
    remedy = guide.remedies.get(situation.id) if situation.kind is StepKind.REMEDY else None
    if remedy is None or not remedy.act or is_customers_turn(remedy, happened, snapshot):
        return None
    heard = heard_in(events_of(happened), consent=_if_agreed(remedy, snapshot))
    decision = preview(act=remedy.act, snapshot=snapshot, heard=heard, policybook=books.policybook, at=at)
    return Ahead(decision, offer_for(remedy, snapshot).words if remedy.consent else "", most_of(remedy, snapshot))


def _if_agreed(remedy: Remedy, snapshot: RecordsSnapshot) -> Consent | None:
    """The preview shows what policy says once the customer agrees to all that may be had; nothing is done without."""
    return Consent(True, most_of(remedy, snapshot)) if remedy.consent else None


def most_of(remedy: Remedy, snapshot: RecordsSnapshot) -> Decimal | None:
    """This function will give the largest quantity that may be asked for; None for acts without a quantity."""
    return data_that_may_be_added(snapshot.line, MOST_DATA_ADDED_GB) if remedy.act == "data.add" else None


def is_customers_turn(remedy: Remedy, happened: Sequence[Happened], snapshot: RecordsSnapshot) -> bool:
    """This function will tell whether our part is done already, so that the customer does theirs."""
    if remedy.act == "payment.request" and request_is_open(snapshot):
        return True
    return customer_does_next(happened, remedy.id)


def hand_over_decision(
    *, books: Books, standing: Standing, handover: str, insists: bool, at: datetime
) -> Decision:  # fmt: skip
    """This function will say by policy whether the contact may be handed over now. Needs an open contact."""
    if standing.guide is None or standing.snapshot is None or standing.situation is None:
        raise ValueError("only an open contact with its guide can be handed over")
    chosen = standing.guide.handovers.get(handover)
    advised = standing.situation.kind is StepKind.HAND_OVER and standing.situation.id == handover
    facts = facts_for(
        "contact.hand_over", standing.snapshot, today=at.date(),
        cause_needs_other_team=bool(advised and chosen and chosen.when), steps_left=len(standing.situation.options),
        customer_insists=insists, going_on_offered=insists,
    )  # fmt: skip
    return decide(books.policybook, "contact.hand_over", facts, at, trace=True)
