"""Random troubleshooting problems of up to ten steps, as guides, with a fixed seed."""

from __future__ import annotations

import random

from careline.guidebook.values import Cause, Check, Finding, Guide, HandOver, Reading, Remedy, Who

WELL = (("symptom", "well"),)


def random_guide(seed: int) -> Guide:
    """This function will make a problem of 4 to 10 steps: checks, remedies, the symptom's test and hand-over."""
    rng = random.Random(seed)
    n_causes = rng.randint(2, 4)
    n_checks = rng.randint(1, 4)
    n_remedies = max(2, min(8 - n_checks, n_causes + rng.randint(0, 1)))
    causes = {
        f"c{i}": Cause(f"c{i}", f"cause {i}", rng.choice([0.4, 0.2, 0.2, 0.08, 0.02]), "") for i in range(n_causes)
    }
    readings, checks = {}, {}
    names = list(causes)
    for k in range(n_checks):
        reading = _reading(rng, f"r{k}", names)
        readings[reading.id] = reading
        checks[f"k{k}"] = Check(f"k{k}", f"check {k}", Who.DEVICE, float(rng.randint(5, 60)), (reading.id,))
    shown = {c: rng.uniform(0.9, 0.99) for c in names}
    readings["symptom"] = Reading("symptom", "symptom", (Finding("well", "well"), Finding("ill", "ill", shown)))
    checks["test"] = Check("test", "test", Who.DEVICE, float(rng.randint(3, 40)), ("symptom",))
    remedies = {f"m{k}": _remedy(rng, k, names) for k in range(n_remedies)}
    handover = HandOver("h", "hand over", "others", float(rng.randint(200, 700)), ())
    return Guide(
        id=f"R{seed}", title="random", says=(), owner="", reviewed="", goal=WELL, test="test", causes=causes,
        readings=readings, checks=checks, remedies=remedies, handovers={"h": handover},
    )  # fmt: skip


def _reading(rng: random.Random, name: str, causes: list[str]) -> Reading:
    parents = rng.sample(causes, rng.randint(1, min(3, len(causes))))
    if rng.random() < 0.75:
        bad = (Finding("bad", "bad", {c: rng.uniform(0.6, 0.98) for c in parents}, rng.uniform(0.01, 0.15)),)
    else:
        low = {c: rng.uniform(0.2, 0.5) for c in parents}
        bad = (
            Finding("odd", "odd", low, rng.uniform(0.01, 0.1)),
            Finding("bad", "bad", {c: rng.uniform(0.3, 0.49) for c in parents}, rng.uniform(0.01, 0.05)),
        )
    return Reading(name, name, (Finding("fine", "fine"), *bad))


def _remedy(rng: random.Random, k: int, causes: list[str]) -> Remedy:
    repairs = {causes[k % len(causes)]: rng.uniform(0.75, 0.99)}
    if rng.random() < 0.25:
        repairs[rng.choice(causes)] = rng.uniform(0.75, 0.99)
    return Remedy(f"m{k}", f"remedy {k}", Who.EXPERT, float(rng.randint(10, 120)), repairs, WELL)
