"""Which steps are open now: nothing is asked twice without cause, no money is taken in vain."""

from __future__ import annotations

import numpy as np

from careline.guidebook.choice import Choice
from careline.guidebook.compile import Vector
from careline.guidebook.lookahead import Move, readings_that_matter
from careline.guidebook.values import Check, HandOver, Outcome, Remedy, StepKind, Who

MOST_ATTEMPTS = 4
MOST_CANNOT = 2
SURE_OF_HAND_OVER = 0.9
"""Handed over for a cause only when it is at least this likely [D]."""
UNLIKELY = 0.01
LEAST_WORTH = 0.001
"""A remedy is not asked of a customer when all that it repairs is less likely than this [D]."""


def open_moves(desk: Choice) -> list[Move]:
    """This function will give every step that is open now: the test, checks that can still tell, remedies not spent."""
    moves = []
    matters = (desk.c.bears @ desk.worlds.matter > 0).tolist()
    for row, check in enumerate(desk.c.checks):
        if check.id == desk.c.guide.test:
            moves.append(Move(StepKind.CHECK, check.id, desk.cost(check), proves=True))
        elif matters[row] and may_ask(desk, check):
            tells = readings_that_matter(desk.worlds, check.readings)
            moves.append(Move(StepKind.CHECK, check.id, desk.cost(check), tells=tells))
    works = works_on(desk)
    worth = works.any(axis=1) & (((desk.c.repairs > 0) * desk.chance).max(axis=1, initial=0.0) >= LEAST_WORTH)
    for row in np.flatnonzero(worth).tolist():
        remedy = desk.c.remedies[row]
        if may_try(desk, remedy) and waits_for(desk, remedy) is None:
            moves.append(_remedy_move(desk, remedy, works[row]))
    return moves


def _remedy_move(desk: Choice, remedy: Remedy, surely: Vector) -> Move:
    works = surely * (1.0 if remedy.who is Who.EXPERT else desk.e.trust)
    if not remedy.leaves:
        return Move(StepKind.REMEDY, remedy.id, desk.cost(remedy), works=works)
    columns = [desk.worlds.column(desk.c.index[left]) for left in remedy.leaves]
    extra = sum(cheapest_remedy(desk, left) * (1 - desk.likely(left)) for left in remedy.leaves)
    inside = tuple(x for x in columns if x >= 0)
    return Move(StepKind.REMEDY, remedy.id, desk.cost(remedy) + (0 if inside else extra), works=works, leaves=inside)


def works_on(desk: Choice) -> Vector:
    """Remedies x columns: chance to repair it, when really done; of "something else", the share that is repaired."""
    works: Vector = desk.c.repairs[:, desk.worlds.members]
    if not len(desk.worlds.others):
        return works
    share = desk.worlds.share / max(float(desk.worlds.share.sum()), 1e-12)
    return np.column_stack([works, desk.c.repairs[:, desk.worlds.others] @ share])


def cheapest_remedy(desk: Choice, cause: str) -> float:
    return min((desk.cost(r) for r in desk.c.remedies if cause in r.repairs), default=0.0)


def last_test(desk: Choice) -> int:
    return max((desk.e.observed[r].at for r in desk.c.goal), default=0)


def may_ask(desk: Choice, check: Check) -> bool:
    """Nothing is asked twice without cause: only when something since done may have changed what it tells."""
    asked = desk.e.asked.get(check.id)
    if desk.rules.once and asked:
        return False
    if not asked:
        return any(r not in desk.e.observed or _open(desk, r) for r in check.readings)
    untold = [r for r in check.readings if r in desk.e.untold]
    if untold and len(asked) < MOST_CANNOT and len(untold) == len(check.readings):
        return True
    return any(_stale(desk, reading, asked[-1]) for reading in check.readings)


def _open(desk: Choice, reading: str) -> bool:
    seen = desk.e.observed.get(reading)
    return seen is None or seen.at == 0 or _stale(desk, reading, seen.at)


def _stale(desk: Choice, reading: str, since: int) -> bool:
    if reading in desk.c.circumstances:
        return False
    for cause in desk.c.readings[reading].parents.tolist():
        if any(when > since for when, _ in desk.e.attempts.get(cause, ())):
            return True
        if desk.e.left_behind.get(cause, 0) > since:
            return True
    return False


def may_try(desk: Choice, remedy: Remedy) -> bool:
    """This function will tell whether a remedy is still open, by how often it was tried and with what outcome."""
    tried = desk.e.tried.get(remedy.id)
    if not tried:
        return True
    outcomes = [outcome for _, outcome in tried]
    if desk.rules.once:
        return False
    if outcomes[-1] is Outcome.DONE:
        when = tried[-1][0]
        if not _news_since(desk, remedy, when) or _seen_to_work(desk, remedy, when):
            return False
    if Outcome.REFUSED in outcomes or outcomes[-1] is Outcome.DENIED:
        return False
    return len(tried) < MOST_ATTEMPTS and outcomes.count(Outcome.CANNOT) < MOST_CANNOT


def _news_since(desk: Choice, remedy: Remedy, when: int) -> bool:
    """A remedy that was done is not done again until something was seen that its causes have a part in."""
    wanted = {desk.c.index[c] for c in remedy.repairs}
    for reading, seen in desk.e.observed.items():
        if seen.at > when and wanted & set(desk.c.readings[reading].parents.tolist()):
            return True
    return False


def _seen_to_work(desk: Choice, remedy: Remedy, when: int) -> bool:
    """Its own proof was looked at since and came out well, so doing it again cannot help."""
    own = [(r, f) for r, f in remedy.proof if r not in desk.c.goal]
    seen = [desk.e.observed.get(reading) for reading, _ in own]
    return bool(own) and all(
        look is not None and look.at > when and desk.c.readings[reading].findings[look.high] == finding
        for look, (reading, finding) in zip(seen, own, strict=True)
    )


def unproven_look(desk: Choice) -> Check | None:
    """This function will return the cheapest look at a repair that was only reported, or None when all were looked at.

    Before a contact is handed over because nothing else is left, what the customer reported as done is looked at.
    """
    looks = []
    for remedy in desk.c.remedies:
        done = [when for when, outcome in desk.e.tried.get(remedy.id, ()) if outcome is Outcome.DONE]
        if not done or not remedy.steps:
            continue
        for reading, _ in remedy.proof:
            seen = desk.e.observed.get(reading)
            if reading in desk.c.goal or (seen is not None and seen.at > done[-1]):
                continue
            looks += [c for c in desk.c.checks if reading in c.readings and not _asked_since(desk, c, done[-1])]
    return min(looks, key=lambda check: (desk.cost(check), check.id), default=None)


def _asked_since(desk: Choice, check: Check, when: int) -> bool:
    return any(asked > when for asked in desk.e.asked.get(check.id, ()))


def waits_for(desk: Choice, remedy: Remedy) -> float | None:
    """None when nothing stands in the way; otherwise the cost of the looks it waits for (inf: it cannot be)."""
    cost, waits = 0.0, False
    if not remedy.holds_first and not remedy.only_without:
        return None
    for reading, finding in remedy.holds_first:
        seen = desk.e.observed.get(reading)
        if seen is not None and seen.at and desk.c.readings[reading].findings[seen.high] == finding:
            continue
        if seen is not None and seen.at and not _stale(desk, reading, seen.at):
            return float("inf")
        waits, cost = True, cost + cost_to_tell(desk, reading)
    for cause in remedy.only_without:
        if desk.likely(cause) > UNLIKELY:
            waits = True
            cost += min((cost_to_tell(desk, r) for r in desk.c.telling[cause]), default=0.0)
    return cost if waits else None


def cost_to_tell(desk: Choice, reading: str) -> float:
    return min((desk.cost(c) for c in desk.c.checks if reading in c.readings), default=float("inf"))


def needed_elsewhere(desk: Choice) -> HandOver | None:
    """This function will give the hand-over whose cause is as good as certain and settled, or None."""
    for handover in desk.c.guide.handovers.values():
        if any(desk.likely(cause) >= SURE_OF_HAND_OVER and _is_settled(desk, cause) for cause in handover.when):
            return handover
    return None


def _is_settled(desk: Choice, cause: str) -> bool:
    """A cause that others repair counts as found when a finding settles it; by elimination only at the very end."""
    rules = desk.c.guide.causes[cause].certain_when
    return bool(rules) and all(
        (seen := desk.e.observed.get(r)) is not None and desk.c.readings[r].findings[seen.high] == f for r, f in rules
    )


def last_resort_cost(desk: Choice) -> float:
    """What handing over costs when no found cause asks for it."""
    return min((h.cost for h in desk.c.guide.handovers.values() if not h.when), default=float("inf"))
