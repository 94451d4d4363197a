"""The most likely causes as worlds: every combination of them with its weight, to look ahead in.

A world is one combination of present causes. A batch of beliefs is a matrix rows x worlds of unnormalised weights (a
row sums to the chance of getting there), so that expected costs simply add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from careline.guidebook.belief import Potentials, most_telling, signs
from careline.guidebook.compile import Compiled, CompiledReading, Vector

Rows = npt.NDArray[np.float64]
MOST_CLUES_AHEAD = 7
MOST_ROWS = 24
"""Results of one look that are told apart when looking ahead; rarer ones are taken together."""


@dataclass(frozen=True, eq=False)
class Worlds:
    """Combinations of the causes that matter most now. A last column, if there is one, stands for "something else".

    They are laid out when first looked at: a large guide is weighed by a sketch and never needs them.
    """

    compiled: Compiled
    p: Potentials
    chance: Vector  # all causes
    members: npt.NDArray[np.int64]  # causes in the worlds, one per column
    others: npt.NDArray[np.int64]  # the causes behind "something else"
    share: Vector  # others: chance of each when something else holds
    matter: npt.NDArray[np.bool_]  # causes: a member, or one of the others

    @cached_property
    def _laid_out(self) -> tuple[Vector, Vector]:
        return _lay_out(self)

    @property
    def holds(self) -> Vector:
        """Worlds x columns, 0 or 1."""
        return self._laid_out[0]

    @property
    def weight(self) -> Vector:
        """The chance of each world."""
        return self._laid_out[1]

    def column(self, cause: int) -> int:
        """This function will return the member's column, or -1 for a cause that has none of its own."""
        found = np.flatnonzero(self.members == cause)
        return int(found[0]) if len(found) else -1


def worlds_of(compiled: Compiled, p: Potentials, chance: Vector, most: int) -> Worlds:
    """This function will choose the `most` likeliest causes for worlds of their own.

    The rest are taken together as one column; within it they count as independent of each other.
    """
    worth = np.where(chance > 1e-3, chance, 0.0)
    members = np.sort(np.argsort(-worth, kind="stable")[:most])
    members = members[worth[members] > 0]
    rest = np.setdiff1d(np.arange(len(chance)), members)
    alone = p.present[rest] / (p.present[rest] + p.absent[rest])
    others, alone = rest[alone > 1e-4], alone[alone > 1e-4]
    matter = np.zeros(len(chance), dtype=bool)
    matter[members], matter[others] = True, True
    share = np.minimum(alone / (1.0 - float(np.prod(1.0 - alone))), 1.0) if len(others) else alone
    return Worlds(compiled, p, chance, members, others, share, matter)


def _lay_out(worlds: Worlds) -> tuple[Vector, Vector]:
    """Worlds x columns, and the weight of each world: exact by priors and clues."""
    p, members, others = worlds.p, worlds.members, worlds.others
    inside = _combinations(len(members))
    clues = most_telling(p, list(range(len(p.quiet))), worlds.chance, MOST_CLUES_AHEAD)
    without = _weights(p, clues, members, inside, p.silent(clues, others.tolist())[0])
    if not len(others):
        return inside, without / without.sum()
    both = _weights(p, clues, members, inside, sum(p.silent(clues, others.tolist())))
    weight = np.concatenate([without, np.maximum(both - without, 1e-12 * both)])
    holds = np.concatenate([np.pad(inside, ((0, 0), (0, 1))), np.pad(inside, ((0, 0), (0, 1)), constant_values=1)])
    holds[:, :-1] = np.concatenate([inside, inside])
    return holds, weight / weight.sum()


def _combinations(count: int) -> Vector:
    return ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(np.float64)


def _weights(
    p: Potentials, clues: list[int], members: npt.NDArray[np.int64], inside: Vector, others: Vector | int
) -> Vector:
    """Exact weight of each world: summed over subsets of clues, with the factors of the causes outside it."""
    absent, present = p.silent(clues, members.tolist())
    log_absent, log_present = np.log(np.maximum(absent, 1e-300)), np.log(np.maximum(present, 1e-300))
    beside = signs(p, clues) * np.prod(others, axis=1)
    with_all = np.exp(inside @ (log_present - log_absent).T + log_absent.sum(axis=1))
    return np.asarray(np.maximum(with_all @ beside, 1e-300))


def levels_given(worlds: Worlds, reading: CompiledReading) -> Vector:
    """This function will return worlds x findings: the chance of each finding of a reading in each world."""
    columns = {int(c): j for j, c in enumerate(worlds.members)}
    shares = {int(c): float(s) for c, s in zip(worlds.others, worlds.share, strict=True)}
    at_most = np.tile(reading.leak_at_most, (len(worlds.holds), 1))
    beside = np.ones(len(reading.findings))
    for j, cause in enumerate(reading.parents.tolist()):
        if cause in columns:
            at_most *= 1.0 - worlds.holds[:, [columns[cause]]] * (1.0 - reading.at_most[:, j])
        elif cause in shares:
            beside *= 1.0 - shares[cause] * (1.0 - reading.at_most[:, j])
    if len(worlds.others):
        at_most *= 1.0 - worlds.holds[:, [-1]] * (1.0 - beside)
    return np.diff(at_most, axis=1, prepend=0.0)


def look(rows: Rows, given: list[Vector]) -> Rows:
    """This function will split each belief by what a look may show: rows -> rows x results (flattened, row-major).

    Each row of the input gives the same number of result rows, so that the caller can fold them back.
    """
    out = rows[:, None, :]
    for levels in given:
        out = (out[:, :, None, :] * levels.T[None, None]).reshape(len(rows), -1, rows.shape[1])
        if out.shape[1] > MOST_ROWS:
            out = _together(out)
    return out.reshape(-1, rows.shape[1])


def _together(out: Rows) -> Rows:
    mass = out.sum(axis=(0, 2))
    order = np.argsort(-mass)
    rest = out[:, order[MOST_ROWS - 1 :]].sum(axis=1, keepdims=True)
    return np.concatenate([out[:, order[: MOST_ROWS - 1]], rest], axis=1)


def repair(rows: Rows, worlds: Worlds, works: Vector) -> Rows:
    """This function will move weight to the worlds without the repaired causes. `works`: chance per member."""
    out = rows
    for column in np.flatnonzero(works):
        bit = 1 << int(column)  # the last column, "something else", is the highest bit
        index = np.arange(rows.shape[1])
        has = (index & bit) > 0
        moved = out[:, has] * works[column]
        out = out.copy()
        out[:, has] -= moved
        out[:, index[has] ^ bit] += moved
    return out


def bring_about(rows: Rows, columns: list[int]) -> Rows:
    """This function will move all weight to worlds where the given members hold (what a remedy leaves behind)."""
    out = rows
    for column in columns:
        bit = 1 << column
        index = np.arange(rows.shape[1])
        lacks = (index & bit) == 0
        moved = np.zeros_like(out)
        moved[:, index[lacks] | bit] = out[:, lacks]
        moved[:, index[~lacks]] += out[:, ~lacks]
        out = moved
    return out
