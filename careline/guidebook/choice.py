"""One choice of the next step: what is known, what is believed, and how steps are counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from careline.guidebook.belief import Potentials
from careline.guidebook.compile import Compiled, Vector
from careline.guidebook.evidence import Evidence
from careline.guidebook.values import Check, Remedy, Who
from careline.guidebook.worlds import Worlds

MOST_CAUSES_AHEAD = 8
"""Causes laid out as worlds when looking ahead: 2^8 combinations."""
TURN = 20.0
"""Seconds that each exchange with the customer takes beside the step itself: saying it, waiting, hearing back [D]."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How steps are counted, and when a contact may be handed over (policy contact/hand-over: when nothing is left)."""

    turn: float = TURN
    once: bool = False
    hand_over_early: bool = False  # True: hand over as soon as that is cheaper; False: only when nothing else remains


@dataclass(slots=True)
class Choice:
    """One choice: the guide in arrays, what is known, what is believed."""

    c: Compiled
    e: Evidence
    chance: Vector
    worlds: Worlds
    p: Potentials
    rules: Rules
    askable: list[int] | None = None  # rows of the checks that may be asked, once found
    active: list[int] | None = None  # causes that something can still be done about, once found
    best: dict[int, tuple[int, Remedy, float] | None] = field(
        default_factory=dict
    )  # cause -> its best remedy, once found

    def likely(self, cause: str) -> float:
        return float(self.chance[self.c.index[cause]])

    def cost(self, step: Check | Remedy) -> float:
        """Seconds with the exchange; an act that needs neither the customer's hands nor consent has none."""
        unseen = isinstance(step, Remedy) and step.who is Who.EXPERT and not step.steps and not step.consent
        return step.cost + (0.0 if unseen else self.rules.turn)
