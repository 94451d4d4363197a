"""Verbs of the ledger room that write: each locks, reads again, checks the decision, writes, and is journalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from careline.domains.customers import api as customers
from careline.domains.customers.values import KeyKind, Refused
from careline.domains.ledger import models, reads, rules
from careline.domains.ledger.values import Bill, BillItem, BillStatus, PaymentStatus, RequestStatus
from careline.kernel.money import Money
from careline.platform.api import acting, write_journal
from careline.platform.journal import who
from careline.policybook.values import Decision


@dataclass(frozen=True, slots=True)
class LedgerDone:
    """An act on bills that was carried out, or had been carried out with the same key before."""

    reference: str
    message: str
    repeated: bool = False


def request_payment(
    *, account_id: int, bill_id: int, decision: Decision, key: str, by: Any, at: datetime, contact_id: int | None = None
) -> LedgerDone:
    """This function will ask the customer to pay an overdue bill, under a granted decision for `payment.request`.

    Raises Refused when the decision does not grant it, its facts hold no more, the bill is not overdue, or another
    request is open: at most one per account, which the database also enforces.
    """
    with acting(key=f"{account_id}:{key}", what=f"payment.request bill:{bill_id}") as act:
        if act.done_before:
            return LedgerDone(act.answer[0], act.answer[1], repeated=True)
        before, bills = _locked(account_id, bill_id)
        now = rules.facts_of(bills, bill_id=bill_id)
        customers.must_be_granted(decision, act="payment.request", now=now)
        if (request := reads.open_request(account_id)) is not None:
            raise Refused(f"A payment request over {request.amount} is open already; only one at a time.")
        after = rules.called_for(before)
        _store_request(after, by=by, at=at)
        message = f"A payment request over {after.total} was sent for bill {after.number}."
        done = customers.record_act(
            account_id=account_id, decision=decision, subject=f"bill:{bill_id}", key=key, outcome=message,
            contact_id=contact_id, by=by, at=at,
        )  # fmt: skip
        why = f"{decision.clause.policy}/{decision.clause.rule}"
        _journal("payment.request", before, after, why=why, by=by, at=at, contact_id=contact_id)
        act.answer = [f"act:{done.id}", message]
    return LedgerDone(act.answer[0], act.answer[1])


def take_payment(
    *, account_id: int, bill_id: int, amount: Money, method: str, key: str, by: Any, at: datetime
) -> LedgerDone:  # fmt: skip
    """This function will book a payment that arrived for a bill: the bill is paid, its open request is closed.

    Raises Refused when the bill is not open or the amount is not exactly what is due.
    """
    with acting(key=f"{account_id}:{key}", what=f"payment.take bill:{bill_id}") as act:
        if act.done_before:
            return LedgerDone(act.answer[0], act.answer[1], repeated=True)
        before, _ = _locked(account_id, bill_id)
        after = rules.paid(before, amount)
        payment = models.Payment.objects.create(
            account_id=account_id, bill_id=bill_id, amount_minor=amount.minor, currency=amount.currency,
            method=method, status=PaymentStatus.SETTLED, at=at,
        )  # fmt: skip
        _put_status(after)
        models.PaymentRequest.objects.filter(
            account_id=account_id, bill_id=bill_id, status=RequestStatus.OPEN
        ).update(status=RequestStatus.PAID, closed_at=at)  # fmt: skip
        _journal("payment.take", before, after, why=f"payment arrived, {method}", by=by, at=at, contact_id=None)
        act.answer = [f"payment:{payment.id}", f"Bill {after.number} is paid."]
    return LedgerDone(act.answer[0], act.answer[1])


def charge_to_draft(
    *, account_id: int, item: BillItem, cycle_day: int, why: str, by: Any, at: datetime, contact_id: int | None = None
) -> Bill:
    """This function will put a charge on the account's draft bill, opening one where there is none."""
    with acting():
        customers.lock_account(account_id)
        bills = reads.bills_of(account_id)
        before = next((one for one in bills if one.status is BillStatus.DRAFT), None)
        before = before or _open_draft(account_id, bills, item.amount.currency, cycle_day=cycle_day, at=at)
        after = rules.with_item(before, item)
        models.BillItem.objects.create(
            account_id=account_id, bill_id=after.id, line_id=item.line_id, code=item.code,
            description=item.description, amount_minor=item.amount.minor, on=item.on,
        )  # fmt: skip
        _put_status(after)
        _journal("bill.charge", before, after, why=why, by=by, at=at, contact_id=contact_id)
    return after


def _open_draft(account_id: int, bills: list[Bill], currency: str, *, cycle_day: int, at: datetime) -> Bill:
    period = rules.next_period(bills, today=timezone.localdate(at), cycle_day=cycle_day)
    account = customers.account(account_id)
    row = models.Bill.objects.create(
        account_id=account_id, number=f"{account.number if account else account_id}-{period.start:%y%m%d}-draft",
        status=BillStatus.DRAFT, period_from=period.start, period_until=period.until, currency=currency,
    )  # fmt: skip
    key = customers.plain_key(KeyKind.BILL, row.number, subject_id=row.id)
    customers.put_search_keys(account_id=account_id, keys=customers.some_keys([key]))
    return Bill(row.id, account_id, row.number, "", BillStatus.DRAFT, period, None, None, Money(0, currency))


def _locked(account_id: int, bill_id: int) -> tuple[Bill, list[Bill]]:
    """Lock the account, then read its bills; Refused when the bill is not one of them."""
    customers.lock_account(account_id)
    bills = reads.bills_of(account_id)
    chosen = next((bill for bill in bills if bill.id == bill_id), None)
    if chosen is None:
        raise Refused(f"Account {account_id} has no bill {bill_id}. Open the customer again.")
    return chosen, bills


def _put_status(bill: Bill) -> None:
    models.Bill.objects.filter(account_id=bill.account_id, id=bill.id).update(
        status=bill.status, total_minor=bill.total.minor
    )


def _store_request(bill: Bill, *, by: Any, at: datetime) -> None:
    _put_status(bill)
    models.PaymentRequest.objects.create(
        account_id=bill.account_id, bill_id=bill.id, amount_minor=bill.total.minor, currency=bill.total.currency,
        asked_at=at, by=who(by),
    )  # fmt: skip


def _journal(
    action: str, before: Bill, after: Bill, *, why: str, by: Any, at: datetime, contact_id: int | None
) -> None:  # fmt: skip
    write_journal(
        by=by, at=at, action=action, subject=f"bill:{before.id}", why=why, account_id=before.account_id,
        contact_id=contact_id, before={"status": before.status, "total": before.total},
        after={"status": after.status, "total": after.total},
    )  # fmt: skip
