"""The next step with the least expected cost to a proven fix, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from careline.guidebook.belief import Potentials, marginals, potentials, without_readings
from careline.guidebook.compile import Compiled, Vector, compiled
from careline.guidebook.evidence import Evidence, fold, is_well
from careline.guidebook.lookahead import Ahead, Move, cost_of_moves, moves_for_check
from careline.guidebook.plan import Plan, Planned
from careline.guidebook.sketch import Sketch, SketchMove, sketch_costs
from careline.guidebook.values import (
    AnswerLeadsTo,
    Check,
    Did,
    Event,
    Found,
    Guide,
    HandOver,
    Option,
    Outcome,
    Remedy,
    Situation,
    StepKind,
    Who,
)
from careline.guidebook.worlds import Worlds, levels_given, worlds_of

MOST_CAUSES_AHEAD = 8
"""Causes laid out as worlds when looking ahead: 2^8 combinations."""
MOST_MOVES = 16
"""Moves looked at in full; the others are left out after a quick score."""
MOST_ATTEMPTS = 4
MOST_CANNOT = 2
SURE_OF_HAND_OVER = 0.9
"""Handed over for a cause only when it is at least this likely [D]."""
UNLIKELY = 0.01
BUDGET = 400_000
"""Cells (rows x worlds x remedies) that a deeper look may take; small guides are looked at two moves ahead."""


TURN = 20.0
"""Seconds that each exchange with the customer takes beside the step itself: saying it, waiting, hearing back [D]."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How steps are counted and when a contact may be handed over (policy contact/hand-over: when nothing else remains)."""

    turn: float = TURN
    once: bool = False
    hand_over_early: bool = False  # True: hand over as soon as that is cheaper; False: only when nothing else remains


@dataclass(slots=True)
class _Desk:
    """One choice: the guide in arrays, what is known, what is believed."""

    c: Compiled
    e: Evidence
    chance: Vector
    worlds: Worlds
    p: Potentials
    rules: Rules

    def likely(self, cause: str) -> float:
        return float(self.chance[self.c.index[cause]])

    def cost(self, step: Check | Remedy) -> float:
        """Seconds with the exchange; an act that needs neither the customer's hands nor consent has none."""
        unseen = isinstance(step, Remedy) and step.who is Who.EXPERT and not step.steps and not step.consent
        return step.cost + (0.0 if unseen else self.rules.turn)


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
    desk = _Desk(c, e, chance, worlds_of(c, p, chance, MOST_CAUSES_AHEAD), p, rules)
    if is_well(c, e):
        return _situation(desk, StepKind.SOLVED, "", "The test came out well: the concern is gone.", ())
    return _choose(desk)


def beliefs(guide: Guide, events: Sequence[Event], priors: Mapping[str, float] | None = None) -> dict[str, float]:
    """This function will return the exact chance of each cause now, without choosing a step."""
    c = compiled(guide, priors)
    chance = marginals(potentials(c, fold(c, events)))
    return dict(zip(c.causes, chance.tolist(), strict=True))


def _choose(desk: _Desk) -> Situation:
    certain = _needed_elsewhere(desk)
    if certain:
        why = f"Only {certain.to} can put this right, and the facts say that is what it is."
        return _situation(desk, StepKind.HAND_OVER, certain.id, why, ())
    moves = _moves(desk)
    if not any(m.kind is not StepKind.CHECK or not m.proves for m in moves):
        moves = [m for m in moves if m.proves and desk.e.last_change > _last_test(desk)]
    options = _weighed(desk, moves)
    if not options or (desk.rules.hand_over_early and _last_resort_cost(desk) < options[0].expected_cost):
        return _last_resort(desk)
    best = options[0]
    return _situation(desk, best.kind, best.id, _why(desk, best), tuple(options))


def _weighed(desk: _Desk, moves: list[Move]) -> list[Option]:
    if not moves:
        return []
    if len(_active(desk)) > MOST_CAUSES_AHEAD:
        return _in_order(moves, _sketched(desk, moves))
    ahead = _ahead(desk)
    changed = desk.e.last_change > _last_test(desk)
    rows = desk.worlds.weight[None, :]
    moves = _promising(desk, ahead, moves)
    cells = rows.shape[1] * len(ahead.plan.planned) * (len(moves) * 3) ** 2
    costs = cost_of_moves(ahead, rows, moves, changed=changed, depth=2 if cells <= BUDGET else 1)[:, 0]
    return _in_order(moves, costs)


def _in_order(moves: Sequence[Move], costs: Vector) -> list[Option]:
    weighed = [Option(m.kind, m.id, round(float(x), 3)) for m, x in zip(moves, costs, strict=True) if np.isfinite(x)]
    return sorted(weighed, key=lambda o: (o.expected_cost, o.kind is StepKind.CHECK, o.id))


def _active(desk: _Desk) -> list[int]:
    """Causes that something can still be done about: a remedy that is open, or a look that would tell."""
    return [i for i in np.flatnonzero(desk.chance > 1e-3).tolist() if _best_remedy(desk, i) or _can_tell(desk, i)]


def _can_tell(desk: _Desk, cause: int) -> bool:
    return any(
        _may_ask(desk, check) and any(_tells(desk, r, desk.c.causes[cause]) for r in check.readings)
        for check in desk.c.checks
        if check.id != desk.c.guide.test
    )


def _sketched(desk: _Desk, moves: Sequence[Move]) -> Vector:
    c, changed = desk.c, desk.e.last_change > _last_test(desk)
    active = _active(desk)
    chance = desk.chance if changed else marginals(without_readings(desk.p, c.goal))
    chance = np.where(np.isin(np.arange(len(chance)), active), chance, 0.0)
    goal = next(iter(c.goal))
    sketch = Sketch(chance, not changed, _plan(desk, active), c.readings[goal], max(c.goal[goal]))
    return sketch_costs(sketch, [_sketch_move(desk, move) for move in moves])


def _plan(desk: _Desk, causes: Sequence[int]) -> Plan:
    """Every cause in the plan once, with its best remedy; one that has none is handed over at its cost."""
    groups: dict[int, list[int]] = {}
    costs: dict[int, float] = {}
    for cause in causes:
        best = _best_remedy(desk, cause)
        row = best[0] if best else -1 - cause
        groups.setdefault(row, []).append(cause)
        costs[row] = best[2] if best else _cheapest_hand_over(desk)
    planned = [Planned(tuple(members), costs[row]) for row, members in groups.items()]
    looks, look_costs = _looks(desk, planned)
    return Plan(
        planned=planned or [Planned((), 1.0)],
        looks=looks,
        look_costs=look_costs,
        test_cost=desk.cost(desk.c.guide.checks[desk.c.guide.test]),
        at_most=_last_resort_cost(desk) if desk.rules.hand_over_early else float("inf"),
    )


def _cheapest_hand_over(desk: _Desk) -> float:
    return min((h.cost for h in desk.c.guide.handovers.values()), default=3600.0)


def _looks(desk: _Desk, planned: Sequence[Planned]) -> tuple[Vector, Vector]:
    """Looks x planned: which look tells whether which planned remedy is needed; and what each look costs."""
    tells, costs = [], []
    for check in desk.c.checks:
        if check.id == desk.c.guide.test or not _may_ask(desk, check):
            continue
        told = [all(any(_tells(desk, r, desk.c.causes[i]) for r in check.readings) for i in p.columns) for p in planned]
        if any(told):
            tells.append(told)
            costs.append(desk.cost(check))
    return np.array(tells, dtype=np.float64), np.array(costs)


def _sketch_move(desk: _Desk, move: Move) -> SketchMove:
    if move.kind is StepKind.CHECK:
        readings = () if move.proves else tuple(desk.c.readings[r] for r in desk.c.guide.checks[move.id].readings)
        return SketchMove(move.kind, move.id, move.cost, readings=readings, proves=move.proves)
    row = [r.id for r in desk.c.remedies].index(move.id)
    remedy = desk.c.remedies[row]
    works = desk.c.repairs[row] * (1.0 if remedy.who is Who.EXPERT else desk.e.trust)
    leaves = tuple(desk.c.index[x] for x in remedy.leaves)
    return SketchMove(move.kind, move.id, desk.cost(remedy), works=works, leaves=leaves)


# --- which moves are open ------------------------------------------------------------------------------------


def _moves(desk: _Desk) -> list[Move]:
    moves = []
    for check in desk.c.checks:
        if check.id == desk.c.guide.test:
            moves.append(Move(StepKind.CHECK, check.id, desk.cost(check), proves=True))
        elif _may_ask(desk, check) and (given := moves_for_check(desk.worlds, check.readings)):
            moves.append(Move(StepKind.CHECK, check.id, desk.cost(check), given=given))
    for row, remedy in enumerate(desk.c.remedies):
        if _may_try(desk, remedy) and _waits_for(desk, remedy) is None:
            moves.append(_remedy_move(desk, row, remedy))
    return [m for m in moves if m.works is None or m.works.any()]


def _remedy_move(desk: _Desk, row: int, remedy: Remedy) -> Move:
    works = _works(desk, row) * (1.0 if remedy.who is Who.EXPERT else desk.e.trust)
    columns = [desk.worlds.column(desk.c.index[left]) for left in remedy.leaves]
    extra = sum(_cheapest(desk, left) * (1 - desk.likely(left)) for left in remedy.leaves)
    inside = tuple(x for x in columns if x >= 0)
    return Move(StepKind.REMEDY, remedy.id, desk.cost(remedy) + (0 if inside else extra), works=works, leaves=inside)


def _works(desk: _Desk, row: int) -> Vector:
    """Chance per column that the remedy, really done, repairs it; of "something else", the share that it repairs."""
    works = desk.c.repairs[row, desk.worlds.members]
    if not len(desk.worlds.others):
        return works
    share = desk.worlds.share / max(float(desk.worlds.share.sum()), 1e-12)
    return np.append(works, float(share @ desk.c.repairs[row, desk.worlds.others]))


def _cheapest(desk: _Desk, cause: str) -> float:
    return min((desk.cost(r) for r in desk.c.remedies if cause in r.repairs), default=0.0)


def _last_test(desk: _Desk) -> int:
    return max((desk.e.observed[r].at for r in desk.c.goal), default=0)


def _may_ask(desk: _Desk, check: Check) -> bool:
    """Nothing is asked twice without cause: only when something since done may have changed what it tells."""
    asked = desk.e.asked.get(check.id)
    if desk.rules.once and asked:
        return False
    if not asked:
        return any(_open(desk, reading) for reading in check.readings)
    untold = [r for r in check.readings if r in desk.e.untold]
    if untold and len(asked) < MOST_CANNOT and len(untold) == len(check.readings):
        return True
    return any(_stale(desk, reading, asked[-1]) for reading in check.readings)


def _open(desk: _Desk, reading: str) -> bool:
    seen = desk.e.observed.get(reading)
    return seen is None or seen.at == 0 or _stale(desk, reading, seen.at)


def _stale(desk: _Desk, reading: str, since: int) -> bool:
    if reading in desk.c.circumstances:
        return False
    for cause in desk.c.readings[reading].parents.tolist():
        if any(when > since for when, _ in desk.e.attempts.get(cause, ())):
            return True
        if desk.e.left_behind.get(cause, 0) > since:
            return True
    return False


def _may_try(desk: _Desk, remedy: Remedy) -> bool:
    tried = desk.e.tried.get(remedy.id, ())
    outcomes = [outcome for _, outcome in tried]
    if desk.rules.once and tried:
        return False
    if outcomes and outcomes[-1] is Outcome.DONE and not _news_since(desk, remedy, tried[-1][0]):
        return False
    if Outcome.REFUSED in outcomes or (outcomes and outcomes[-1] is Outcome.DENIED):
        return False
    return len(tried) < MOST_ATTEMPTS and outcomes.count(Outcome.CANNOT) < MOST_CANNOT


def _news_since(desk: _Desk, remedy: Remedy, when: int) -> bool:
    """A remedy that was done is not done again until something was seen that its causes have a part in."""
    wanted = {desk.c.index[c] for c in remedy.repairs}
    for reading, seen in desk.e.observed.items():
        if seen.at > when and wanted & set(desk.c.readings[reading].parents.tolist()):
            return True
    return False


def _waits_for(desk: _Desk, remedy: Remedy) -> float | None:
    """None when nothing stands in the way; otherwise the cost of the looks it waits for (inf: it cannot be)."""
    cost, waits = 0.0, False
    for reading, finding in remedy.holds_first:
        seen = desk.e.observed.get(reading)
        if seen is not None and seen.at and desk.c.readings[reading].findings[seen.high] == finding:
            continue
        if seen is not None and seen.at and not _stale(desk, reading, seen.at):
            return float("inf")
        waits, cost = True, cost + _cost_to_tell(desk, reading)
    for cause in remedy.only_without:
        if desk.likely(cause) > UNLIKELY:
            waits = True
            cost += min((_cost_to_tell(desk, r) for r in desk.c.telling[cause]), default=0.0)
    return cost if waits else None


def _cost_to_tell(desk: _Desk, reading: str) -> float:
    return min((desk.cost(c) for c in desk.c.checks if reading in c.readings), default=float("inf"))


def _needed_elsewhere(desk: _Desk) -> HandOver | None:
    for handover in desk.c.guide.handovers.values():
        if any(desk.likely(cause) >= SURE_OF_HAND_OVER and _is_settled(desk, cause) for cause in handover.when):
            return handover
    return None


def _is_settled(desk: _Desk, cause: str) -> bool:
    """A cause that others repair counts as found when a finding settles it; by elimination only at the very end."""
    rules = desk.c.guide.causes[cause].certain_when
    return bool(rules) and all(
        (seen := desk.e.observed.get(r)) is not None and desk.c.readings[r].findings[seen.high] == f for r, f in rules
    )


def _last_resort_cost(desk: _Desk) -> float:
    """What handing over costs when no found cause asks for it."""
    return min((h.cost for h in desk.c.guide.handovers.values() if not h.when), default=float("inf"))


def _last_resort(desk: _Desk) -> Situation:
    """Nothing else remains: hand over to whoever takes the likeliest cause left, or to the last resort."""
    handovers = list(desk.c.guide.handovers.values())
    if not handovers:
        return _situation(desk, StepKind.HAND_OVER, "", "Nothing is left to try in this guide.", ())
    best = max(handovers, key=lambda h: (max((desk.likely(x) for x in h.when), default=0.0) > 0.5, not h.when))
    return _situation(desk, StepKind.HAND_OVER, best.id, "Everything that could help here has been tried.", ())


# --- the plain plan --------------------------------------------------------------------------------------------


def _ahead(desk: _Desk) -> Ahead:
    worlds = desk.worlds
    plan = _plan(desk, worlds.members.tolist())
    columns = {cause: column for column, cause in enumerate(worlds.members.tolist())}
    planned = [Planned(tuple(columns[i] for i in p.columns), p.cost) for p in plan.planned]
    looks = plan.looks
    if len(worlds.others):
        planned.append(Planned((len(columns),), _cost_of_others(desk)))
        looks = np.pad(looks, ((0, 0), (0, 1))) if len(looks) else looks
    return Ahead(worlds, replace(plan, planned=planned, looks=looks), _passes(desk))


def _cost_of_others(desk: _Desk) -> float:
    """What it would cost on average to find and repair "something else": its causes in turn, likeliest first."""
    left, cost = 1.0, 0.0
    share = desk.worlds.share / max(float(desk.worlds.share.sum()), 1e-12)
    for place in np.argsort(-share, kind="stable"):
        best = _best_remedy(desk, int(desk.worlds.others[place]))
        cost += left * (best[2] if best else _cheapest_hand_over(desk) * float(share[place]) / max(left, 1e-9))
        left -= float(share[place])
    return float(min(cost, _cheapest_hand_over(desk)))


def _best_remedy(desk: _Desk, cause: int) -> tuple[int, Remedy, float] | None:
    best = None
    for row, remedy in enumerate(desk.c.remedies):
        if desk.c.repairs[row, cause] <= 0 or not _may_try(desk, remedy):
            continue
        waits = _waits_for(desk, remedy) or 0.0
        if not np.isfinite(waits):
            continue
        works = desk.c.repairs[row, cause] * (1.0 if remedy.who is Who.EXPERT else desk.e.trust)
        extra = sum(_cheapest(desk, left) * (1 - desk.likely(left)) for left in remedy.leaves)
        cost = max((desk.cost(remedy) + waits + extra) / works, 0.5)
        if best is None or cost < best[2]:
            best = (row, remedy, cost)
    return best


def _tells(desk: _Desk, reading: str, cause: str) -> bool:
    """A reading tells of a cause when it shows it most times, and seldom shows the same without it."""
    r = desk.c.readings[reading]
    found = np.flatnonzero(r.parents == desk.c.index[cause])
    return bool(len(found)) and float(r.at_most[0, found[0]]) < 0.3 and float(r.leak_at_most[0]) > 0.7


def _passes(desk: _Desk) -> Vector:
    """Chance per world that the symptom's test comes out well."""
    passes = np.ones(len(desk.worlds.holds))
    for reading, good in desk.c.goal.items():
        passes *= levels_given(desk.worlds, desk.c.readings[reading])[:, : max(good) + 1].sum(axis=1)
    return passes


def _promising(desk: _Desk, ahead: Ahead, moves: list[Move]) -> list[Move]:
    """The moves worth a full look: a quick score of doubt removed (checks) or chance (remedies) over cost."""
    if len(moves) <= MOST_MOVES:
        return moves
    member_chance = desk.worlds.weight @ desk.worlds.holds
    doubt = member_chance * (1 - member_chance)

    def score(move: Move) -> float:
        if move.proves:
            return float("inf")
        if move.works is not None:
            return float(1 - np.prod(1 - member_chance * move.works)) / max(move.cost, 0.5)
        told = sum(float(np.abs(_spread(desk, levels)) @ doubt) for levels in move.given)
        return told / max(move.cost, 0.5)

    checks = sorted((m for m in moves if m.works is None), key=score, reverse=True)
    remedies = sorted((m for m in moves if m.works is not None), key=score, reverse=True)
    return checks[: MOST_MOVES // 2] + remedies[: MOST_MOVES // 2]


def _spread(desk: _Desk, levels: Vector) -> Vector:
    """Per member: how far the chance of the healthy finding moves with it."""
    weight, holds = desk.worlds.weight, desk.worlds.holds
    healthy = weight * levels[:, 0]
    with_it = (healthy @ holds) / np.maximum(weight @ holds, 1e-12)
    without = (healthy @ (1 - holds)) / np.maximum(weight @ (1 - holds), 1e-12)
    return np.asarray(without - with_it)


# --- telling ---------------------------------------------------------------------------------------------------


def _situation(desk: _Desk, kind: StepKind, step: str, why: str, options: tuple[Option, ...]) -> Situation:
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


def _why(desk: _Desk, best: Option) -> str:
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


def what_answers_lead_to(
    guide: Guide, events: Sequence[Event], situation: Situation, priors: Mapping[str, float] | None = None
) -> tuple[AnswerLeadsTo, ...]:
    """This function will tell, for each answer to the next step, the step that would follow and the likeliest cause."""
    answers: list[tuple[str, float, Event]] = []
    if situation.kind is StepKind.CHECK:
        answers = _answers_to_check(guide, events, situation.id, priors)
    elif situation.kind is StepKind.REMEDY:
        answers = [(o.value, float("nan"), Did(situation.id, o)) for o in (Outcome.DONE, Outcome.CANNOT, Outcome.REFUSED)]
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
