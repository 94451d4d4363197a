"""Every cause of every guide, alone: found and put right, or handed to whoever takes it, in a bearable number of steps.

The customer here is the guide's own word: a reading shows the finding that its causes show, a remedy repairs what it
says. Real phones are played by the replay; this proves that no part of a guide leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from careline.domains.diagnosis.tests.test_guides import BOOK
from careline.guidebook.think import think
from careline.guidebook.values import SILENT, Did, Event, Found, Guide, Outcome, Reading, Situation, StepKind

MOST_STEPS = 15
MOST_UNTIL_THE_END = 40
"""For a cause that nothing settles: it is what remains when all else has been tried, so all else is tried first."""
LIKELY = 0.5


def shows(reading: Reading, causes: set[str]) -> str:
    """The finding that hides the others among those that the causes show."""
    shown = [each.id for each in reading.findings if any(each.shown_by.get(cause, 0) >= LIKELY for cause in causes)]
    return shown[-1] if shown else reading.findings[0].id


def _concerns(guide: Guide, cause: str) -> bool:
    """Whether a customer with this cause alone has the concern that the guide is for."""
    return not all(_reached(guide, reading, {cause}) for reading in {reading for reading, _ in guide.goal})


def _reached(guide: Guide, reading: str, causes: set[str]) -> bool:
    return (reading, shows(guide.readings[reading], causes)) in guide.goal


OWN = [
    (guide.id, cause.id)
    for guide in BOOK.guides.values()
    for cause in guide.causes.values()
    if cause.origin == guide.id and _concerns(guide, cause.id)
]


def silent(guide: Guide, causes: set[str]) -> list[Event]:
    checks = [check for check in guide.checks.values() if check.who in SILENT]
    return [Found(check.id, told(guide, check.readings, causes), silent=True) for check in checks]


def told(guide: Guide, readings: tuple[str, ...], causes: set[str]) -> Mapping[str, str]:
    return {reading: shows(guide.readings[reading], causes) for reading in readings}


def walk(guide: Guide, cause: str) -> tuple[Situation, list[str], set[str]]:
    """Follow the guide until it ends; return the end, the steps on the way, and what still holds."""
    causes, steps = {cause}, []
    events = silent(guide, causes)
    situation = think(guide, events)
    while situation.kind in (StepKind.CHECK, StepKind.REMEDY) and len(steps) < MOST_UNTIL_THE_END:
        steps.append(situation.id)
        if situation.kind is StepKind.CHECK:
            events.append(Found(situation.id, told(guide, guide.checks[situation.id].readings, causes)))
        else:
            remedy = guide.remedies[situation.id]
            causes = {each for each in causes if remedy.repairs.get(each, 0) < LIKELY} | set(remedy.leaves)
            events += [Did(situation.id, Outcome.DONE), *(silent(guide, causes) if remedy.act else [])]
        situation = think(guide, events)
    return situation, steps, causes


@pytest.mark.parametrize(("reason", "cause"), OWN)
def test_a_cause_alone_comes_to_a_good_end(reason: str, cause: str) -> None:
    guide = BOOK.guides[reason]
    situation, steps, left = walk(guide, cause)
    if any(remedy.repairs.get(cause) for remedy in guide.remedies.values()):
        assert situation.kind is StepKind.SOLVED, (situation.id, steps)
        assert left == set(), steps
    else:
        assert situation.kind is StepKind.HAND_OVER, (situation.id, steps)
        assert cause in guide.handovers[situation.id].when or not guide.handovers[situation.id].when, steps
    settled = bool(guide.causes[cause].certain_when)
    assert len(steps) <= (MOST_STEPS if settled else MOST_UNTIL_THE_END), steps


@pytest.mark.parametrize(("reason", "cause"), OWN)
def test_no_money_is_taken_where_it_was_not_needed(reason: str, cause: str) -> None:
    _, steps, _ = walk(BOOK.guides[reason], cause)
    assert "pay-overdue-bill" not in steps or cause == "suspended-unpaid", steps
    assert "add-data" not in steps or cause == "data-used-up", steps
