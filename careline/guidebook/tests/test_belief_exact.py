"""Belief equals adding up every combination of causes by hand, also after repairs and second looks."""

from __future__ import annotations

import itertools
import random

import pytest

from careline.guidebook.compile import compiled
from careline.guidebook.evidence import fold
from careline.guidebook.think import beliefs, think
from careline.guidebook.values import (
    UNKNOWN,
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

WELL = (("symptom", "well"),)


def small_guide(rng: random.Random) -> Guide:
    names = [f"c{i}" for i in range(rng.randint(2, 4))]
    readings = {}
    for k in range(3):
        shown = {c: rng.uniform(0.5, 0.95) for c in rng.sample(names, rng.randint(1, len(names)))}
        findings = (Finding("fine", "fine"), Finding("bad", "bad", shown, rng.uniform(0.02, 0.2)))
        readings[f"r{k}"] = Reading(f"r{k}", f"r{k}", findings)
    ill = Finding("ill", "ill", {c: rng.uniform(0.8, 0.95) for c in names}, 0.01)
    readings["symptom"] = Reading("symptom", "symptom", (Finding("well", "well"), ill))
    checks = {f"k{k}": Check(f"k{k}", f"k{k}", Who.DEVICE, 10.0 + k, (f"r{k}",)) for k in range(3)}
    checks["test"] = Check("test", "test", Who.DEVICE, 15.0, ("symptom",))
    remedies = {f"m{c}": Remedy(f"m{c}", c, Who.EXPERT, 30.0, {c: rng.uniform(0.7, 0.95)}, WELL) for c in names}
    return Guide(
        id="S", title="small", says=(), owner="", reviewed="", goal=WELL, test="test",
        causes={c: Cause(c, c, rng.uniform(0.05, 0.4), "") for c in names}, readings=readings, checks=checks,
        remedies=remedies, handovers={"h": HandOver("h", "h", "others", 600.0, ())},
    )  # fmt: skip


def by_hand(guide: Guide, events: list[Event]) -> dict[str, float]:
    """Every cause either never held, still holds, or was repaired at one of its attempts: add all of them up."""
    c = compiled(guide)
    evidence = fold(c, events)
    histories = []
    for i, cause in enumerate(c.causes):
        prior, tried = float(c.prior[i]), evidence.attempts.get(i, [])
        mine, left = [(1 - prior, 0.0)], prior
        for when, worked in tried:
            mine.append((left * worked, float(when)))
            left *= 1 - worked
        histories.append([*mine, (left, float("inf"))])
        assert cause in guide.causes
    total, held = 0.0, [0.0] * len(c.causes)
    for world in itertools.product(*histories):
        weight = 1.0
        for chance, _ in world:
            weight *= chance
        for name, seen in evidence.observed.items():
            r = c.readings[name]
            at_most = r.leak_at_most.copy()
            for j, parent in enumerate(r.parents.tolist()):
                if world[parent][1] > seen.at:
                    at_most = at_most * r.at_most[:, j]
            weight *= float(at_most[seen.high] - (at_most[seen.low - 1] if seen.low else 0.0))
        total += weight
        for i, (_, until) in enumerate(world):
            held[i] += weight if until == float("inf") else 0.0
    return {cause: h / total for cause, h in zip(c.causes, held, strict=True)}


def some_events(rng: random.Random, guide: Guide) -> list[Event]:
    events: list[Event] = []
    for _ in range(rng.randint(0, 6)):
        if rng.random() < 0.3:
            events.append(Did(rng.choice(sorted(guide.remedies)), Outcome.DONE))
        else:
            check = rng.choice(["k0", "k1", "k2"])
            finding = rng.choice(["fine", "bad", "bad", UNKNOWN])
            events.append(Found(check, {guide.checks[check].readings[0]: finding}))
    return events


@pytest.mark.parametrize("seed", range(60))
def test_belief_is_exact(seed: int) -> None:
    rng = random.Random(seed)
    guide = small_guide(rng)
    events = some_events(rng, guide)
    assert beliefs(guide, events) == pytest.approx(by_hand(guide, events), abs=1e-7)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_events_give_the_same_situation(seed: int) -> None:
    rng = random.Random(seed)
    guide = small_guide(rng)
    events = some_events(rng, guide)
    assert think(guide, events) == think(small_guide(random.Random(seed)), list(events))


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_asked_twice_without_cause_and_handing_over_comes_last(seed: int) -> None:
    rng = random.Random(seed)
    guide = small_guide(rng)
    events: list[Event] = []
    fresh: set[str] = set()
    for _ in range(60):
        said = think(guide, events)
        if said.kind is StepKind.HAND_OVER:
            break
        assert said.kind is not StepKind.SOLVED
        if said.kind is StepKind.REMEDY:
            events.append(Did(said.id, Outcome.DONE))
            fresh = set()
            continue
        assert said.id not in fresh, "asked again though nothing was done since"
        fresh.add(said.id)
        if said.id == "test":
            events.append(Found("test", {"symptom": "ill"}))
        else:
            events.append(Found(said.id, {guide.checks[said.id].readings[0]: rng.choice(["fine", "bad"])}))
    assert said.kind is StepKind.HAND_OVER
    done = {e.remedy for e in events if isinstance(e, Did)}
    assert done == set(guide.remedies), "handed over though a remedy was never tried"


def test_a_taken_back_answer_counts_no_more() -> None:
    guide = small_guide(random.Random(4))
    bad, fine = Found("k0", {"r0": "bad"}), Found("k0", {"r0": "fine"})
    assert beliefs(guide, [bad, fine]) == pytest.approx(beliefs(guide, [fine]), abs=1e-9)


def test_what_cannot_be_told_says_nothing() -> None:
    guide = small_guide(random.Random(5))
    assert beliefs(guide, [Found("k1", {"r1": UNKNOWN})]) == pytest.approx(beliefs(guide, []), abs=1e-12)


def test_a_test_that_comes_out_well_ends_it() -> None:
    guide = small_guide(random.Random(6))
    assert think(guide, [Found("test", {"symptom": "well"})]).kind is StepKind.SOLVED
