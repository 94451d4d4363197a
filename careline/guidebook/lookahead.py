"""What a step is expected to cost until the fix is proven: look a few steps ahead, then estimate the rest.

The estimate at the end of the look-ahead is the cost of the plain plan from there (`plan`). Costs are seconds of
customer effort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from careline.guidebook.compile import CompiledReading, Vector
from careline.guidebook.plan import Plan, order_of, plan_cost
from careline.guidebook.values import StepKind
from careline.guidebook.worlds import Rows, Worlds, bring_about, look, repair


@dataclass(frozen=True, slots=True)
class Move:
    """One step that may be taken: a check, a remedy, or the symptom's test."""

    kind: StepKind
    id: str
    cost: float
    tells: tuple[CompiledReading, ...] = ()  # checks: the readings that matter now
    given: tuple[Vector, ...] = ()  # checks: worlds x findings per reading
    works: Vector | None = None  # remedies: chance per member
    leaves: tuple[int, ...] = ()  # members brought about
    proves: bool = False  # the symptom's test

    @property
    def key(self) -> tuple[StepKind, str]:
        return (self.kind, self.id)


@dataclass(slots=True)
class Ahead:
    """Everything the look-ahead needs, laid out once per choice."""

    worlds: Worlds
    plan: Plan  # columns of the worlds
    passes: Vector  # worlds: chance that the symptom's test comes out well
    needs: Rows = field(init=False)  # worlds x planned

    def __post_init__(self) -> None:
        holds = self.worlds.holds
        self.needs = np.stack([holds[:, list(p.columns)].max(axis=1) for p in self.plan.planned], axis=1)


def plain_plan_cost(ahead: Ahead, rows: Rows, changed: bool) -> Vector:
    """This function will return, per row, the expected cost of the plain plan, weighted by the row's own chance."""
    mass = rows.sum(axis=1)
    belief = rows / np.maximum(mass, 1e-300)[:, None]
    needed = belief @ ahead.needs
    order = order_of(ahead.plan, needed)
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
    last = (ahead.needs[None] * places[:, None, :]).max(axis=2)  # rows x worlds; 0 where nothing is needed
    solved = np.stack([(belief * (last <= place)).sum(axis=1) for place in range(order.shape[1] + 1)], axis=1)
    return np.asarray(mass * plan_cost(ahead.plan, needed, order, solved, np.full(len(rows), changed)))


def after(ahead: Ahead, move: Move, rows: Rows) -> Rows:
    """This function will return the beliefs after a move; a check gives several rows for each row."""
    if move.proves:
        return rows * (1.0 - ahead.passes)
    if move.works is not None:
        return bring_about(repair(rows, ahead.worlds, move.works), list(move.leaves))
    return look(rows, list(move.given))


def cost_of_moves(ahead: Ahead, rows: Rows, moves: Sequence[Move], *, changed: bool, depth: int) -> Vector:
    """This function will return moves x rows: the expected cost of each move, looking `depth` moves ahead."""
    mass = rows.sum(axis=1)
    costs = np.empty((len(moves), len(rows)))
    for i, move in enumerate(moves):
        if move.proves and not changed:
            costs[i] = np.inf
            continue
        nxt = after(ahead, move, rows)
        rest = [m for m in moves if m.key != move.key or m.proves]
        now_changed = (changed or move.works is not None) and not move.proves
        costs[i] = move.cost * mass + _rest(ahead, nxt, rest, now_changed, depth - 1).reshape(len(rows), -1).sum(axis=1)
    return costs


def _rest(ahead: Ahead, rows: Rows, moves: Sequence[Move], changed: bool, depth: int) -> Vector:
    plain = plain_plan_cost(ahead, rows, changed)
    if depth <= 0 or not moves:
        return plain
    return np.asarray(np.minimum(plain, cost_of_moves(ahead, rows, moves, changed=changed, depth=depth).min(axis=0)))


def readings_that_matter(worlds: Worlds, readings: Sequence[str]) -> tuple[CompiledReading, ...]:
    """This function will return those readings that a cause in the worlds can change."""
    telling = [worlds.compiled.readings[r] for r in readings]
    if len(telling) == 1:
        return tuple(telling)
    return tuple(r for r in telling if worlds.matter[r.parents].any())
