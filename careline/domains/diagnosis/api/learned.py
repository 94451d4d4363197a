"""The door of diagnosis to what was learned from closed contacts; it needs the database."""

from careline.domains.diagnosis.actions import forget_learned, keep_learned, use_learned
from careline.domains.diagnosis.reads import ids_in_use, in_use, learned_set

__all__ = ["forget_learned", "ids_in_use", "in_use", "keep_learned", "learned_set", "use_learned"]
