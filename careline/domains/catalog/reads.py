"""Rows of the catalog room as values."""

from __future__ import annotations

from careline.domains.catalog import models
from careline.domains.catalog.values import Offering, OfferingKind, Plan
from careline.kernel.money import Money


def plan_view(row: models.Plan) -> Plan:
    """This function will turn a plan's row into its value."""
    return Plan(
        row.id,
        row.external_id,
        row.name,
        Money(row.monthly_minor, row.currency),
        row.data_limit_gb,
        Money(row.data_per_gb_minor, row.currency),
    )


def plans() -> list[Plan]:
    """This function will read all plans, the cheapest first."""
    return [plan_view(row) for row in models.Plan.objects.order_by("monthly_minor", "id")]


def offerings() -> list[Offering]:
    """This function will read everything a line can have beside its plan."""
    return [
        Offering(
            row.id,
            row.external_id,
            OfferingKind(row.kind),
            row.name,
            Money(row.monthly_minor, row.currency),
            row.months,
        )
        for row in models.Offering.objects.order_by("kind", "id")
    ]
