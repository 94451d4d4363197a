"""The door of the catalog room."""

from careline.domains.catalog.reads import offerings, plan_view, plans

__all__ = ["offerings", "plan_view", "plans"]
