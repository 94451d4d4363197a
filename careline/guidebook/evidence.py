"""What the events of a diagnosis say, folded into facts about now. No hidden state: the same events, the same facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from careline.guidebook.compile import Compiled
from careline.guidebook.values import (
    UNKNOWN,
    Did,
    Event,
    Found,
    HandedOver,
    Outcome,
    Remedy,
    Who,
)

TRUST_AT_FIRST = (99.0, 100.0)
"""A reported "done" was really done in 99 of 100 cases [D]; each one found undone counts as six more doubts."""
DOUBTS_PER_CONTRADICTION = 6.0


@dataclass(frozen=True, slots=True)
class Observation:
    """The latest finding of a reading, as a range of levels (a complaint only says "not well")."""

    at: int
    low: int
    high: int


@dataclass(slots=True)
class Evidence:
    """Everything known about one diagnosis at this moment."""

    observed: dict[str, Observation] = field(default_factory=dict)  # reading -> latest finding
    untold: dict[str, int] = field(default_factory=dict)  # reading -> when "can't tell" was the answer
    attempts: dict[int, list[tuple[int, float]]] = field(default_factory=dict)  # cause -> (when, chance it worked)
    left_behind: dict[int, int] = field(default_factory=dict)  # cause -> since when a remedy has brought it about
    tried: dict[str, list[tuple[int, Outcome]]] = field(default_factory=dict)  # remedy -> (when, outcome)
    asked: dict[str, list[int]] = field(default_factory=dict)  # check -> when
    last_change: int = 0  # when something was last done that may have helped
    trust: float = TRUST_AT_FIRST[0] / TRUST_AT_FIRST[1]
    handed_over: str = ""
    length: int = 0


def fold(compiled: Compiled, events: Sequence[Event]) -> Evidence:
    """This function will fold the events, oldest first, into what is known now."""
    evidence = Evidence(length=len(events), trust=trust_in(compiled, events))
    _complaint(compiled, evidence)
    for at, event in enumerate(events, start=1):
        if isinstance(event, Found):
            _found(compiled, evidence, at, event)
        elif isinstance(event, Did):
            _did(compiled, evidence, at, event)
        elif isinstance(event, HandedOver):
            evidence.handed_over = event.handover
    return evidence


def _complaint(compiled: Compiled, evidence: Evidence) -> None:
    """The customer called, so the symptom's test would not have come out well."""
    for reading, good in compiled.goal.items():
        evidence.observed[reading] = Observation(0, max(good) + 1, len(compiled.readings[reading].findings) - 1)


def _found(compiled: Compiled, evidence: Evidence, at: int, event: Found) -> None:
    if not event.silent:
        evidence.asked.setdefault(event.check, []).append(at)
    for reading, finding in event.findings.items():
        if reading not in compiled.readings:
            continue
        if finding == UNKNOWN:
            evidence.untold[reading] = at
            continue
        level = compiled.readings[reading].level(finding)
        evidence.observed[reading] = Observation(at, level, level)
        evidence.untold.pop(reading, None)


def _did(compiled: Compiled, evidence: Evidence, at: int, event: Did) -> None:
    remedy = compiled.guide.remedies.get(event.remedy)
    if remedy is None:
        return
    evidence.tried.setdefault(event.remedy, []).append((at, event.outcome))
    if event.outcome is not Outcome.DONE:
        return
    evidence.last_change = at
    really = 1.0 if remedy.who is Who.EXPERT and not remedy.steps else evidence.trust
    for cause, chance in remedy.repairs.items():
        evidence.attempts.setdefault(compiled.index[cause], []).append((at, min(chance, 0.995) * really))
    for cause in remedy.leaves:
        index = compiled.index[cause]
        evidence.left_behind[index] = at
        evidence.attempts[index] = []


def trust_in(compiled: Compiled, events: Sequence[Event]) -> float:
    """This function will return the chance that a reported "done" was done, lowered by each one found undone."""
    contradictions = 0
    waiting: dict[str, Remedy] = {}
    for event in events:
        if isinstance(event, Did) and event.outcome is Outcome.DONE and event.remedy in compiled.guide.remedies:
            remedy = compiled.guide.remedies[event.remedy]
            if remedy.who is not Who.EXPERT:
                waiting[remedy.id] = remedy
        elif isinstance(event, Found) and not event.silent:
            undone = [r for r in waiting.values() if _found_undone(compiled, r, event.findings)]
            contradictions += bool(undone)
            for remedy in undone:
                del waiting[remedy.id]
    sure, all_told = TRUST_AT_FIRST
    return sure / (all_told + DOUBTS_PER_CONTRADICTION * contradictions)


def _found_undone(compiled: Compiled, remedy: Remedy, findings: Mapping[str, str]) -> bool:
    """True when the remedy's own proof came out otherwise, and nothing but its own causes can explain that."""
    own = {compiled.index[c] for c in remedy.repairs}
    for reading, finding in remedy.proof:
        if findings.get(reading, finding) in (finding, UNKNOWN):
            continue
        if set(compiled.readings[reading].parents.tolist()) <= own:
            return True
    return False


def is_well(compiled: Compiled, evidence: Evidence) -> bool:
    """This function will tell whether the symptom's own test has come out well, and nothing was changed since."""
    for reading, good in compiled.goal.items():
        seen = evidence.observed[reading]
        if seen.at == 0 or seen.low not in good or seen.high not in good:
            return False
    return bool(compiled.goal)
