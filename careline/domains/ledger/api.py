"""The door of the ledger room."""

from careline.domains.ledger.actions import LedgerDone, charge_to_draft, request_payment, take_payment
from careline.domains.ledger.bulk import drop_items, put_bill, put_payment, put_request
from careline.domains.ledger.reads import (
    bill,
    bill_entries,
    bill_numbers_in_use,
    bills_of,
    money_of,
    open_request,
    own_ids,
    payment_own_ids,
    payments_of,
    timeline,
)
from careline.domains.ledger.rules import facts_of, paid, total_of

__all__ = [
    "LedgerDone",
    "bill",
    "bill_entries",
    "bill_numbers_in_use",
    "bills_of",
    "charge_to_draft",
    "drop_items",
    "facts_of",
    "money_of",
    "open_request",
    "own_ids",
    "paid",
    "payment_own_ids",
    "payments_of",
    "put_bill",
    "put_payment",
    "put_request",
    "request_payment",
    "take_payment",
    "timeline",
    "total_of",
]
