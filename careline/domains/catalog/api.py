"""The door of the catalog room."""

from careline.domains.catalog.actions import offer_extras, offer_plans
from careline.domains.catalog.reads import offerings, plan_view, plans

__all__ = [
    "offer_extras",
    "offer_plans",
    "offerings",
    "plan_view",
    "plans",
]
