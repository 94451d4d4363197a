"""Rows of the ledger room as values; the only reader for rules and screens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from careline.domains.customers.values import TimelineEntry
from careline.domains.ledger import models, rules
from careline.domains.ledger.values import (
    AccountMoney,
    Bill,
    BillItem,
    BillStatus,
    PaymentRequestView,
    PaymentStatus,
    PaymentView,
    RequestStatus,
)
from careline.kernel.money import Money
from careline.kernel.period import Period

MOST_BILLS = 60
"""Five years of monthly bills; what is unpaid comes first, so that a debt is never cut off."""


def bills_of(account_id: int, *, with_items: bool = False) -> list[Bill]:
    """This function will read an account's bills, newest first; one query, two with items."""
    paid_last = ExpressionWrapper(Q(status=BillStatus.PAID), output_field=BooleanField())
    rows = list(
        models.Bill.objects.filter(account_id=account_id).order_by(paid_last, "-period_from", "-id")[:MOST_BILLS]
    )
    items = _items(account_id, [row.id for row in rows]) if with_items else {}
    bills = [_bill(row, items.get(row.id, ())) for row in rows]
    return sorted(bills, key=lambda bill: (bill.period.start, bill.id), reverse=True)


def bill(account_id: int, bill_id: int) -> Bill | None:
    """This function will read one bill with its items; None when the account has no such bill."""
    row = models.Bill.objects.filter(account_id=account_id, id=bill_id).first()
    return _bill(row, _items(account_id, [row.id]).get(row.id, ())) if row else None


def _items(account_id: int, bill_ids: Iterable[int]) -> dict[int, tuple[BillItem, ...]]:
    found: dict[int, list[BillItem]] = defaultdict(list)
    rows = models.BillItem.objects.filter(account_id=account_id, bill_id__in=list(bill_ids)).order_by("id")
    for row in rows.values_list("bill_id", "code", "description", "amount_minor", "line_id", "on"):
        # the bill's currency is put in by _bill: items share it
        found[row[0]].append(BillItem(row[1], row[2], Money(row[3]), row[4], row[5]))
    return {bill_id: tuple(items) for bill_id, items in found.items()}


def _bill(row: models.Bill, items: Iterable[BillItem]) -> Bill:
    currency = row.currency
    return Bill(
        row.id, row.account_id, row.number, row.external_id, BillStatus(row.status),
        Period(row.period_from, row.period_until), row.issued_on, row.due_on, Money(row.total_minor, currency),
        tuple(BillItem(i.code, i.description, Money(i.amount.minor, currency), i.line_id, i.on) for i in items),
    )  # fmt: skip


_PENDING = """
select true, id, bill_id, amount_minor, currency, asked_at, by
  from ledger_paymentrequest where account_id = %s and status = %s
union all
select false, id, bill_id, amount_minor, currency, at, '' from ledger_payment where account_id = %s and status = %s
"""


def money_of(account_id: int, *, bills: list[Bill] | None = None, with_items: bool = False) -> AccountMoney:
    """This function will read balance, bills, the open payment request and payments on the way; two queries."""
    known = bills_of(account_id, with_items=with_items) if bills is None else bills
    currency = known[0].total.currency if known else "USD"
    request, on_the_way = _pending(account_id)
    return AccountMoney(rules.owed(known, currency), rules.overdue(known, currency), tuple(known), request, on_the_way)


def _pending(account_id: int) -> tuple[PaymentRequestView | None, tuple[Money, ...]]:
    """The open payment request, of which there is at most one, and payments on the way, at one go."""
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, [account_id, RequestStatus.OPEN, account_id, PaymentStatus.ON_THE_WAY])
        rows = cursor.fetchall()
    requests = [PaymentRequestView(row[1], row[2], Money(row[3], row[4]), row[5], row[6]) for row in rows if row[0]]
    return next(iter(requests), None), tuple(Money(row[3], row[4]) for row in rows if not row[0])


def open_request(account_id: int) -> PaymentRequestView | None:
    """This function will read the account's open payment request; there is at most one."""
    row = models.PaymentRequest.objects.filter(account_id=account_id, status=RequestStatus.OPEN).first()
    if row is None:
        return None
    return PaymentRequestView(row.id, row.bill_id, Money(row.amount_minor, row.currency), row.asked_at, row.by)


def payments_of(account_id: int, *, limit: int = 50) -> list[PaymentView]:
    """This function will read an account's payments, newest first."""
    rows = models.Payment.objects.filter(account_id=account_id).order_by("-at", "-id")[:limit]
    return [_payment(row) for row in rows]


def _payment(row: models.Payment) -> PaymentView:
    status = PaymentStatus(row.status)
    return PaymentView(row.id, Money(row.amount_minor, row.currency), row.method, row.at, status, row.bill_id)


def timeline(account_id: int, *, before: datetime | None = None, limit: int = 30) -> list[TimelineEntry]:
    """This function will give payments as timeline entries, newest first."""
    rows = models.Payment.objects.filter(account_id=account_id)
    if before:
        rows = rows.filter(at__lt=before)
    return [_payment_entry(_payment(row)) for row in rows.order_by("-at", "-id")[:limit]]


def _payment_entry(payment: PaymentView) -> TimelineEntry:
    said = {
        PaymentStatus.SETTLED: "Payment of {} received",
        PaymentStatus.ON_THE_WAY: "Payment of {} on its way",
        PaymentStatus.RETURNED: "Payment of {} was returned",
    }[payment.status].format(payment.amount)
    return TimelineEntry(payment.at, "payment", said + (f", {payment.method}" if payment.method else ""))


def bill_entries(bills: Iterable[Bill], *, before: datetime | None = None) -> list[TimelineEntry]:
    """This function will give issued bills as timeline entries, newest first."""
    entries = [
        TimelineEntry(
            datetime.combine(bill.issued_on, time(12), UTC),
            "bill",
            f"Bill {bill.number} over {bill.total} issued",
            f"bill:{bill.id}",
        )
        for bill in bills
        if bill.issued_on
    ]
    return [entry for entry in entries if before is None or entry.at < before]


def own_ids() -> dict[tuple[int, str], int]:
    """This function will give (account, the operator's own id) -> our id for bills that were imported."""
    rows = models.Bill.objects.exclude(external_id="").values_list("account_id", "external_id", "id")
    return {(account_id, external_id): bill_id for account_id, external_id, bill_id in rows}


def payment_own_ids() -> dict[tuple[int, str], int]:
    """This function will give (account, own id) -> our id for payments that were imported."""
    rows = models.Payment.objects.exclude(external_id="").values_list("account_id", "external_id", "id")
    return {(account_id, external_id): payment_id for account_id, external_id, payment_id in rows}


def bill_numbers_in_use(numbers: Iterable[str]) -> dict[str, int]:
    """This function will give bill number -> bill for those of these numbers that are in use."""
    return dict(models.Bill.objects.filter(number__in=list(numbers)).values_list("number", "id"))
