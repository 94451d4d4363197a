"""What the operator sells, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from careline.kernel.money import Money


class OfferingKind(StrEnum):
    FEATURE = "feature"  # roaming pass, hotspot, insurance
    INSTALMENT = "instalment"  # a device paid month by month
    DISCOUNT = "discount"  # follows the plan price, e.g. for automatic payment
    PROMO = "promo"  # monthly credit for a set number of months


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is sold."""

    id: int
    external_id: str
    name: str
    monthly_price: Money
    data_limit_gb: Decimal
    data_price_per_gb: Money


@dataclass(frozen=True, slots=True)
class Offering:
    """Anything else that a line can have, with its monthly price (negative for a discount or promo)."""

    id: int
    external_id: str
    kind: OfferingKind
    name: str
    monthly_price: Money
    months: int | None = None
