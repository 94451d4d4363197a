"""Tables of the lines room: numbers, SIMs, devices, service state, outages, changes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careline.domains.catalog.models import Offering, Plan
from careline.domains.customers.models import Account
from careline.domains.lines import values
from careline.platform.columns import numbered_by, one_of


class Area(models.Model):
    """A part of the network, the grain of outages. TM Forum: GeographicPlace. Not customer-side."""

    id = models.TextField(primary_key=True)
    name = models.TextField()
    market = models.TextField(default="", blank=True)


class Outage(models.Model):
    """A fault that many lines feel. TM Forum: ServiceProblem (TMF656). Without an area it is felt everywhere."""

    id = models.BigAutoField(primary_key=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.TextField(default=values.OutageKind.ACCESS)
    says = models.TextField(default="", blank=True)
    opened_at = models.DateTimeField()
    expected_end = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", values.OutageKind, name="outage_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")), name="outage_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["area"], condition=Q(closed_at__isnull=True), name="outage_open")]


class Line(models.Model):
    """A number with its plan, SIM and device. TM Forum: Product (TMF637) realised by a mobile service."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("lines_line_id_seq")
    external_id = models.TextField(default="", blank=True)
    msisdn = models.TextField()
    status = models.TextField(default=values.LineStatus.ACTIVE)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, db_index=False, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    user_id = models.BigIntegerField(null=True, blank=True)
    opened_on = models.DateField()
    suspended_on = models.DateField(null=True, blank=True)
    contract_ends_on = models.DateField(null=True, blank=True)
    roaming_enabled = models.BooleanField(default=False)
    data_used_gb = models.DecimalField(max_digits=9, decimal_places=3, default=0)
    data_added_gb = models.DecimalField(max_digits=9, decimal_places=3, default=0)
    iccid = models.TextField(default="", blank=True)
    imsi = models.TextField(default="", blank=True)
    eid = models.TextField(default="", blank=True)
    imei = models.TextField(default="", blank=True)
    device_model = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            one_of("status", values.LineStatus, name="line_status_known"),
            models.CheckConstraint(
                condition=Q(data_used_gb__gte=0, data_added_gb__gte=0), name="line_data_not_negative"
            ),
            # a number belongs to one line at a time; a closed line may have given it up
            models.UniqueConstraint(
                fields=["msisdn"], condition=~Q(status=values.LineStatus.CLOSED), name="number_on_one_line"
            ),
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="line_external_once"
            ),
        ]


class SuspendReason(models.Model):
    """One reason why a line is suspended; open until cleared. TM Forum: ProductStatus "suspended" with a reason."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("lines_suspendreason_id_seq")
    line_id = models.BigIntegerField()
    reason = models.TextField()
    since = models.DateField()
    by = models.TextField(default="", blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            one_of("reason", values.Reason, name="suspend_reason_known"),
            models.UniqueConstraint(
                fields=["account", "line_id", "reason"], condition=Q(cleared_at__isnull=True), name="reason_open_once"
            ),
        ]


class NetworkState(models.Model):
    """What the network holds for a line. TM Forum: Service with its ServiceCharacteristics (TMF638)."""

    pk = models.CompositePrimaryKey("account_id", "line_id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    line_id = models.BigIntegerField()
    registered = models.BooleanField(null=True, blank=True)
    bars = ArrayField(models.TextField(), null=True, blank=True)
    voicemail_box = models.TextField(null=True, blank=True)
    voicemail_forward = models.TextField(null=True, blank=True)
    sim_profile = models.TextField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("voicemail_box", values.VoicemailBox, name="voicemail_box_known"),
            one_of("voicemail_forward", values.VoicemailForward, name="voicemail_forward_known"),
            one_of("sim_profile", values.SimProfile, name="sim_profile_known"),
        ]


class Feature(models.Model):
    """Something a line has beside its plan, while it has it. TM Forum: Product (TMF637) of a ProductOffering."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("lines_feature_id_seq")
    line_id = models.BigIntegerField()
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, db_index=False, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")), name="feature_until_after_since"
            ),
            models.UniqueConstraint(fields=["account", "line_id", "offering", "since"], name="feature_starts_once"),
        ]


class Change(models.Model):
    """What was changed, when and by whom; append-only. TM Forum: ProductOrder, completed (TMF622)."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    id = numbered_by("lines_change_id_seq")
    external_id = models.TextField(default="", blank=True)
    line_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    kind = models.TextField()
    text = models.TextField()
    by = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="change_external_once"
            )
        ]
        indexes = [models.Index(fields=["account", "-at"], name="change_by_time")]
