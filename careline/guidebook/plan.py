"""The plain plan that every look-ahead ends in: what a fix is expected to cost when it is simply worked through.

Remedies in the order of chance over cost; the symptom's test at the places where it is expected to save most; a look
before where it is cheaper than doing things in vain. (After Heckerman, Breese and Rommelse 1995, "Decision-theoretic
troubleshooting", extended to several causes at once and to one look that tells of many.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from careline.guidebook.compile import Vector

Order = npt.NDArray[np.intp]
MOST_LOOKS = 5


@dataclass(frozen=True, slots=True)
class Planned:
    """A remedy in the plan: the causes (or columns) that need it, and its cost with what it waits for."""

    columns: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What can be done, whatever is believed."""

    planned: Sequence[Planned]
    looks: Vector  # looks x planned: 1 where one look tells whether the planned remedy is needed
    look_costs: Vector  # looks
    test_cost: float
    at_most: float  # what handing over at once costs, where that is open; otherwise infinite

    @property
    def cost(self) -> Vector:
        return np.array([p.cost for p in self.planned])


def order_of(plan: Plan, needed: Vector) -> Order:
    """This function will return, per row, the planned remedies by chance over cost, best first."""
    return np.argsort(-(needed / plan.cost), axis=1, kind="stable")


def plan_cost(plan: Plan, needed: Vector, order: Order, solved: Vector, test_now: Vector) -> Vector:
    """This function will return the expected cost per row.

    `needed`: rows x planned, the chance that each is needed. `solved`: rows x places in `order` (one more than
    planned), the chance that nothing is left by then. `test_now`: rows, whether a test before anything else can tell
    something.
    """
    cost = plan.cost
    total, reach_in_order = _with_tests(solved, cost[order], plan.test_cost, test_now)
    reach = np.empty_like(reach_in_order)
    np.put_along_axis(reach, order, reach_in_order, axis=1)
    in_vain = cost * np.maximum(reach - needed, 0.0)
    return np.asarray(np.minimum(total - _saved_by_looks(plan, in_vain, reach), plan.at_most))


def _with_tests(solved: Vector, cost: Vector, test_cost: float, test_now: Vector) -> tuple[Vector, Vector]:
    """Tests at the best places, by working backwards; the total, and the chance to get to each remedy unnoticed."""
    rows, count = cost.shape
    spent = np.concatenate([np.zeros((rows, 1)), np.cumsum(cost, axis=1)], axis=1)
    left = 1.0 - solved
    rest = np.zeros((rows, count + 1))
    following = np.full((rows, count + 1), count)
    for place in range(count - 1, -1, -1):
        until = left[:, [place]] * (spent[:, place + 1 :] - spent[:, [place]] + test_cost) + rest[:, place + 1 :]
        following[:, place] = until.argmin(axis=1) + place + 1
        rest[:, place] = until.min(axis=1)
    first = spent + test_cost + rest
    first[:, 0] = np.where(test_now, first[:, 0], np.inf)
    upcoming = first.argmin(axis=1)
    total = first[np.arange(rows), upcoming]
    reach, now = np.empty_like(cost), np.ones(rows)
    for place in range(count):
        tested = upcoming == place
        now = np.where(tested, left[:, place], now)
        upcoming = np.where(tested, following[:, place], upcoming)
        reach[:, place] = now
    return total, reach


def _saved_by_looks(plan: Plan, in_vain: Vector, reach: Vector) -> Vector:
    """What looking first saves: the best look, then the next best for what it left open, while they save at all.

    `in_vain`: rows x planned, the cost expected to go into remedies that are not needed.
    """
    saved = np.zeros(len(in_vain))
    if not len(plan.look_costs):
        return saved
    tells, nothing = _padded(plan.looks), in_vain.shape[1]
    in_vain = np.pad(in_vain, ((0, 0), (0, 1)))  # a last column of nothing, for looks that tell of fewer
    reach = np.pad(reach, ((0, 0), (0, 1)))
    for _ in range(min(MOST_LOOKS, len(plan.look_costs))):
        told = in_vain[:, tells]  # rows x looks x told
        paid = plan.look_costs * np.where(told > 0, reach[:, tells], 0.0).max(axis=2)
        gain = told.sum(axis=2) - paid
        best = gain.argmax(axis=1)
        worth = np.maximum(gain[np.arange(len(gain)), best], 0.0)
        if not worth.any():
            break
        saved += worth
        looked = np.flatnonzero(worth > 0)
        in_vain[looked[:, None], tells[best[looked]]] = 0.0
        in_vain[:, nothing] = 0.0
    return saved


def _padded(looks: Vector) -> npt.NDArray[np.int64]:
    """Looks x most told: the planned remedies that each look tells of; filled up with the column after the last."""
    count = looks.sum(axis=1).astype(np.int64)
    tells = np.full((len(looks), int(count.max())), looks.shape[1])
    rows, columns = np.nonzero(looks)
    tells[rows, np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)] = columns
    return tells
