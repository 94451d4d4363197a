"""The next step with the least expected cost to a proven fix, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from careline.guidebook.belief import marginals, potentials
from careline.guidebook.choice import MOST_CAUSES_AHEAD, Choice, Rules
from careline.guidebook.compile import compiled
from careline.guidebook.evidence import fold, is_well
from careline.guidebook.open_steps import last_resort_cost, last_test, needed_elsewhere, open_moves, unproven_look
from careline.guidebook.values import Event, Guide, Option, Situation, StepKind
from careline.guidebook.weigh import weighed
from careline.guidebook.worlds import worlds_of


def think(
    guide: Guide, events: Sequence[Event], priors: Mapping[str, float] | None = None, *, rules: Rules | None = None
) -> Situation:
    """This function will return belief per cause and the next step with the least expected cost to a proven fix.

    Pure: the same guide and events give the same answer. Costs are seconds of customer effort.
    """
    rules = rules or Rules()
    c = compiled(guide, priors)
    e = fold(c, events)
    p = potentials(c, e)
    chance = marginals(p)
    desk = Choice(c, e, chance, worlds_of(c, p, chance, MOST_CAUSES_AHEAD), p, rules)
    if is_well(c, e):
        return _situation(desk, StepKind.SOLVED, "", "The test came out well: the concern is gone.", ())
    return _choose(desk)


def beliefs(guide: Guide, events: Sequence[Event], priors: Mapping[str, float] | None = None) -> dict[str, float]:
    """This function will return the exact chance of each cause now, without choosing a step."""
    c = compiled(guide, priors)
    chance = marginals(potentials(c, fold(c, events)))
    return dict(zip(c.causes, chance.tolist(), strict=True))


def _choose(desk: Choice) -> Situation:
    certain = needed_elsewhere(desk)
    if certain:
        why = f"Only {certain.to} can put this right, and the facts say that is what it is."
        return _situation(desk, StepKind.HAND_OVER, certain.id, why, ())
    moves = open_moves(desk)
    if not any(m.kind is not StepKind.CHECK or not m.proves for m in moves):
        moves = [m for m in moves if m.proves and desk.e.last_change > last_test(desk)]
    options = weighed(desk, moves)
    if desk.rules.hand_over_early and (not options or last_resort_cost(desk) < options[0].expected_cost):
        return _last_resort(desk)
    if not options:
        look = unproven_look(desk)
        why = "Before anybody else is asked, one look at what was reported as done."
        return _situation(desk, StepKind.CHECK, look.id, why, ()) if look else _last_resort(desk)
    best = options[0]
    return _situation(desk, best.kind, best.id, _why(desk, best), tuple(options))


def _last_resort(desk: Choice) -> Situation:
    """Nothing else remains: hand over to whoever takes the likeliest cause left, or to the last resort."""
    handovers = list(desk.c.guide.handovers.values())
    if not handovers:
        return _situation(desk, StepKind.HAND_OVER, "", "Nothing is left to try in this guide.", ())
    best = max(handovers, key=lambda h: (max((desk.likely(x) for x in h.when), default=0.0) > 0.5, not h.when))
    return _situation(desk, StepKind.HAND_OVER, best.id, "Everything that could help here has been tried.", ())


def _situation(desk: Choice, kind: StepKind, step: str, why: str, options: tuple[Option, ...]) -> Situation:
    treated = [desk.c.causes[i] for i, attempts in desk.e.attempts.items() if attempts and desk.chance[i] < 0.5]
    return Situation(
        beliefs=dict(zip(desk.c.causes, (round(x, 6) for x in desk.chance.tolist()), strict=True)),
        kind=kind,
        id=step,
        why=why,
        options=options,
        trust=round(desk.e.trust, 4),
        repaired=tuple(treated),
    )


def _why(desk: Choice, best: Option) -> str:
    guide = desk.c.guide
    if best.kind is StepKind.REMEDY:
        remedy = guide.remedies[best.id]
        likely = max(remedy.repairs, key=desk.likely)
        return f"“{guide.causes[likely].title}” is {desk.likely(likely):.0%} likely, and this step puts it right."
    check = guide.checks[best.id]
    if best.id == guide.test:
        return "Enough has been put right that the test may come out well now."
    told = {desk.c.causes[i] for r in check.readings for i in desk.c.readings[r].parents.tolist()}
    doubtful = sorted((c for c in told if 0.01 < desk.likely(c) < 0.99), key=desk.likely, reverse=True)
    names = ", ".join(f"“{guide.causes[c].title}”" for c in doubtful[:3]) or "what was done before"
    return f"One look tells about {len(doubtful) or 1} possible causes at once, such as {names}."
