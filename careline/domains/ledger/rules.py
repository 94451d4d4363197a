"""What bills add up to and what becomes of them. Pure; actions and loaders both stand on these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from careline.domains.customers.values import Refused
from careline.domains.ledger.values import UNPAID, Bill, BillItem, BillStatus
from careline.kernel.money import Money
from careline.kernel.period import Period, months_after
from careline.policybook.values import Fact


def total_of(items: Iterable[BillItem], currency: str) -> Money:
    """This function will add up a bill's items, to the cent."""
    amounts = [item.amount for item in items]
    if any(amount.currency != currency for amount in amounts):
        raise ValueError(f"an item is in another currency than its bill, which is in {currency}")
    return Money(sum(amount.minor for amount in amounts), currency)


def with_item(bill: Bill, item: BillItem) -> Bill:
    """This function will put one more item on a draft bill; Refused for a bill that is not a draft."""
    if bill.status is not BillStatus.DRAFT:
        raise Refused(f"Bill {bill.number} is {bill.status}; charges go on a draft bill.")
    return replace(bill, items=(*bill.items, item), total=bill.total + item.amount)


def called_for(bill: Bill) -> Bill:
    """This function will give an overdue bill as it is once payment was requested; Refused for any other bill."""
    if bill.status is not BillStatus.OVERDUE:
        raise Refused(f"Bill {bill.number} is {bill.status}; payment is requested for an overdue bill only.")
    return replace(bill, status=BillStatus.AWAITING)


def paid(bill: Bill, amount: Money) -> Bill:
    """This function will give a bill as it is once this payment is in; Refused unless it pays exactly what is due."""
    if bill.status not in UNPAID:
        raise Refused(f"Bill {bill.number} is {bill.status}; there is nothing to pay.")
    if amount != bill.total:
        raise Refused(f"Bill {bill.number} is over {bill.total}, the payment is {amount}. Pay the exact amount.")
    return replace(bill, status=BillStatus.PAID)


def owed(bills: Iterable[Bill], currency: str = "USD") -> Money:
    """This function will add up what is issued and not paid."""
    return sum((bill.total for bill in bills if bill.status in UNPAID), Money(0, currency))


def overdue(bills: Iterable[Bill], currency: str = "USD") -> Money:
    """This function will add up what is past its due date: overdue bills and those with an open payment request."""
    late = (BillStatus.OVERDUE, BillStatus.AWAITING)
    return sum((bill.total for bill in bills if bill.status in late), Money(0, currency))


def facts_of(bills: Sequence[Bill], *, bill_id: int | None = None) -> Mapping[str, Fact]:
    """This function will give what policies may know about an account's bills (the names of diagnosis.facts)."""
    statuses = [bill.status for bill in bills]
    facts: dict[str, Fact] = {
        "account.bills_overdue": statuses.count(BillStatus.OVERDUE),
        "account.bills_awaiting_payment": statuses.count(BillStatus.AWAITING),
    }
    chosen = next((bill for bill in bills if bill.id == bill_id), None)
    if chosen:
        facts |= {"bill.status": str(chosen.status), "bill.amount_due": chosen.total}
    return facts


def next_period(bills: Sequence[Bill], *, today: date, cycle_day: int) -> Period:
    """This function will give the period of the next draft: after the newest bill, or the billing month of today."""
    newest = max((bill.period.until for bill in bills), default=None)
    if newest is not None and newest <= today < months_after(newest, 1):
        return Period(newest, months_after(newest, 1))
    start = today.replace(day=cycle_day)
    start = start if start <= today else months_after(start, -1)
    start = max(start, newest) if newest else start
    return Period(start, months_after(start, 1))
