"""The door of the team room."""

from careline.domains.team.actions import welcome_expert
from careline.domains.team.reads import expert_of, experts, names_of

__all__ = ["expert_of", "experts", "names_of", "welcome_expert"]
