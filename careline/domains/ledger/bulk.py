"""Bills and payments as rows for loaders: the same rows that the actions write, many at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from careline.domains.customers import api as customers
from careline.domains.customers.values import KeyKind
from careline.domains.ledger.values import Bill, PaymentRequestView, PaymentView, RequestStatus
from careline.platform.bulk import Batch, Table

BILL = Table(
    "ledger_bill",
    (
        "account_id", "id", "external_id", "number", "status", "period_from", "period_until", "issued_on", "due_on",
        "total_minor", "currency",
    ),
    ("account_id", "id"),
)  # fmt: skip
ITEM = Table(
    "ledger_billitem",
    ("account_id", "id", "bill_id", "line_id", "code", "description", "amount_minor", "on"),
    ("account_id", "id"),
)
PAYMENT = Table(
    "ledger_payment",
    ("account_id", "id", "external_id", "bill_id", "amount_minor", "currency", "method", "status", "at"),
    ("account_id", "id"),
)
REQUEST = Table(
    "ledger_paymentrequest",
    ("account_id", "id", "bill_id", "amount_minor", "currency", "status", "asked_at", "by"),
    ("account_id", "id"),
)


def put_bill(batch: Batch, bill: Bill) -> None:
    """This function will put a bill with its items and the keys to find it by."""
    batch.put(
        BILL, bill.account_id, bill.id, bill.external_id, bill.number, bill.status, bill.period.start,
        bill.period.until, bill.issued_on, bill.due_on, bill.total.minor, bill.total.currency,
    )  # fmt: skip
    for one in bill.items:
        item_id = batch.next_id("ledger_billitem_id_seq")
        batch.put(
            ITEM, bill.account_id, item_id, bill.id, one.line_id, one.code, one.description, one.amount.minor, one.on
        )  # fmt: skip
    keys = [
        customers.plain_key(KeyKind.BILL, bill.number, subject_id=bill.id),
        customers.plain_key(KeyKind.EXTERNAL, bill.external_id, subject_id=bill.id),
    ]
    customers.put_keys(batch, bill.account_id, customers.some_keys(keys))


def put_payment(batch: Batch, account_id: int, payment: PaymentView, *, external_id: str = "") -> None:
    """This function will put a payment."""
    batch.put(
        PAYMENT, account_id, payment.id, external_id, payment.bill_id, payment.amount.minor, payment.amount.currency,
        payment.method, payment.status, payment.at,
    )  # fmt: skip


def put_request(batch: Batch, account_id: int, request: PaymentRequestView) -> None:
    """This function will put an open payment request."""
    batch.put(
        REQUEST, account_id, request.id, request.bill_id, request.amount.minor, request.amount.currency,
        RequestStatus.OPEN, request.asked_at, request.by,
    )  # fmt: skip


def drop_items(bills: Iterable[Bill]) -> None:
    """This function will take the items off bills that are about to be loaded again; a file's items replace them."""
    pairs = [(bill.account_id, bill.id) for bill in bills]
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from ledger_billitem i using unnest(%s::bigint[], %s::bigint[]) as gone(account_id, bill_id) "
            "where i.account_id = gone.account_id and i.bill_id = gone.bill_id",
            [[account_id for account_id, _ in pairs], [bill_id for _, bill_id in pairs]],
        )
