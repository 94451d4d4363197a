"""The public printer-troubleshooting network, turned into a guide by sampling and worked by the engine itself.

Protocol: a failure is a sample in which the printer gives no output. A repair sets one root to its usual state and runs
the same noise again; only failures that one repair fixes are counted. Each repair costs 1, the print test is free, a
question about one of the other 15 symptoms costs what the policy is told.

How the guide is made: each sampled failure is put down to the first repair that fixes it, in the order in which repairs
fix most of what is left; failures of one repair are split into kinds by their symptoms (a mixture fitted by
expectation-maximisation); a kind is a cause, with the share of each symptom among its failures. Other samples, drawn
with another seed, are then repaired.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.bif import Variable, draw_noise, read_bif, run
from bench.result import progress
from careline.guidebook.choice import Rules
from careline.guidebook.think import think
from careline.guidebook.values import (
    Cause,
    Check,
    Did,
    Event,
    Finding,
    Found,
    Guide,
    HandOver,
    Outcome,
    Reading,
    Remedy,
    StepKind,
    Who,
)

PROBLEM = "Problem1"
HAND_OVER = 60.0
WELL = ((PROBLEM, "well"),)
RULES = Rules(turn=0.0, once=True)

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures that one repair fixes: which repairs fix each, and its other symptoms (True is the rarer state)."""

    fixes: Flags  # failures x roots
    symptoms: Flags  # failures x leaves
    share: float  # of all failures, those that one repair fixes
    chance: float  # of all samples, those that fail


@dataclass(frozen=True, slots=True)
class Printer:
    """The network with its repairs and symptoms named."""

    network: Mapping[str, Variable]
    roots: tuple[str, ...]
    usual: Mapping[str, int]
    leaves: tuple[str, ...]
    healthy: Mapping[str, int]

    @classmethod
    def read(cls, path: Path) -> Printer:
        """This function will read the network; the healthy state of a symptom is its likelier one."""
        network = read_bif(path)
        parents = {p for v in network.values() for p in v.parents}
        leaves = tuple(n for n in network if n not in parents and n != PROBLEM)
        roots = tuple(v.name for v in network.values() if not v.parents)
        usual = {r: int(np.diff(network[r].table, prepend=0.0).argmax()) for r in roots}
        values = run(network, draw_noise(network, 20_000, 5))
        return cls(network, roots, usual, leaves, {x: int(values[x].mean() > 0.5) for x in leaves})

    def failures(self, samples: int, seed: int) -> Failures:
        """This function will draw samples and try every single repair on every failure."""
        noise = draw_noise(self.network, samples, seed)
        values = run(self.network, noise)
        failed = np.flatnonzero(values[PROBLEM] != 0)
        noise = {name: x[failed] for name, x in noise.items()}
        repaired = [run(self.network, noise, {r: self.usual[r]})[PROBLEM] == 0 for r in self.roots]
        fixes = np.stack(repaired, axis=1)
        symptoms = np.stack([values[x][failed] != self.healthy[x] for x in self.leaves], axis=1)
        one = fixes.any(axis=1)
        return Failures(fixes[one], symptoms[one], float(one.mean()), len(failed) / samples)


# --- a guide from samples ---------------------------------------------------------------------------------------


def put_down_to(fixes: Flags) -> npt.NDArray[np.int64]:
    """This function will give each failure the first root that fixes it, most useful repairs first."""
    owner = np.full(len(fixes), -1)
    left = np.ones(len(fixes), dtype=bool)
    while left.any():
        root = int(fixes[left].sum(axis=0).argmax())
        owner[left & fixes[:, root]] = root
        left &= ~fixes[:, root]
    return owner


def kinds(symptoms: Flags, most: int, rounds: int = 60) -> list[tuple[float, npt.NDArray[np.float64]]]:
    """This function will split failures by symptoms: the share of each kind, and its share of each symptom."""
    patterns, counts = np.unique(symptoms, axis=0, return_counts=True)
    most = min(most, len(patterns), max(1, int(counts.sum()) // 200))
    rng = np.random.default_rng(3)
    belongs = rng.dirichlet(np.ones(most) * 0.3, len(patterns))
    for _ in range(rounds):
        weight = belongs * counts[:, None]
        total = weight.sum(axis=0)
        shows = (weight.T @ patterns + 0.5) / (total[:, None] + 1.0)
        log = patterns @ np.log(shows).T + ~patterns @ np.log1p(-shows).T + np.log(total / total.sum() + 1e-12)
        belongs = np.exp(log - log.max(axis=1, keepdims=True))
        belongs /= belongs.sum(axis=1, keepdims=True)
    return [(float(t / total.sum()), s) for t, s in zip(total, shows, strict=True) if t >= 1.0]


def guide_of(printer: Printer, seen: Failures, question: float, most_kinds: int = 4) -> Guide:
    """This function will write the guide that the samples suggest. `question` is the price of asking for one symptom."""
    owner = put_down_to(seen.fixes)
    causes, shows, repairs = {}, {}, {}
    for place, root in enumerate(printer.roots):
        mine = owner == place
        if not mine.any():
            continue
        for n, (share, symptoms) in enumerate(kinds(seen.symptoms[mine], most_kinds)):
            name = f"{root}.{n}"
            causes[name] = Cause(name, name, float(mine.mean()) * share * seen.chance * seen.share, "")
            shows[name] = symptoms
            repairs.setdefault(root, {})[name] = 1.0
    readings = {x: _reading(x, {c: float(s[k]) for c, s in shows.items()}) for k, x in enumerate(printer.leaves)}
    ill = Finding("ill", "ill", dict.fromkeys(causes, 0.995))
    readings[PROBLEM] = Reading(PROBLEM, PROBLEM, (Finding("well", "well"), ill))
    checks = {x: Check(x, x, Who.CUSTOMER, question, (x,)) for x in printer.leaves} if question < math.inf else {}
    checks["test"] = Check("test", "test", Who.DEVICE, 0.0, (PROBLEM,))
    return Guide(
        id="printer", title="no output", says=(), owner="", reviewed="", goal=WELL, test="test", causes=causes,
        readings=readings, checks=checks,
        remedies={r: Remedy(r, r, Who.EXPERT, 1.0, which, WELL) for r, which in repairs.items()},
        handovers={"h": HandOver("h", "hand over", "others", HAND_OVER, ())},
    )  # fmt: skip


def _reading(name: str, share: Mapping[str, float]) -> Reading:
    """A symptom that each cause shows in its own share of cases; what all have in common comes by chance."""
    common = min(0.98, max(0.002, min(share.values())))
    strengths = {c: min(0.995, 1.0 - (1.0 - s) / (1.0 - common)) for c, s in share.items()}
    shown = Finding("shown", "shown", {c: s for c, s in strengths.items() if s > 0.002}, common)
    return Reading(name, name, (Finding("usual", "usual"), shown))


# --- working failures with the engine -----------------------------------------------------------------------------


@dataclass(slots=True)
class Desk:
    """The engine with a guide; what it chose is remembered, for failures that begin alike."""

    printer: Printer
    guide: Guide
    thought: dict[tuple[object, ...], tuple[StepKind, str]]

    def work(self, fixes: Flags, symptoms: Flags, *, told: bool) -> tuple[int, int]:
        """This function will work one failure to its fix: repairs and questions it took. `told`: symptoms come free."""
        events: list[Event] = []
        path: tuple[object, ...] = ()
        if told:
            states = {x: "shown" if s else "usual" for x, s in zip(self.printer.leaves, symptoms.tolist(), strict=True)}
            events.append(Found("told", states, silent=True))
            path = (symptoms.tobytes(),)
        repairs = questions = 0
        while True:
            kind, step = self._next(path, events)
            if kind is StepKind.CHECK and step != self.guide.test:
                questions += 1
                shown = bool(symptoms[self.printer.leaves.index(step)])
                events.append(Found(step, {step: "shown" if shown else "usual"}))
                path = (*path, step, shown)
            elif kind is StepKind.REMEDY:
                repairs += 1
                if fixes[self.printer.roots.index(step)]:
                    return repairs, questions
                events += [Did(step, Outcome.DONE), Found(self.guide.test, {PROBLEM: "ill"})]
                path = (*path, step)
            else:  # handed over: whoever takes it tries what is left
                return repairs + self._left(events), questions

    def _left(self, events: Sequence[Event]) -> int:
        return len(self.printer.roots) - sum(isinstance(e, Did) for e in events)

    def _next(self, path: tuple[object, ...], events: list[Event]) -> tuple[StepKind, str]:
        if path not in self.thought:
            said = think(self.guide, events, rules=RULES)
            self.thought[path] = (said.kind, said.id)
        return self.thought[path]


@dataclass(frozen=True, slots=True)
class Worked:
    """What a policy needed per failure, with the half width of the 95 % interval of the total cost."""

    repairs: float
    questions: float
    cost: float
    within: float
    failures: int


def work_all(printer: Printer, guide: Guide, test: Failures, *, told: bool, question: float, name: str) -> Worked:
    """This function will work every failure of the test part."""
    desk, took = Desk(printer, guide, {}), []
    for k, (fixes, symptoms) in enumerate(zip(test.fixes, test.symptoms, strict=True), start=1):
        took.append(desk.work(fixes, symptoms, told=told))
        if k % 50 == 0 or k == len(test.fixes):
            progress("win95pts", k, len(test.fixes), name)
    each = np.array(took, dtype=np.float64)
    cost = each[:, 0] + (each[:, 1] * question if math.isfinite(question) else 0.0)
    within = 1.96 * float(cost.std()) / math.sqrt(len(cost))
    return Worked(float(each[:, 0].mean()), float(each[:, 1].mean()), float(cost.mean()), within, len(cost))
