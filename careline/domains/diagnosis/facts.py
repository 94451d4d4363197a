"""The facts that policies of a contact may name, the amounts they may grant, and how facts are read from records.

Both the journey and the command line use this one declaration, so a policy can name nothing that nobody gathers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from careline.domains.diagnosis.ports import BillView, Consent, LineView, RecordsSnapshot
from careline.kernel.money import Money
from careline.policybook.values import Fact
from careline.policybook.vocabulary import ActWord, Calculator, FactWord, Kind, RateValue, vocabulary_of

BILL_STATUS = ("draft", "issued", "paid", "overdue", "awaiting payment", "disputed")
LINE_STATUS = ("active", "suspended", "pending activation", "closed")
SUSPEND_REASONS = ("nonpay", "lost", "fraud", "voluntary")

FACTS = (
    FactWord("bill.status", "the status of the bill", Kind.CHOICE, BILL_STATUS),
    FactWord("bill.amount_due", "the amount due on the bill", Kind.MONEY),
    FactWord("account.bills_overdue", "the number of overdue bills", Kind.COUNT),
    FactWord("account.bills_awaiting_payment", "the number of bills with an open payment request", Kind.COUNT),
    FactWord("line.status", "the status of the line", Kind.CHOICE, LINE_STATUS),
    FactWord("line.contract_ended", "whether the line's contract has ended", Kind.YES_NO),
    FactWord("line.suspend_reasons", "the reasons for the suspension", Kind.WORDS, SUSPEND_REASONS),
    FactWord("line.roaming_enabled", "whether roaming is enabled on the line", Kind.YES_NO),
    FactWord("data.used_gb", "the data used", Kind.NUMBER, unit="GB"),
    FactWord("data.limit_gb", "the plan's data limit", Kind.NUMBER, unit="GB"),
    FactWord("data.added_gb", "the data added before", Kind.NUMBER, unit="GB"),
    FactWord("data.left_gb", "the data that is left", Kind.NUMBER, unit="GB"),
    FactWord("data.requested_gb", "the quantity of data wanted", Kind.NUMBER, unit="GB"),
    FactWord("data.added_after_gb", "all added data together", Kind.NUMBER, unit="GB", asked_as="data.requested_gb"),
    FactWord("data.left_after_gb", "the data then left", Kind.NUMBER, unit="GB", asked_as="data.requested_gb"),
    FactWord("data.price_per_gb", "the plan's price for 1 GB more", Kind.MONEY),
    FactWord("consent.price_stated", "whether the plan's price was told to the customer", Kind.YES_NO),
    FactWord("consent.given", "whether the customer agrees to this quantity at this price", Kind.YES_NO),
    FactWord("customer.abroad", "whether the customer is outside the home network", Kind.YES_NO),
    FactWord(
        "handover.cause_needs_other_team", "whether a cause was found that only another team repairs", Kind.YES_NO
    ),
    FactWord("handover.steps_left", "the number of steps that still promise something", Kind.COUNT),
    FactWord("handover.customer_insists", "whether the customer insists on another person", Kind.YES_NO),
    FactWord("handover.going_on_offered", "whether going on together was offered once more", Kind.YES_NO),
)


def _bill_total(facts: Mapping[str, Any], rates: Mapping[str, RateValue]) -> Money:
    total: Money = facts["bill.amount_due"]
    return total


def _price_of_data(facts: Mapping[str, Any], rates: Mapping[str, RateValue]) -> Money:
    price: Money = facts["data.price_per_gb"]
    return price.times(facts["data.requested_gb"])


CALCULATORS = (
    Calculator("bill-total", "the total of the bill", ("bill.amount_due",), _bill_total),
    Calculator(
        "price-of-data", "GB times the plan's price", ("data.requested_gb", "data.price_per_gb"), _price_of_data
    ),
)

ACTS = (
    ActWord(
        "payment.request",
        "send a payment request for a bill",
        ("bill.status", "bill.amount_due", "account.bills_awaiting_payment"),
    ),
    ActWord(
        "line.resume",
        "lift the suspension of a line",
        (
            "line.status",
            "line.contract_ended",
            "line.suspend_reasons",
            "account.bills_overdue",
            "account.bills_awaiting_payment",
        ),
    ),
    ActWord(
        "data.add",
        "add data to a line",
        (
            "line.status",
            *(fact.name for fact in FACTS if fact.name.startswith("data.")),
            "consent.price_stated",
            "consent.given",
        ),
    ),
    ActWord("roaming.enable", "enable roaming on a line", ("line.status", "customer.abroad", "line.roaming_enabled")),
    ActWord(
        "contact.hand_over",
        "hand the contact to another team",
        tuple(fact.name for fact in FACTS if fact.name.startswith("handover.")),
    ),
)

VOCABULARY = vocabulary_of(facts=FACTS, acts=ACTS, calculators=CALCULATORS)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the records cannot know: which bill, what the customer wants and agreed to, where they are, what is left."""

    bill_id: str = ""
    requested_gb: Decimal | None = None
    price_stated: Money | None = None  # the price per GB that was told to the customer
    consent: Consent | None = None
    abroad: bool | None = None
    cause_needs_other_team: bool | None = None
    steps_left: int | None = None
    customer_insists: bool | None = None
    going_on_offered: bool | None = None


def facts_for(act: str, snapshot: RecordsSnapshot, *, today: date, **more: Any) -> Mapping[str, Fact]:
    """This function will gather the facts that the policy of an act may name; what is not known is left out.

    `today` is the day at the operator's place. `more` are the fields of `Heard`; another name is a TypeError, an
    unknown act a KeyError. A line without a contract end has no fixed term, so its contract has not ended.
    """
    heard = Heard(**more)
    gathered: dict[str, Fact | None] = {}
    for gather in _GATHER:
        gathered |= gather(snapshot, heard, today)
    return {name: value for name in VOCABULARY.acts[act].facts if (value := gathered.get(name)) is not None}


def data_that_may_be_added(line: LineView, most: Decimal) -> Decimal:
    """This function will return how many GB may still be added, given the most in one cycle (rate data.most-added)."""
    return max(Decimal(0), most - line.data_added_gb)


def the_overdue_bill(snapshot: RecordsSnapshot) -> BillView | None:
    """This function will return the overdue bill that fell due first, or None."""
    overdue = [bill for bill in snapshot.bills if bill.status == "overdue"]
    return min(overdue, key=lambda bill: (bill.due_on, bill.id), default=None)


def _of_bills(snapshot: RecordsSnapshot, heard: Heard, today: date) -> dict[str, Fact | None]:
    statuses = [bill.status for bill in snapshot.bills]
    bill = next((one for one in snapshot.bills if one.id == heard.bill_id), None)
    return {
        "bill.status": bill.status if bill else None,
        "bill.amount_due": bill.total if bill else None,
        "account.bills_overdue": statuses.count("overdue"),
        "account.bills_awaiting_payment": statuses.count("awaiting payment"),
    }


def _of_line(snapshot: RecordsSnapshot, heard: Heard, today: date) -> dict[str, Fact | None]:
    line = snapshot.line
    return {
        "line.status": line.status,
        "line.suspend_reasons": tuple(line.suspend_reasons),
        "line.contract_ended": line.contract_ends_on is not None and line.contract_ends_on < today,
        "line.roaming_enabled": line.roaming_enabled,
        "customer.abroad": heard.abroad,
    }


def _of_data(snapshot: RecordsSnapshot, heard: Heard, today: date) -> dict[str, Fact | None]:
    line = snapshot.line
    left = line.plan.data_limit_gb + line.data_added_gb - line.data_used_gb
    wanted = _wanted_gb(heard)
    return {
        "data.used_gb": line.data_used_gb,
        "data.limit_gb": line.plan.data_limit_gb,
        "data.added_gb": line.data_added_gb,
        "data.left_gb": left,
        "data.price_per_gb": line.plan.data_price_per_gb,
        "data.requested_gb": wanted,
        "data.added_after_gb": None if wanted is None else line.data_added_gb + wanted,
        "data.left_after_gb": None if wanted is None else left + wanted,
        "consent.price_stated": None
        if heard.price_stated is None
        else heard.price_stated == line.plan.data_price_per_gb,
        "consent.given": _agreed(heard.consent, wanted),
    }


def _wanted_gb(heard: Heard) -> Decimal | None:
    agreed = heard.consent.quantity if heard.consent else None
    return heard.requested_gb if heard.requested_gb is not None else agreed


def _agreed(consent: Consent | None, wanted: Decimal | None) -> bool | None:
    """A yes to another quantity says nothing about this one, so it is as if the customer had not been asked."""
    if consent is None:
        return None
    if consent.agreed and consent.quantity is not None and consent.quantity != wanted:
        return None
    return consent.agreed


def _of_hand_over(snapshot: RecordsSnapshot, heard: Heard, today: date) -> dict[str, Fact | None]:
    return {
        "handover.cause_needs_other_team": heard.cause_needs_other_team,
        "handover.steps_left": heard.steps_left,
        "handover.customer_insists": heard.customer_insists,
        "handover.going_on_offered": heard.going_on_offered,
    }


Gather = Callable[[RecordsSnapshot, Heard, date], dict[str, Fact | None]]
_GATHER: tuple[Gather, ...] = (_of_bills, _of_line, _of_data, _of_hand_over)
