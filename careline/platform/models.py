"""All tables of the platform; each topic keeps its own beside its verbs."""

from careline.platform.people import User

__all__ = ["User"]
