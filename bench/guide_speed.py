"""The next step in a guide of 200 causes and 300 steps, beside pyAgrum computing the same posterior.

Run as `python -m bench.guide_speed`. A random guide is worked with a random truth: after each finding or repair the
engine thinks afresh from all events, and pyAgrum infers the posterior of every cause from the same findings in the same
noisy-OR network (the symptom's 200 parents laid out as a chain of "or", as such a node has to be for exact inference).
Both are timed in turn, in processor time of one thread; the posteriors must agree.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.result import progress
from careline.guidebook.compile import compiled
from careline.guidebook.think import beliefs, think
from careline.guidebook.values import (
    Cause,
    Check,
    Finding,
    Found,
    Guide,
    HandOver,
    Reading,
    Remedy,
    StepKind,
    Who,
)

CAUSES, CHECKS, REMEDIES = 200, 159, 140  # with the symptom's test: 300 steps
WELL = (("symptom", "well"),)
MOST_FINDINGS = 22


def large_guide(seed: int) -> Guide:
    """This function will make a random guide of 200 causes, 160 checks and 140 remedies."""
    rng = random.Random(seed)
    names = [f"c{i}" for i in range(CAUSES)]
    causes = {c: Cause(c, c, rng.choice([0.002, 0.005, 0.01, 0.02, 0.04]), "") for c in names}
    readings = {f"r{k}": _reading(rng, f"r{k}", names) for k in range(CHECKS)}
    checks = {
        f"k{k}": Check(f"k{k}", f"k{k}", Who.DEVICE, float(rng.randint(5, 60)), (f"r{k}",)) for k in range(CHECKS)
    }
    shown = {c: rng.uniform(0.9, 0.99) for c in names}
    readings["symptom"] = Reading("symptom", "symptom", (Finding("well", "well"), Finding("ill", "ill", shown, 0.002)))
    checks["test"] = Check("test", "test", Who.DEVICE, 20.0, ("symptom",))
    repairs: list[dict[str, float]] = [{} for _ in range(REMEDIES)]
    for i, cause in enumerate(names):
        repairs[i % REMEDIES][cause] = rng.uniform(0.75, 0.99)
    remedies = {
        f"m{k}": Remedy(f"m{k}", f"m{k}", Who.EXPERT, float(rng.randint(10, 120)), which, WELL, steps=("s",))
        for k, which in enumerate(repairs)
    }
    return Guide(
        id="large", title="large", says=(), owner="", reviewed="", goal=WELL, test="test", causes=causes,
        readings=readings, checks=checks, remedies=remedies, handovers={"h": HandOver("h", "h", "others", 900.0, ())},
    )  # fmt: skip


def _reading(rng: random.Random, name: str, causes: list[str]) -> Reading:
    shown = {c: rng.uniform(0.6, 0.98) for c in rng.sample(causes, rng.randint(1, 4))}
    return Reading(name, name, (Finding("fine", "fine"), Finding("bad", "bad", shown, rng.uniform(0.01, 0.1))))


def evidence(guide: Guide, seed: int) -> list[Found]:
    """This function will draw a truth with a few causes and the findings of the steps the engine would choose on it."""
    rng = random.Random(seed)
    holds = set(rng.sample(sorted(guide.causes), rng.randint(1, 4)))
    about = [k for k, c in guide.checks.items() if k != "test" and _parents(guide, c) & holds]
    rest = [k for k in guide.checks if k != "test" and k not in about]
    chosen = rng.sample(about, min(len(about), 7)) + rng.sample(rest, MOST_FINDINGS)
    chosen = chosen[:MOST_FINDINGS]
    rng.shuffle(chosen)
    return [Found(k, {guide.checks[k].readings[0]: _seen(rng, guide, k, holds)}) for k in chosen]


def _parents(guide: Guide, check: Check) -> set[str]:
    return set(guide.readings[check.readings[0]].findings[1].shown_by)


def _seen(rng: random.Random, guide: Guide, check: str, holds: set[str]) -> str:
    bad = guide.readings[guide.checks[check].readings[0]].findings[1]
    fine = 1.0 - bad.by_chance
    for cause in holds & set(bad.shown_by):
        fine *= 1.0 - bad.shown_by[cause]
    return "fine" if rng.random() < fine else "bad"


class Reference:
    """The same network in pyAgrum."""

    def __init__(self, guide: Guide) -> None:
        import pyagrum as gum

        self.c = compiled(guide)
        net = gum.BayesNet("large")
        for i, prior in enumerate(self.c.prior.tolist()):
            net.add(gum.LabelizedVariable(f"c{i}", "", 2))
            net.cpt(f"c{i}").fillWith([1.0 - prior, prior])
        for reading in self.c.readings.values():
            if reading.id != "symptom":
                self._noisy_or(gum, net, reading.id)
        self._chain(gum, net)
        self.net = net
        self.engine = gum.LazyPropagation(net)
        self.engine.setNumberOfThreads(1)
        self.engine.setTargets({f"c{i}" for i in range(len(self.c.causes))})
        self.engine.addEvidence("symptom", 1)

    def _noisy_or(self, gum, net, name: str) -> None:
        reading = self.c.readings[name]
        net.addNoisyORNet(gum.LabelizedVariable(name, "", 2), 1.0 - float(reading.leak_at_most[0]))
        for j, parent in enumerate(reading.parents.tolist()):
            net.addWeightedArc(f"c{parent}", name, 1.0 - float(reading.at_most[0, j]))

    def _chain(self, gum, net) -> None:
        """The symptom as a chain: each link is the one before, or its own cause showing."""
        reading, last = self.c.readings["symptom"], len(self.c.causes) - 1
        before = ""
        for j, parent in enumerate(reading.parents.tolist()):
            name = "symptom" if j == last else f"o{j}"
            net.add(gum.LabelizedVariable(name, "", 2))
            quiet = float(reading.at_most[0, j])
            leak = float(reading.leak_at_most[0]) if j == 0 else 1.0
            if before:
                net.addArc(before, name)
            net.addArc(f"c{parent}", name)
            for held, fine in ((0, leak), (1, leak * quiet)):
                if not before:
                    net.cpt(name)[{f"c{parent}": held}] = [fine, 1.0 - fine]
                else:
                    net.cpt(name)[{before: 0, f"c{parent}": held}] = [fine, 1.0 - fine]
                    net.cpt(name)[{before: 1, f"c{parent}": held}] = [0.0, 1.0]
            before = name

    def add(self, found: Found) -> None:
        """This function will take one finding into the evidence."""
        for reading, finding in found.findings.items():
            self.engine.addEvidence(reading, int(finding == "bad"))

    def posteriors(self) -> list[float]:
        """This function will infer the posterior of every cause."""
        self.engine.makeInference()
        return [float(self.engine.posterior(f"c{i}")[1]) for i in range(len(self.c.causes))]


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of processor time per choice and per inference, and how far the posteriors are apart at most."""

    ours: list[float]
    theirs: list[float]
    wall: list[float]
    apart: float
    abnormal: int


def side_by_side(truths: int) -> Speed:
    """This function will work some truths finding by finding, timing both in turn."""
    ours, theirs, wall, apart, abnormal = [], [], [], 0.0, 0
    for truth in range(truths):
        guide = large_guide(truth // 4)
        reference, events = Reference(guide), []
        think(guide, [])  # the guide's arrays are made once, when it is loaded
        findings = evidence(guide, 100 + truth)
        for found in findings:
            events.append(found)
            clock, start = time.perf_counter(), time.process_time()
            said = think(guide, events)
            ours.append(time.process_time() - start)
            wall.append(time.perf_counter() - clock)
            assert said.kind is not StepKind.SOLVED
            reference.add(found)
            start = time.process_time()
            posterior = reference.posteriors()
            theirs.append(time.process_time() - start)
            exact = np.array(list(beliefs(guide, events).values()))
            apart = max(apart, float(np.abs(exact - np.array(posterior)).max()))
        abnormal = max(abnormal, sum("bad" in f.findings.values() for f in findings))
        progress("guide-speed", truth + 1, truths)
    return Speed(ours, theirs, wall, apart, abnormal)


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will print the times in milliseconds."""
    speed = side_by_side(8)
    for name, times in (("ours", speed.ours), ("ours, wall", speed.wall), ("pyAgrum", speed.theirs)):
        ms = np.array(times) * 1000
        p50, p99 = np.percentile(ms, [50, 99])
        print(f"{name:12} mean {ms.mean():.2f} ms, p50 {p50:.2f}, p99 {p99:.2f}, max {ms.max():.2f}")
    print(f"apart at most {speed.apart:.1e}; up to {speed.abnormal} abnormal findings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
