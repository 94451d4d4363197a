"""Verbs of the catalog room that write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from careline.domains.catalog import models
from careline.domains.catalog.values import Offering, Plan
from careline.platform.api import acting, write_journal


def offer_plans(plans: Iterable[Plan], *, by: Any, at: datetime) -> dict[str, int]:
    """This function will put plans on sale or bring them up to date; it returns own id -> our id."""
    with acting():
        ids = {plan.external_id: _store_plan(plan) for plan in plans}
        if ids:
            write_journal(by=by, at=at, action="catalog.plans", subject="plans", why="loaded", after=sorted(ids))
    return ids


def _store_plan(plan: Plan) -> int:
    row, _ = models.Plan.objects.update_or_create(
        external_id=plan.external_id,
        defaults={
            "name": plan.name,
            "monthly_minor": plan.monthly_price.minor,
            "data_limit_gb": plan.data_limit_gb,
            "data_per_gb_minor": plan.data_price_per_gb.minor,
            "currency": plan.monthly_price.currency,
        },
    )
    return int(row.id)


def offer_extras(offerings: Iterable[Offering], *, by: Any, at: datetime) -> dict[str, int]:
    """This function will put features, instalments, discounts and promos on offer; it returns own id -> our id."""
    with acting():
        ids = {one.external_id: _store_offering(one) for one in offerings}
        if ids:
            write_journal(by=by, at=at, action="catalog.extras", subject="offerings", why="loaded", after=sorted(ids))
    return ids


def _store_offering(one: Offering) -> int:
    row, _ = models.Offering.objects.update_or_create(
        external_id=one.external_id,
        defaults={
            "kind": one.kind,
            "name": one.name,
            "monthly_minor": one.monthly_price.minor,
            "months": one.months,
            "currency": one.monthly_price.currency,
        },
    )
    return int(row.id)
