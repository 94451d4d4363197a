"""Tables of the contacts room."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careline.domains.contacts.values import Channel, ContactStatus
from careline.domains.customers.models import Account
from careline.platform.columns import numbered_by, one_of


class Contact(models.Model):
    """One contact with a customer. TM Forum: PartyInteraction (TMF683)."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("contacts_contact_id_seq")
    external_id = models.TextField(default="", blank=True)
    key = models.TextField()
    line_id = models.BigIntegerField(null=True, blank=True)
    channel = models.TextField()
    status = models.TextField(default=ContactStatus.OPEN)
    opened_by = models.TextField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason_id = models.TextField(default="", blank=True)
    opening_words = models.TextField(default="", blank=True)
    customer_summary = models.TextField(default="", blank=True)
    draft = models.TextField(default="", blank=True)
    summary = models.TextField(default="", blank=True)
    handed_to = models.TextField(default="", blank=True)
    last_seq = models.IntegerField(default=0)

    class Meta:
        constraints = [
            one_of("channel", Channel, name="contact_channel_known"),
            one_of("status", ContactStatus, name="contact_status_known"),
            models.CheckConstraint(
                condition=Q(status=ContactStatus.OPEN, ended_at__isnull=True)
                | (~Q(status=ContactStatus.OPEN) & Q(ended_at__isnull=False)),
                name="contact_ended_when_not_open",
            ),
            models.UniqueConstraint(fields=["account", "key"], name="contact_opened_once"),
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="contact_external_once"
            ),
        ]
        indexes = [models.Index(fields=["account", "-opened_at"], name="contact_by_time")]


class ContactEvent(models.Model):
    """One thing that happened in a contact, numbered without gaps; append-only. TM Forum: InteractionItem (TMF683)."""

    pk = models.CompositePrimaryKey("account_id", "contact_id", "seq")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    contact_id = models.BigIntegerField()
    seq = models.IntegerField()
    kind = models.TextField()
    payload = models.JSONField(default=dict)
    by = models.TextField()
    at = models.DateTimeField()
    key = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "contact_id", "key"], name="event_once_per_key"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_seq_from_one"),
        ]
