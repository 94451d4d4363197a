"""Tables of the customers room. Account is the grain: every key begins with it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careline.domains.customers.values import AccountStatus, AddressKind, KeyKind, Role
from careline.platform.columns import numbered_by, one_of


class Account(models.Model):
    """A customer of the operator. TM Forum: Customer (TMF629) with its PartyAccount (TMF666)."""

    id = models.BigAutoField(primary_key=True)
    number = models.TextField(unique=True)
    external_id = models.TextField(default="", blank=True)
    status = models.TextField(default=AccountStatus.ACTIVE)
    opened_on = models.DateField()
    market = models.TextField(default="", blank=True)
    language = models.TextField(default="en")

    class Meta:
        constraints = [
            one_of("status", AccountStatus, name="account_status_known"),
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="account_external_once"),
        ]


class Person(models.Model):
    """A person on an account and what they may do. TM Forum: Individual (TMF632) as a RelatedParty with a role."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("customers_person_id_seq")
    external_id = models.TextField(default="", blank=True)
    role = models.TextField()
    name = models.TextField()
    born_on = models.DateField(null=True, blank=True)
    email = models.TextField(default="", blank=True)
    contact_number = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            one_of("role", Role, name="person_role_known"),
            models.UniqueConstraint(fields=["account"], condition=Q(role=Role.OWNER), name="one_owner_an_account"),
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="person_external_once"
            ),
        ]


class Address(models.Model):
    """A place of an account. TM Forum: GeographicAddress, in a ContactMedium (TMF632)."""

    pk = models.CompositePrimaryKey("account_id", "kind")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.TextField()
    street = models.TextField(default="", blank=True)
    city = models.TextField(default="", blank=True)
    state = models.TextField(default="", blank=True)
    postcode = models.TextField(default="", blank=True)

    class Meta:
        constraints = [one_of("kind", AddressKind, name="address_kind_known")]


class BillingAccount(models.Model):
    """How an account is billed. TM Forum: BillingAccount (TMF666). One per account for now."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("customers_billingaccount_id_seq")
    cycle_day = models.SmallIntegerField(default=1)
    autopay = models.BooleanField(default=False)
    paperless = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cycle_day__range=(1, 28)), name="cycle_day_in_every_month"),
            models.UniqueConstraint(fields=["account"], name="one_billing_account"),
        ]


class SearchKey(models.Model):
    """One normalised key by which an account is found. Our own table; no TM Forum noun."""

    pk = models.CompositePrimaryKey("account_id", "kind", "key", "subject_id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.TextField()
    key = models.TextField()
    shown = models.TextField()
    subject_id = models.BigIntegerField(default=0)
    born_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [one_of("kind", KeyKind, name="search_key_kind_known")]
        # text_pattern_ops serves both "is" and "begins with", whatever collation the database has
        indexes = [models.Index(fields=["key"], opclasses=["text_pattern_ops"], name="search_key_by_beginning")]


class Act(models.Model):
    """A guarded act that was done, with the decision it rests on, kept word for word. Append-only."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("customers_act_id_seq")
    key = models.TextField()
    act = models.TextField()
    subject = models.TextField()
    contact_id = models.BigIntegerField(null=True, blank=True)
    by = models.TextField()
    at = models.DateTimeField()
    policy = models.TextField()
    rule = models.TextField()
    clause = models.TextField()
    say = models.TextField()
    policy_hash = models.TextField()
    facts = models.JSONField(default=dict)
    outcome = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="act_once_per_key")]
        indexes = [models.Index(fields=["account", "-at"], name="act_by_time")]
