"""Belief in each cause, exactly, when several can hold at once.

Causes are independent until a finding couples them. A reading is a noisy-MAX of its causes, so a finding at level k
says two things: no present cause shows more than k (a factor per cause), and at least one shows k (a coupling, here
"clue"). With m clues the coupling is summed by inclusion and exclusion over their 2^m subsets, all causes at once;
clues that share no cause are summed apart. Exact while nothing was repaired; after a repair the clues of before are
weighed by how likely each cause still held then, history by history. (Method: Heckerman 1990, "A tractable inference
algorithm for diagnosing multiple diseases", there for noisy-OR.)
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from careline.guidebook.compile import Compiled, CompiledReading, Vector
from careline.guidebook.evidence import Evidence, Observation

MOST_CLUES = 12
"""Clues summed exactly in one group; beyond it those already explained by a near-certain cause are left out."""
SETTLED, SETTLED_ON_RECORD = 0.998, 0.9998
"""What a guide's own rule makes of a finding: a customer misreads a screen now and then, records hardly ever."""


@dataclass(frozen=True, slots=True)
class Potentials:
    """The posterior in factors: per cause absent/present weights, and per clue the chance that a cause shows it."""

    absent: Vector  # causes
    present: Vector  # causes
    shows: Vector  # clues x causes
    quiet: Vector  # clues: chance that nothing shows by chance
    readings: tuple[str, ...]  # clues: the reading each one comes from
    treated: Mapping[int, Treated]  # causes that were repaired or brought about: their possible histories

    def silent(self, clues: Sequence[int], causes: Sequence[int]) -> tuple[Vector, Vector]:
        """This function will return subsets of clues x causes: the weight of absent and of present with all silent."""
        subsets = _subsets(len(clues))
        log_silent = np.log1p(-np.minimum(self.shows[np.ix_(clues, causes)], STILL))
        present = self.present[causes] * np.exp(subsets @ log_silent)
        absent = np.repeat(self.absent[causes][None, :], len(subsets), axis=0)
        for column, cause in enumerate(causes):
            if cause in self.treated:
                weights, held = self.treated[cause].weights, self.treated[cause].held[:, clues]
                each = weights * np.exp(subsets @ (log_silent[:, column] * held).T)
                absent[:, column], present[:, column] = each[:, :-1].sum(axis=1), each[:, -1]
        return absent, present


@dataclass(frozen=True, slots=True)
class Treated:
    """The possible histories of a treated cause; the last one is that it still holds."""

    weights: Vector  # histories
    held: npt.NDArray[np.bool_]  # histories x clues: did the cause hold when the clue was seen


@dataclass(slots=True)
class _Cause:
    """The possible histories of one cause: present or not, and at which attempt it was repaired."""

    chance: Vector  # histories
    until: Vector  # histories: the moment up to which the cause held (0 never, inf still)
    since: int = 0

    def held(self, at: int) -> npt.NDArray[np.bool_]:
        return (self.until > at) & (at >= self.since)


def _histories(prior: float, attempts: list[tuple[int, float]], since: int) -> _Cause:
    chance, until, left = [1.0 - prior], [0.0], prior
    for when, worked in attempts:
        chance.append(left * worked)
        until.append(float(when))
        left *= 1.0 - worked
    return _Cause(np.array([*chance, left]), np.array([*until, np.inf]), since)


def _settled(compiled: Compiled, evidence: Evidence, index: int) -> tuple[float, int] | None:
    """What the guide's own rules say about a cause (certain when, ruled out when): its chance and since when."""
    cause = compiled.guide.causes[compiled.causes[index]]

    def seen(pair: tuple[str, str]) -> int | None:
        reading, finding = pair
        observation = evidence.observed.get(reading)
        if observation is None or observation.at == 0 or observation.low != observation.high:
            return None
        return observation.at if compiled.readings[reading].findings[observation.low] == finding else None

    out = [when for pair in cause.ruled_out_when if (when := seen(pair)) is not None]
    certain = {pair[0]: when for pair in cause.certain_when if (when := seen(pair)) is not None}
    if certain and len(certain) == len(cause.certain_when) and (not out or max(certain.values()) > max(out)):
        changing = [when for reading, when in certain.items() if reading not in compiled.circumstances]
        return SETTLED, max(changing or certain.values())
    if not out:
        return None
    on_record = any(seen(pair) == max(out) and pair[0] in compiled.on_record for pair in cause.ruled_out_when)
    return 1.0 - (SETTLED_ON_RECORD if on_record else SETTLED), max(out)


def _clue(reading: CompiledReading, seen: Observation) -> tuple[Vector, Vector, float]:
    """Per parent: the chance to show no more than seen, and then to show it; and that nothing shows by chance."""
    no_more = reading.at_most[seen.high]
    if seen.low == 0:
        return no_more, np.zeros_like(no_more), 1.0
    shows = 1.0 - reading.at_most[seen.low - 1] / no_more
    return no_more, shows, float(reading.leak_at_most[seen.low - 1] / reading.leak_at_most[seen.high])


@dataclass(slots=True)
class _Weights:
    """Per cause the weight of absent and present; in full histories for those that were treated."""

    absent: Vector
    present: Vector
    treated: dict[int, tuple[_Cause, Vector]]
    settled: frozenset[int]


def _first_weights(compiled: Compiled, evidence: Evidence) -> _Weights:
    present, settled = compiled.prior.copy(), {}
    for i in compiled.with_rules:
        if (said := _settled(compiled, evidence, i)) is not None:
            present[i], settled[i] = said
    treated = {}
    for i in evidence.attempts.keys() | evidence.left_behind.keys():
        since = evidence.left_behind.get(i, 0)
        if since > settled.get(i, 0):
            present[i] = SETTLED
            settled.pop(i, None)
        attempts = [(when, worked) for when, worked in evidence.attempts.get(i, []) if when > settled.get(i, 0)]
        history = _histories(float(present[i]), attempts, 0 if i in settled else since)
        treated[i] = (history, history.chance.copy())
    return _Weights(1.0 - present, present, treated, frozenset(settled))


def potentials(compiled: Compiled, evidence: Evidence) -> Potentials:
    """This function will return the posterior in factors, from the priors and the latest finding of each reading."""
    weights = _first_weights(compiled, evidence)
    clues: list[tuple[CompiledReading, Observation, Vector, float]] = []
    for reading_id, seen in evidence.observed.items():
        reading = compiled.readings[reading_id]
        no_more, shows, quiet = _clue(reading, seen)
        _weigh(compiled, weights, reading, seen, no_more)
        if seen.low > 0:
            if weights.settled:  # what rules a cause out is not explained by it; what makes it certain is
                out = weights.present[reading.parents] < 0.5
                shows = np.where(out & _using_up(compiled, weights, reading), 0.0, shows)
            clues.append((reading, seen, shows, quiet))
    for i, (_, histories) in weights.treated.items():
        weights.present[i], weights.absent[i] = histories[-1], histories[:-1].sum()
    return _with_clues(weights, clues)


def _weigh(compiled: Compiled, weights: _Weights, reading: CompiledReading, seen: Observation, no_more: Vector) -> None:
    """A cause that is settled by this very reading has used it up; the others are weighed by showing no more."""
    if weights.settled:
        no_more = np.where(_using_up(compiled, weights, reading), 1.0, no_more)
    weights.present[reading.parents] *= no_more
    for j, i in enumerate(reading.parents.tolist()):
        if i in weights.treated:
            history, chances = weights.treated[i]
            chances[history.held(seen.at)] *= no_more[j]


def _using_up(compiled: Compiled, weights: _Weights, reading: CompiledReading) -> npt.NDArray[np.bool_]:
    using = [i in weights.settled and reading.id in compiled.rule_readings[i] for i in reading.parents.tolist()]
    return np.array(using, dtype=np.bool_)


def _with_clues(weights: _Weights, clues: list[tuple[CompiledReading, Observation, Vector, float]]) -> Potentials:
    all_shows = np.zeros((len(clues), len(weights.present)))
    for b, (reading, _, shows, _) in enumerate(clues):
        all_shows[b, reading.parents] = shows
    treated = {
        i: Treated(chances, np.array([history.held(c[1].at) for c in clues]).reshape(len(clues), len(chances)).T)
        for i, (history, chances) in weights.treated.items()
    }
    quiet = np.array([quiet for *_, quiet in clues])
    return Potentials(
        weights.absent, weights.present, all_shows, quiet, tuple(reading.id for reading, *_ in clues), treated
    )


def without_readings(p: Potentials, leave_out: Container[str]) -> Potentials:
    """This function will return the same factors without the clues of some readings (their "no more" stays)."""
    keep = [b for b, reading in enumerate(p.readings) if reading not in leave_out]
    treated = {i: Treated(t.weights, t.held[:, keep]) for i, t in p.treated.items()}
    return replace(
        p, shows=p.shows[keep], quiet=p.quiet[keep], readings=tuple(p.readings[b] for b in keep), treated=treated
    )


def marginals(p: Potentials) -> Vector:
    """This function will return, per cause, the chance that it holds now."""
    chance = p.present / (p.absent + p.present)
    for clues, members in _groups(p):
        chance[members] = _coupled(p, most_telling(p, clues, chance, MOST_CLUES), members)
    return chance


def _groups(p: Potentials) -> list[tuple[list[int], npt.NDArray[np.int64]]]:
    """Clues that share a cause belong together; groups are independent of each other."""
    touches = p.shows > 0
    left = set(range(len(p.quiet)))
    groups = []
    while left:
        clues = {left.pop()}
        members = touches[list(clues)].any(axis=0)
        while more := {b for b in left if (touches[b] & members).any()}:
            clues |= more
            left -= more
            members = touches[sorted(clues)].any(axis=0)
        if members.any():
            groups.append((sorted(clues), np.flatnonzero(members)))
    return groups


def most_telling(p: Potentials, clues: list[int], chance: Vector, most: int) -> list[int]:
    """This function will leave out clues beyond `most` that a near-certain cause explains anyway."""
    if len(clues) <= most:
        return clues
    explained = {b: float((p.shows[b] * (chance > 0.98)).max()) for b in clues}
    return sorted(sorted(clues, key=lambda b: explained[b])[:most])


def _coupled(p: Potentials, clues: list[int], members: npt.NDArray[np.int64]) -> Vector:
    absent, present = p.silent(clues, members.tolist())
    total = absent + present
    scale = total[0]
    weight = signs(p, clues) * np.prod(total / scale, axis=1)
    all_told = float(weight.sum())
    if all_told <= 1e-11 * float(np.abs(weight).sum()):
        return np.asarray(present[0] / scale)
    return np.asarray(np.clip((weight @ (present / total)) / all_told, 0.0, 1.0))


def signs(p: Potentials, clues: list[int]) -> Vector:
    """This function will return, per subset of clues, its sign in the inclusion-exclusion sum, with what is quiet."""
    subsets = _subsets(len(clues))
    return np.asarray(np.where(subsets.sum(axis=1) % 2, -1.0, 1.0) * np.exp(subsets @ np.log(p.quiet[clues])))


STILL = 1.0 - 1e-9
_SUBSETS: dict[int, Vector] = {}


def _subsets(m: int) -> Vector:
    if m not in _SUBSETS:
        _SUBSETS[m] = ((np.arange(2**m)[:, None] >> np.arange(m)) & 1).astype(np.float64)
    return _SUBSETS[m]
