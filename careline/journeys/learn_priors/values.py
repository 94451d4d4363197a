"""What a run of learning came to, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from careline.domains.diagnosis.values import LearnedSet


@dataclass(frozen=True, slots=True)
class TooFew:
    """A market and device family where a guide's own priors stand, because too few contacts held."""

    guide_id: str
    market: str
    device_family: str
    contacts: int


@dataclass(frozen=True, slots=True)
class Learning:
    """What was looked at and what was learned."""

    run: int | None  # the version it is kept as; None: nothing was learned, so nothing is kept
    looked_at: int  # closed contacts that are old enough
    held: int  # of these, proven well at the end and not opened again within seven days
    minimum: int
    sets: tuple[LearnedSet, ...]
    too_few: tuple[TooFew, ...]
