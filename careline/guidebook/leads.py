"""What each answer to the next step would lead to: the step after it and the likeliest cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from careline.guidebook.belief import marginals, potentials
from careline.guidebook.compile import compiled
from careline.guidebook.evidence import fold
from careline.guidebook.think import think
from careline.guidebook.values import AnswerLeadsTo, Did, Event, Found, Guide, Outcome, Situation, StepKind


def what_answers_lead_to(
    guide: Guide, events: Sequence[Event], situation: Situation, priors: Mapping[str, float] | None = None
) -> tuple[AnswerLeadsTo, ...]:
    """This function will tell, for each answer to the next step, the step that would follow and the likeliest cause."""
    answers: list[tuple[str, float, Event]] = []
    if situation.kind is StepKind.CHECK:
        answers = _answers_to_check(guide, events, situation.id, priors)
    elif situation.kind is StepKind.REMEDY:
        outcomes = (Outcome.DONE, Outcome.CANNOT, Outcome.REFUSED)
        answers = [(outcome.value, float("nan"), Did(situation.id, outcome)) for outcome in outcomes]
    leads = []
    for answer, chance, event in answers:
        then = think(guide, [*events, event], priors)
        top = max(then.beliefs, key=lambda c: then.beliefs[c], default="")
        leads.append(AnswerLeadsTo(answer, chance, then.kind, then.id, top, then.beliefs.get(top, 0.0)))
    return tuple(leads)


def _answers_to_check(
    guide: Guide, events: Sequence[Event], check_id: str, priors: Mapping[str, float] | None
) -> list[tuple[str, float, Event]]:
    c = compiled(guide, priors)
    p = potentials(c, fold(c, events))
    chance = marginals(p)
    answers: list[tuple[str, float, Event]] = []
    for reading_id in guide.checks[check_id].readings:
        reading = c.readings[reading_id]
        at_most = reading.leak_at_most * np.prod(1 - chance[reading.parents] * (1 - reading.at_most), axis=1)
        for finding, share in zip(reading.findings, np.diff(at_most, prepend=0.0), strict=True):
            answers.append((f"{reading_id} = {finding}", float(share), Found(check_id, {reading_id: finding})))
    return answers
