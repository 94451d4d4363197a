"""What was learned from closed contacts, as values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LearnedPrior:
    """One cause's prior: as the guide has it, as it was learned, and the contacts it was found and repaired in."""

    cause: str
    written: float
    prior: float
    count: int


@dataclass(frozen=True, slots=True)
class LearnedSet:
    """The priors of one guide for one market and device family, from one run. Never changed once it is kept."""

    guide_id: str
    guide_hash: str  # of the guide that the priors were learned for; another guide needs another set
    market: str
    device_family: str
    contacts: int  # contacts whose fix held
    causes: tuple[LearnedPrior, ...]
    minimum: int
    learned_at: datetime
    by: str
    id: int = 0  # 0: not kept yet
    run: int = 0

    @property
    def priors(self) -> Mapping[str, float]:
        return {one.cause: one.prior for one in self.causes}


class NoSuchRun(Exception):
    """There is no such run of learning; the message says what to do."""
