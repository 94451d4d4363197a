"""Plans and extras: put on offer once per own id, in whole minor units."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError

from careline.domains.catalog import api as catalog
from careline.domains.catalog.values import Offering, OfferingKind, Plan
from careline.kernel.money import Money

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
PLUS = Plan(0, "P1", "Plus", Money(6500), Decimal(15), Money(200))
pytestmark = pytest.mark.django_db


def test_offering_again_brings_the_price_up_to_date() -> None:
    first = catalog.offer_plans([PLUS], by="import", at=NOW)
    again = catalog.offer_plans([replace(PLUS, monthly_price=Money(7000))], by="import", at=NOW)
    assert first == again
    assert [(plan.name, plan.monthly_price) for plan in catalog.plans()] == [("Plus", Money(7000))]


def test_plans_come_cheapest_first() -> None:
    catalog.offer_plans(
        [PLUS, replace(PLUS, external_id="P2", name="Basic", monthly_price=Money(4000))], by="x", at=NOW
    )
    assert [plan.name for plan in catalog.plans()] == ["Basic", "Plus"]


def test_a_promo_is_a_credit_for_some_months() -> None:
    promo = Offering(0, "E1", OfferingKind.PROMO, "Welcome", Money(-1500), 12)
    ids = catalog.offer_extras([promo], by="import", at=NOW)
    assert catalog.offerings() == [replace(promo, id=ids["E1"])]


def test_a_plan_with_a_price_below_nothing_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError):
        catalog.offer_plans([replace(PLUS, monthly_price=Money(-1))], by="import", at=NOW)
