"""One play of a case, and the figures over many, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from careline.domains.diagnosis.ports import CustomerSide, OperatorRecords

SOLVED, HANDED_OVER, LEFT, BROKEN = "solved", "handed_over", "left", "broken"


class Resolved(Protocol):
    """What a resolver tells about a contact that is over."""

    @property
    def outcome(self) -> str: ...

    @property
    def trace(self) -> Sequence[object]: ...


class Runner(Protocol):
    """Resolves one contact with nothing but the two ports."""

    def __call__(self, *, records: OperatorRecords, customer: CustomerSide) -> Resolved: ...


@dataclass(frozen=True, slots=True)
class Play:
    """One case played once. `story` is only kept for a play that fell short."""

    case: str
    family: str
    seed: int
    outcome: str
    unmet: tuple[str, ...]  # assertions that do not hold at the end
    differences: tuple[str, ...]  # where the records differ from the reference repair's
    needs_handover: bool
    steps: int  # customer-facing steps
    reference_steps: int
    writes: int  # attempts to write, refused ones included
    story: tuple[str, ...] = ()

    @property
    def handed_over(self) -> bool:
        return self.outcome == HANDED_OVER

    @property
    def handover_right(self) -> bool:
        """Handed over, and it needed to be."""
        return self.handed_over and self.needs_handover

    @property
    def handover_wrong(self) -> bool:
        """Handed over without need, or kept although it was needed."""
        return self.handed_over is not self.needs_handover

    @property
    def solved(self) -> bool:
        """All that must hold holds, and the desk ended the contact in the right way."""
        ended = self.handed_over if self.needs_handover else self.outcome == SOLVED
        return ended and not self.unmet

    @property
    def exact(self) -> bool:
        return not self.differences

    @property
    def fell_short(self) -> bool:
        return not (self.solved and self.exact) or self.handover_wrong


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of cases, and steps per play. With several seeds each count is that of the worst seed."""

    cases: int
    solved: int
    records_exact: int
    handover_right: int
    handover_wrong: int
    handover_needed: int
    steps_mean: float
    steps_p95: int
    reference_steps_mean: float
    solved_all_seeds: int

    @property
    def above_reference(self) -> float:
        """Mean number of customer-facing steps beyond the reference repair's own."""
        return round(self.steps_mean - self.reference_steps_mean, 2)


@dataclass(frozen=True, slots=True)
class Replay:
    """All plays of one kind of customer."""

    customer: str
    seeds: int
    plays: tuple[Play, ...]
    overall: Figures
    by_family: Mapping[str, Figures]
    seconds: float

    @property
    def failures(self) -> tuple[Play, ...]:
        return tuple(play for play in self.plays if play.fell_short)
