"""Bills, payments and payment requests, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from careline.kernel.money import Money
from careline.kernel.period import Period


class BillStatus(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    PAID = "paid"
    OVERDUE = "overdue"
    AWAITING = "awaiting payment"
    DISPUTED = "disputed"


UNPAID = frozenset({BillStatus.ISSUED, BillStatus.OVERDUE, BillStatus.AWAITING, BillStatus.DISPUTED})


class ChargeCode(StrEnum):
    """What an item is for. The difference between two bills is explained by these (field guide 4.2)."""

    PLAN = "plan"
    PRORATION = "proration"  # part of a month after a plan change
    PLAN_CREDIT = "plan-credit"  # the unused part of the old plan
    FEATURE = "feature"
    INSTALMENT = "instalment"
    ACCESSORY = "accessory"
    INSURANCE = "insurance"
    DISCOUNT = "discount"
    PROMO = "promo"
    CREDIT = "credit"
    ROAMING = "roaming"
    INTERNATIONAL = "international"
    USAGE = "usage"
    OVERAGE = "overage"
    DATA_ADDED = "data-added"
    CONNECTION = "connection"
    LATE_FEE = "late-fee"
    RESTORE_FEE = "restore-fee"
    ASSIST_FEE = "assist-fee"
    RETURNED_PAYMENT_FEE = "returned-payment-fee"
    CONTENT = "content"
    FEE = "fee"
    SURCHARGE = "surcharge"
    RECOVERY_FEE = "recovery-fee"
    TAX = "tax"
    OTHER = "other"


class PaymentStatus(StrEnum):
    ON_THE_WAY = "on the way"
    SETTLED = "settled"
    RETURNED = "returned"


class RequestStatus(StrEnum):
    OPEN = "open"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class BillItem:
    code: str
    description: str
    amount: Money
    line_id: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill for a half-open period. A draft has no issue date yet."""

    id: int
    account_id: int
    number: str
    external_id: str
    status: BillStatus
    period: Period
    issued_on: date | None
    due_on: date | None
    total: Money
    items: tuple[BillItem, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentView:
    id: int
    amount: Money
    method: str
    at: datetime
    status: PaymentStatus
    bill_id: int | None


@dataclass(frozen=True, slots=True)
class PaymentRequestView:
    id: int
    bill_id: int
    amount: Money
    asked_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """Balance and bills of an account, newest bill first."""

    owed: Money  # everything issued and not paid
    overdue: Money  # of that, past its due date or called for
    bills: tuple[Bill, ...]
    open_request: PaymentRequestView | None
    on_the_way: tuple[Money, ...]
