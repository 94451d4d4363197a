"""Looking ahead in a guide with many causes: beliefs as chances per cause instead of whole combinations.

The same moves and the same plain plan as in `lookahead`, but each belief is a row of chances that count as independent
once the complaint itself is set aside: "something must be wrong" is put back in closed form. All moves are weighed in
one go, so a guide of two hundred causes costs little more than one of twenty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from careline.guidebook.compile import CompiledReading, Vector
from careline.guidebook.plan import Plan, order_of, plan_cost
from careline.guidebook.values import StepKind

MOST_RESULTS = 24
SURELY = 1.0 - 1e-9


@dataclass(frozen=True, slots=True)
class SketchMove:
    """One step: a check with its readings, a remedy with what it repairs, or the symptom's test."""

    kind: StepKind
    id: str
    cost: float
    readings: tuple[CompiledReading, ...] = ()
    works: Vector | None = None  # all causes
    leaves: tuple[int, ...] = ()
    proves: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is believed, and the plain plan to weigh it by."""

    chance: Vector  # all causes; while failing without the complaint, which is put back by the plan
    failing: bool  # the symptom's test is known to fail as things are
    plan: Plan  # columns are causes here; every cause in one planned remedy at most
    goal: CompiledReading
    top: int  # highest level of the goal that counts as well


@dataclass(frozen=True, slots=True)
class _Rows:
    """A batch of beliefs: the chance of getting there, the chances per cause, and what the complaint rules out.

    `ruled_out` is the chance, on these chances alone, that nothing was wrong when the symptom was last seen: 0 when it
    is not known to show, NaN when it still shows as things are (then it follows from the row's own chances).
    """

    mass: Vector
    chance: npt.NDArray[np.float64]
    ruled_out: Vector


def sketch_costs(sketch: Sketch, moves: Sequence[SketchMove]) -> Vector:
    """This function will return, per move, the expected cost until the fix is proven when it is taken first."""
    nothing = _nothing(sketch, sketch.chance[None, :]) if sketch.failing else np.zeros(1)
    parts = [_after(sketch, move, nothing) for move in moves]
    together = _Rows(
        np.concatenate([p.mass for p in parts]),
        np.concatenate([p.chance for p in parts]),
        np.concatenate([p.ruled_out for p in parts]),
    )
    worth = together.mass * _plain_plan(sketch, together)
    ends = np.cumsum([len(p.mass) for p in parts])
    totals = [float(x.sum()) for x in np.split(worth, ends[:-1])]
    costs = [m.cost + total for m, total in zip(moves, totals, strict=True)]
    return np.array([np.inf if m.proves and sketch.failing else x for m, x in zip(moves, costs, strict=True)])


def _after(sketch: Sketch, move: SketchMove, nothing: Vector) -> _Rows:
    now = _Rows(np.ones(1), sketch.chance[None, :], np.array([np.nan if sketch.failing else 0.0]))
    if move.proves:
        shows = 1.0 - sketch.goal.at_most[sketch.top]
        passes = float(np.prod(1.0 - sketch.chance[sketch.goal.parents] * shows))
        return _Rows(np.array([1.0 - passes]), now.chance, np.array([np.nan]))
    if move.works is not None:
        chance = now.chance * (1.0 - move.works)
        chance[:, list(move.leaves)] = SURELY
        return _Rows(now.mass, chance, nothing)
    for reading in move.readings:
        now = _seen(now, reading)
    return now


def _seen(rows: _Rows, reading: CompiledReading) -> _Rows:
    """Every result of one reading for every row, the rarest taken together."""
    chance = rows.chance[:, reading.parents]
    at_most = np.prod(1.0 - chance[:, None, :] * (1.0 - reading.at_most[None]), axis=2) * reading.leak_at_most
    share = np.diff(at_most, axis=1, prepend=0.0)
    masses, chances = [], []
    for level in range(len(reading.findings)):
        masses.append(rows.mass * share[:, level])
        after = rows.chance.copy()
        after[:, reading.parents] = _given(chance, reading, level)
        chances.append(after)
    mass, every = np.concatenate(masses), np.concatenate(chances)
    return _together(_Rows(mass, every, np.tile(rows.ruled_out, len(reading.findings))))


def _given(chance: Vector, reading: CompiledReading, level: int) -> Vector:
    """Chances of the parents once the reading shows this level."""
    no_more = reading.at_most[level]
    weighed = chance * no_more / (1.0 - chance * (1.0 - no_more))
    if level == 0:
        return np.asarray(weighed)
    shows = 1.0 - reading.at_most[level - 1] / no_more
    quiet = reading.leak_at_most[level - 1] / reading.leak_at_most[level]
    silent = 1.0 - weighed * shows
    nobody = quiet * np.prod(silent, axis=1, keepdims=True)
    others = nobody / np.maximum(silent, 1e-12)
    return np.asarray(weighed * (1.0 - others * (1.0 - shows)) / np.maximum(1.0 - nobody, 1e-12))


def _together(rows: _Rows) -> _Rows:
    keep = rows.mass > 1e-9
    if keep.sum() <= MOST_RESULTS:
        return _Rows(rows.mass[keep], rows.chance[keep], rows.ruled_out[keep])
    order = np.argsort(-rows.mass)
    first, rest = order[: MOST_RESULTS - 1], order[MOST_RESULTS - 1 :]
    mass = rows.mass[rest].sum()
    mixed = rows.mass[rest] @ rows.chance[rest] / mass
    return _Rows(
        np.append(rows.mass[first], mass),
        np.concatenate([rows.chance[first], mixed[None, :]]),
        np.append(rows.ruled_out[first], rows.ruled_out[0]),
    )


def _plain_plan(sketch: Sketch, rows: _Rows) -> Vector:
    log_absent = np.log1p(-np.minimum(rows.chance, SURELY))
    absent = np.stack([log_absent[:, list(p.columns)].sum(axis=1) for p in sketch.plan.planned], axis=1)
    needed = 1.0 - np.exp(absent)
    order = order_of(sketch.plan, needed)
    well = _well(np.take_along_axis(absent, order, axis=1))
    failing = np.isnan(rows.ruled_out)
    before = np.where(failing, well[:, 0], rows.ruled_out)[:, None]
    something = np.maximum(1.0 - before, 1e-12)
    solved = np.clip((well - before) / something, 0.0, 1.0)
    return plan_cost(sketch.plan, np.minimum(needed / something, 1.0), order, solved, ~failing)


def _nothing(sketch: Sketch, chance: Vector) -> Vector:
    planned = [cause for p in sketch.plan.planned for cause in p.columns]
    return np.asarray(np.prod(1.0 - np.minimum(chance[:, planned], SURELY), axis=1))


def _well(absent: Vector) -> Vector:
    """Rows x places: the chance that nothing is left once the remedies before the place are done."""
    later = np.cumsum(absent[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.exp(np.concatenate([later, np.zeros((len(absent), 1))], axis=1)))
