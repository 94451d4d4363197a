"""The policies compared: ours, plain chance over cost, and a fixed decision tree."""

from __future__ import annotations

import numpy as np

from bench.exact import Move, Problem
from careline.guidebook.choice import Rules
from careline.guidebook.think import beliefs, think
from careline.guidebook.values import Event, StepKind


def ours(problem: Problem):
    """The engine as the desk uses it; each step once, as in the problem's rules."""

    def choose(events: list[Event], left: frozenset[Move], changed: bool) -> Move:
        situation = think(problem.guide, events, rules=Rules(turn=0.0, once=True, hand_over_early=True))
        if situation.kind is StepKind.HAND_OVER:
            return ("hand_over", "")
        if situation.id == problem.guide.test:
            return ("test", "")
        return (situation.kind.value, situation.id)

    return choose


def chance_over_cost(problem: Problem):
    """Remedies by chance over cost on the current belief, the test after each, hand-over at the end; no questions."""

    def choose(events: list[Event], left: frozenset[Move], changed: bool) -> Move:
        if changed:
            return ("test", "")
        chance = beliefs(problem.guide, events)
        remedies = [name for kind, name in left if kind == "remedy"]
        if not remedies:
            return ("hand_over", "")

        def worth(name: str) -> float:
            remedy = problem.guide.remedies[name]
            works = 1 - np.prod([1 - chance[c] * s for c, s in remedy.repairs.items()])
            return float(works) / remedy.cost

        return ("remedy", max(sorted(remedies), key=worth))

    return choose


def fixed_tree(problem: Problem):
    """A written workflow: each check in turn, the remedies of what it shows, the test; then every remedy in turn."""

    def choose(events: list[Event], left: frozenset[Move], changed: bool) -> Move:
        if changed:
            return ("test", "")
        shown = set()
        for event in events:
            for reading, finding in getattr(event, "findings", {}).items():
                if reading != "symptom" and finding != "fine":
                    findings = problem.guide.readings[reading].findings
                    shown |= {c for f in findings for c in f.shown_by}
        due = sorted(n for k, n in left if k == "remedy" and shown & set(problem.guide.remedies[n].repairs))
        if due:
            return ("remedy", due[0])
        checks = sorted(n for k, n in left if k == "check")
        if checks:
            return ("check", checks[0])
        remedies = sorted(n for k, n in left if k == "remedy")
        return ("remedy", remedies[0]) if remedies else ("hand_over", "")

    return choose
