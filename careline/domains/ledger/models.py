"""Tables of the ledger room: bills with items, payments, payment requests. Money is whole minor units."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careline.domains.customers.models import Account
from careline.domains.ledger.values import BillStatus, ChargeCode, PaymentStatus, RequestStatus
from careline.platform.columns import numbered_by, one_of


class Bill(models.Model):
    """A bill. TM Forum: CustomerBill (TMF678)."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("ledger_bill_id_seq")
    external_id = models.TextField(default="", blank=True)
    number = models.TextField(unique=True)
    status = models.TextField(default=BillStatus.DRAFT)
    period_from = models.DateField()
    period_until = models.DateField()
    issued_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    total_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="USD")

    class Meta:
        constraints = [
            one_of("status", BillStatus, name="bill_status_known"),
            models.CheckConstraint(condition=Q(period_until__gt=F("period_from")), name="bill_period_holds_a_day"),
            models.CheckConstraint(
                condition=Q(status=BillStatus.DRAFT) | Q(issued_on__isnull=False, due_on__isnull=False),
                name="issued_bill_has_dates",
            ),
            models.UniqueConstraint(fields=["account"], condition=Q(status=BillStatus.DRAFT), name="one_draft_bill"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(status=BillStatus.AWAITING), name="one_bill_awaiting_payment"
            ),
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="bill_external_once"
            ),
        ]
        indexes = [models.Index(fields=["account", "-period_from"], name="bill_by_period")]


class BillItem(models.Model):
    """One item of a bill with its charge code. TM Forum: AppliedCustomerBillingRate (TMF678)."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("ledger_billitem_id_seq")
    bill_id = models.BigIntegerField()
    line_id = models.BigIntegerField(null=True, blank=True)
    code = models.TextField()
    description = models.TextField()
    amount_minor = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [one_of("code", ChargeCode, name="charge_code_known")]
        indexes = [models.Index(fields=["account", "bill_id"], name="item_by_bill")]


class Payment(models.Model):
    """Money that came in or is on its way. TM Forum: Payment (TMF676)."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("ledger_payment_id_seq")
    external_id = models.TextField(default="", blank=True)
    bill_id = models.BigIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    method = models.TextField(default="", blank=True)
    status = models.TextField(default=PaymentStatus.SETTLED)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("status", PaymentStatus, name="payment_status_known"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_is_positive"),
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="payment_external_once"
            ),
        ]
        indexes = [models.Index(fields=["account", "-at"], name="payment_by_time")]


class PaymentRequest(models.Model):
    """A request to pay one overdue bill; at most one is open per account. TM Forum: Payment, planned (TMF676)."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("ledger_paymentrequest_id_seq")
    bill_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    status = models.TextField(default=RequestStatus.OPEN)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.TextField()

    class Meta:
        constraints = [
            one_of("status", RequestStatus, name="request_status_known"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="request_is_positive"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(status=RequestStatus.OPEN), name="one_open_request_an_account"
            ),
        ]
