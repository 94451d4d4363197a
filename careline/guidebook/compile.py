"""A guide as arrays: what the belief and the chooser compute on. Made once per guide and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from careline.guidebook.values import SILENT, Check, Guide, Reading, Remedy, Who

Vector = npt.NDArray[np.float64]

STRONGEST = 0.995
"""No finding settles a cause for good: people misread and records err, so that contradiction stays possible."""
MOST_TIMES = 0.7
"""A look tells of a cause when it shows it this often, and is as often healthy without it."""
LEAST_CHANCE = 0.002
"""Every finding can turn up by chance now and then."""


@dataclass(frozen=True, slots=True)
class CompiledReading:
    """A reading as noisy-MAX: for each parent cause, the chance to show at most finding k."""

    id: str
    findings: tuple[str, ...]
    parents: npt.NDArray[np.int64]
    at_most: Vector  # findings x parents
    leak_at_most: Vector  # findings

    def level(self, finding: str) -> int:
        return self.findings.index(finding)


@dataclass(frozen=True, slots=True, eq=False)
class Tells:
    """Every pair of a reading and a cause that it can show, laid out flat; and which checks tell which pairs."""

    reading: npt.NDArray[np.int64]  # pairs
    cause: npt.NDArray[np.int64]  # pairs
    shows: Vector  # pairs: chance that the cause, when it holds, keeps the reading from being healthy
    leak: Vector  # readings: chance that nothing shows by chance
    check: npt.NDArray[np.int64]  # told pairs: row of the check ...
    pair: npt.NDArray[np.int64]  # ... and the pair it tells
    size: tuple[int, int]  # checks, causes

    def told(self) -> npt.NDArray[np.bool_]:
        """This function will return checks x causes: whether a look tells most times whether the cause holds.

        It does when it shows the cause most times, and is most times healthy when nothing is wrong.
        """
        sure = ((self.shows > MOST_TIMES) & (self.leak[self.reading] > MOST_TIMES))[self.pair]
        told = np.zeros(self.size, dtype=bool)
        told[self.check[sure], self.cause[self.pair[sure]]] = True
        return told


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A guide ready for computing; indices follow the order of the guide's mappings."""

    guide: Guide
    causes: tuple[str, ...]
    index: Mapping[str, int]
    prior: Vector
    readings: Mapping[str, CompiledReading]
    goal: Mapping[str, frozenset[int]]  # reading -> levels that count as well
    checks: tuple[Check, ...]  # those that are asked, the symptom's test among them
    remedies: tuple[Remedy, ...]
    repairs: Vector  # remedies x causes: chance that the step, really done, repairs the cause
    telling: Mapping[str, tuple[str, ...]]  # cause -> readings that tell of it
    told: npt.NDArray[np.bool_]  # checks x causes: a look tells whether the cause holds
    bears: Vector  # checks x causes: how often the cause moves what the check tells
    check_rows: Mapping[str, int]
    rows: Mapping[str, int]  # remedy -> its row in `repairs`
    repairers: tuple[tuple[int, ...], ...]  # cause -> rows of the remedies that repair it
    with_rules: tuple[int, ...]  # causes that a finding can settle for certain
    rule_readings: Mapping[int, frozenset[str]]
    circumstances: frozenset[str]  # readings that no repair changes, such as where the customer is
    on_record: frozenset[str]  # readings that only records or the network tell: they are not misread


def _compile_reading(reading: Reading, index: Mapping[str, int]) -> CompiledReading:
    parents = sorted({index[c] for f in reading.findings for c in f.shown_by if c in index})
    column = {p: j for j, p in enumerate(parents)}
    shows = np.zeros((len(reading.findings), len(parents)))
    leak = np.array([f.by_chance for f in reading.findings])
    for k, finding in enumerate(reading.findings):
        for cause, strength in finding.shown_by.items():
            if cause in index:
                shows[k, column[index[cause]]] = strength
    leak[1:] = np.maximum(leak[1:], LEAST_CHANCE)
    return CompiledReading(
        reading.id,
        tuple(f.id for f in reading.findings),
        np.array(parents, dtype=np.int64),
        np.array([_at_most(shows[:, j]) for j in range(len(parents))]).T.reshape(len(reading.findings), len(parents)),
        _at_most(leak),
    )


def _at_most(shown: Vector) -> Vector:
    """P(level <= k) from the chances of the levels above the healthy one; never quite zero."""
    above = np.concatenate([np.cumsum(shown[:0:-1])[::-1], [0.0]])
    return np.maximum(1.0 - above, 1.0 - STRONGEST)


def _goal(guide: Guide) -> dict[str, frozenset[int]]:
    goal: dict[str, set[int]] = {}
    for reading, finding in guide.goal:
        levels = [f.id for f in guide.readings[reading].findings]
        goal.setdefault(reading, set()).add(levels.index(finding))
    return {r: frozenset(levels) for r, levels in goal.items()}


def _telling(guide: Guide) -> dict[str, tuple[str, ...]]:
    telling: dict[str, list[str]] = {c: [] for c in guide.causes}
    for reading in guide.readings.values():
        for cause in {c for f in reading.findings for c in f.shown_by}:
            if cause in telling:
                telling[cause].append(reading.id)
    for known in guide.causes.values():
        for reading_id, _ in (*known.certain_when, *known.ruled_out_when):
            if reading_id not in telling[known.id]:
                telling[known.id].append(reading_id)
    return {c: tuple(r) for c, r in telling.items()}


def _rule_readings(guide: Guide, index: Mapping[str, int]) -> dict[int, frozenset[str]]:
    rules = {index[c.id]: frozenset(r for r, _ in (*c.certain_when, *c.ruled_out_when)) for c in guide.causes.values()}
    return {i: readings for i, readings in rules.items() if readings}


def _told_only_by(guide: Guide, who: frozenset[Who]) -> frozenset[str]:
    told = {r for c in guide.checks.values() if c.who in who for r in c.readings}
    return frozenset(told - {r for c in guide.checks.values() if c.who not in who for r in c.readings})


def _tells(readings: Mapping[str, CompiledReading], checks: tuple[Check, ...], causes: int) -> Tells:
    places = {r: k for k, r in enumerate(readings)}
    pairs = [(r, j) for r in readings.values() for j in range(len(r.parents))]
    of = {r: [n for n, (reading, _) in enumerate(pairs) if reading.id == r] for r in ({r.id for r, _ in pairs})}
    told = [(k, n) for k, check in enumerate(checks) for r in check.readings for n in of.get(r, ())]
    return Tells(
        reading=np.array([places[r.id] for r, _ in pairs], dtype=np.int64),
        cause=np.array([r.parents[j] for r, j in pairs], dtype=np.int64),
        shows=np.array([1.0 - r.at_most[0, j] for r, j in pairs]),
        leak=np.array([r.leak_at_most[0] for r in readings.values()]),
        check=np.array([k for k, _ in told], dtype=np.int64),
        pair=np.array([n for _, n in told], dtype=np.int64),
        size=(len(checks), causes),
    )


def _bears(readings: Mapping[str, CompiledReading], checks: tuple[Check, ...], causes: int) -> Vector:
    """Checks x causes: how often the cause turns what the check tells away from the healthy finding."""
    bears = np.zeros((len(checks), causes))
    for row, check in enumerate(checks):
        for reading in check.readings:
            bears[row, readings[reading].parents] += 1.0 - readings[reading].at_most[0]
    return bears


def compile_guide(guide: Guide, priors: Mapping[str, float] | None = None) -> Compiled:
    """This function will turn a guide into arrays, with the guide's own priors or the learned ones given."""
    causes = tuple(guide.causes)
    index = {c: i for i, c in enumerate(causes)}
    remedies = tuple(guide.remedies.values())
    repairs = np.zeros((len(remedies), len(causes)))
    for r, remedy in enumerate(remedies):
        for cause, chance in remedy.repairs.items():
            repairs[r, index[cause]] = min(chance, STRONGEST)
    learned = priors or {}
    compiled_readings = {r.id: _compile_reading(r, index) for r in guide.readings.values()}
    checks = tuple(c for c in guide.checks.values() if c.who not in SILENT)
    tells = _tells(compiled_readings, checks, len(causes))
    prior = np.array([learned.get(c, guide.causes[c].prior) for c in causes])
    return Compiled(
        guide=guide,
        causes=causes,
        index=index,
        prior=np.clip(prior, 1e-6, 1 - 1e-6),
        readings=compiled_readings,
        goal=_goal(guide),
        checks=checks,
        remedies=remedies,
        repairs=repairs,
        telling=_telling(guide),
        told=tells.told(),
        bears=_bears(compiled_readings, checks, len(causes)),
        check_rows={check.id: row for row, check in enumerate(checks)},
        rows={r.id: row for row, r in enumerate(remedies)},
        repairers=tuple(tuple(np.flatnonzero(repairs[:, i]).tolist()) for i in range(len(causes))),
        with_rules=tuple(_rule_readings(guide, index)),
        rule_readings=_rule_readings(guide, index),
        circumstances=_told_only_by(guide, frozenset({Who.CUSTOMER})),
        on_record=_told_only_by(guide, SILENT),
    )


_KEPT: dict[int, Compiled] = {}
MOST_KEPT = 512


def compiled(guide: Guide, priors: Mapping[str, float] | None = None) -> Compiled:
    """This function will return the arrays of a guide, made once per guide unless learned priors are given."""
    if priors:
        return compile_guide(guide, priors)
    kept = _KEPT.get(id(guide))
    if kept is None or kept.guide is not guide:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(guide)] = compile_guide(guide)
    return kept
