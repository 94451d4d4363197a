"""The one guarded way to act on the operator's records: gather, decide by policy, act once, keep the decision.

Screens, jobs, the autopilot and any later window come through here, so that none can get round a policy. The records
behind the Protocol see an act only with a granted decision in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from careline.domains.diagnosis.api import MOST_DATA_ADDED_GB, data_that_may_be_added, facts_for, the_overdue_bill
from careline.domains.diagnosis.ports import (
    ActDone,
    Consent,
    Offer,
    OperatorRecords,
    RecordsRefused,
    RecordsSnapshot,
)
from careline.guidebook.values import Remedy
from careline.policybook.decide import decide
from careline.policybook.policy import Policybook
from careline.policybook.values import Decision, Effect


@dataclass(frozen=True, slots=True)
class Heard:
    """What the contact has brought to light beyond the records."""

    abroad: bool | None = None
    consent: Consent | None = None
    price_stated: bool = False


@dataclass(frozen=True, slots=True)
class ActTaken:
    """One act with the decision it rests on; `done` is None when policy or the records would not have it."""

    act: str
    decision: Decision
    done: ActDone | None
    refusal: str = ""

    @property
    def carried_out(self) -> bool:
        return self.done is not None


def preview(
    *, act: str, snapshot: RecordsSnapshot, heard: Heard, policybook: Policybook, at: datetime, trace: bool = False
) -> Decision:
    """This function will return what policy says about an act on the facts as they are, without acting."""
    facts = facts_for(act, snapshot, today=at.date(), **_more(act, snapshot, heard))
    return decide(policybook, act, facts, at, trace=trace)


def _more(act: str, snapshot: RecordsSnapshot, heard: Heard) -> dict[str, Any]:
    if act == "payment.request":
        bill = the_overdue_bill(snapshot)
        return {"bill_id": bill.id if bill else ""}
    if act == "data.add":
        price = snapshot.line.plan.data_price_per_gb if heard.price_stated else None
        return {"consent": heard.consent, "price_stated": price, "requested_gb": wanted_gb(snapshot, heard)}
    if act == "roaming.enable":
        return {"abroad": heard.abroad}
    return {}


def wanted_gb(snapshot: RecordsSnapshot, heard: Heard) -> Decimal:
    """This function will return how much data is wanted: what the customer said, or all that may be added."""
    if heard.consent is not None and heard.consent.quantity is not None:
        return heard.consent.quantity
    return data_that_may_be_added(snapshot.line, MOST_DATA_ADDED_GB)


def offer_for(remedy: Remedy, snapshot: RecordsSnapshot) -> Offer:
    """This function will put a remedy that costs money to the customer, with quantity and price in the words."""
    price = snapshot.line.plan.data_price_per_gb
    most = data_that_may_be_added(snapshot.line, MOST_DATA_ADDED_GB)
    words = remedy.consent.replace("{gb}", f"{most.normalize():f}").replace("{price}", str(price))
    return Offer(remedy.id, words, price_each=price, at_most=most)


def take_act(
    *,
    act: str,
    snapshot: RecordsSnapshot,
    heard: Heard,
    records: OperatorRecords,
    policybook: Policybook,
    key: str,
    at: datetime,
) -> ActTaken:
    """This function will decide and, only when granted, act once under `key`; a second call with it acts no more."""
    decision = preview(act=act, snapshot=snapshot, heard=heard, policybook=policybook, at=at, trace=True)
    if decision.effect is not Effect.GRANT:
        return ActTaken(act, decision, None, decision.say)
    try:
        return ActTaken(act, decision, _ACTS[act](records, snapshot, heard, key))
    except RecordsRefused as refusal:
        return ActTaken(act, decision, None, str(refusal))


def _request_payment(records: OperatorRecords, snapshot: RecordsSnapshot, heard: Heard, key: str) -> ActDone:
    bill = the_overdue_bill(snapshot)
    if bill is None:
        raise RecordsRefused("No bill is overdue any more: look at the bills again.")
    return records.request_payment(customer_id=snapshot.customer_id, bill_id=bill.id, key=key)


def _resume_line(records: OperatorRecords, snapshot: RecordsSnapshot, heard: Heard, key: str) -> ActDone:
    return records.resume_line(customer_id=snapshot.customer_id, line_id=snapshot.line.id, key=key)


def _enable_roaming(records: OperatorRecords, snapshot: RecordsSnapshot, heard: Heard, key: str) -> ActDone:
    return records.enable_roaming(customer_id=snapshot.customer_id, line_id=snapshot.line.id, key=key)


def _add_data(records: OperatorRecords, snapshot: RecordsSnapshot, heard: Heard, key: str) -> ActDone:
    gb = wanted_gb(snapshot, heard)
    return records.add_data(customer_id=snapshot.customer_id, line_id=snapshot.line.id, gb=gb, key=key)


_ACTS: Mapping[str, Callable[[OperatorRecords, RecordsSnapshot, Heard, str], ActDone]] = {
    "payment.request": _request_payment,
    "line.resume": _resume_line,
    "roaming.enable": _enable_roaming,
    "data.add": _add_data,
}


def request_is_open(snapshot: RecordsSnapshot) -> bool:
    """This function will tell whether a payment request is already with the customer (then it is not sent again)."""
    return any(bill.status == "awaiting payment" for bill in snapshot.bills)
