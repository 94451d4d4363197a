"""Tables of the catalog room. Not customer-side: small, and the same for every account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careline.domains.catalog.values import OfferingKind
from careline.platform.columns import one_of


class Plan(models.Model):
    """A plan on sale or once sold. TM Forum: ProductOffering with its ProductOfferingPrice (TMF620)."""

    id = models.BigAutoField(primary_key=True)
    external_id = models.TextField(unique=True)
    name = models.TextField()
    monthly_minor = models.BigIntegerField()
    data_limit_gb = models.DecimalField(max_digits=9, decimal_places=3)
    data_per_gb_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="USD")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(monthly_minor__gte=0, data_limit_gb__gte=0, data_per_gb_minor__gte=0),
                name="plan_amounts_not_negative",
            )
        ]


class Offering(models.Model):
    """A feature, instalment, discount or promo that a line can have. TM Forum: ProductOffering (TMF620)."""

    id = models.BigAutoField(primary_key=True)
    external_id = models.TextField(unique=True)
    kind = models.TextField()
    name = models.TextField()
    monthly_minor = models.BigIntegerField()
    months = models.SmallIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")

    class Meta:
        constraints = [one_of("kind", OfferingKind, name="offering_kind_known")]
