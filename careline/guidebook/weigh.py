"""What each open step is expected to cost until the fix is proven: exactly in small guides, a sketch in large ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np

from careline.guidebook.belief import marginals, without_readings
from careline.guidebook.choice import MOST_CAUSES_AHEAD, Choice
from careline.guidebook.compile import Vector
from careline.guidebook.lookahead import Ahead, Move, cost_of_moves
from careline.guidebook.open_steps import (
    cheapest_remedy,
    last_resort_cost,
    last_test,
    may_ask,
    may_try,
    waits_for,
)
from careline.guidebook.plan import Plan, Planned
from careline.guidebook.sketch import Sketch, SketchMove, sketch_costs
from careline.guidebook.values import Option, Remedy, StepKind, Who
from careline.guidebook.worlds import levels_given

MOST_MOVES = 16
"""Moves looked at in full; the others are left out after a quick score."""
MOST_SKETCHED = 18
"""Moves sketched in a large guide; of more, the others are left out after a quick score."""
MOST_PLANNED = 20
"""Remedies that a plan keeps apart; the least likely beyond are planned as one."""
SEVERAL = 1.6
"""Causes expected from which on a plan counts on later looks; with about one, the first repair that works ends it."""
BUDGET = 400_000
"""Cells (rows x worlds x remedies) that a deeper look may take; small guides are looked at two moves ahead."""
BUDGET_FOR_THREE = 1_500_000


def weighed(desk: Choice, moves: list[Move]) -> list[Option]:
    """This function will give the moves with their expected total cost to a proven fix, least first."""
    if not moves:
        return []
    if len(can_act_on(desk)) > MOST_CAUSES_AHEAD:
        return _in_order(moves, _sketched(desk, moves))
    ahead = _ahead(desk)
    changed = desk.e.last_change > last_test(desk)
    rows = desk.worlds.weight[None, :]
    moves = [replace(m, given=tuple(levels_given(desk.worlds, r) for r in m.tells)) if m.tells else m for m in moves]
    moves = _promising(desk, ahead, moves)
    costs = cost_of_moves(ahead, rows, moves, changed=changed, depth=_depth(ahead, len(moves)))[:, 0]
    return _in_order(moves, costs)


def _depth(ahead: Ahead, moves: int) -> int:
    """As many moves ahead as the budget allows: one in most guides, up to three in very small ones."""
    cells = ahead.worlds.weight.size * len(ahead.plan.planned) * (moves * 3) ** 2
    return 3 if cells * moves * 3 <= BUDGET_FOR_THREE else 2 if cells <= BUDGET else 1


def _in_order(moves: Sequence[Move], costs: Vector) -> list[Option]:
    weighed = [Option(m.kind, m.id, round(x, 3)) for m, x in zip(moves, costs.tolist(), strict=True) if x < inf]
    return sorted(weighed, key=lambda o: (o.expected_cost, o.kind is StepKind.CHECK, o.id))


def can_act_on(desk: Choice) -> list[int]:
    """Causes that something can still be done about: a remedy that is open, or a look that would tell."""
    if desk.active is None:
        can_tell = np.atleast_1d(desk.c.told[_askable(desk)].any(axis=0))
        likely = np.flatnonzero(desk.chance > 1e-3).tolist()
        desk.active = [i for i in likely if can_tell[i] or _best_remedy(desk, i)]
    return desk.active


def _askable(desk: Choice) -> list[int]:
    if desk.askable is None:
        test = desk.c.guide.test
        desk.askable = [k for k, check in enumerate(desk.c.checks) if check.id != test and may_ask(desk, check)]
    return desk.askable


def _sketched(desk: Choice, moves: Sequence[Move]) -> Vector:
    c, changed = desk.c, desk.e.last_change > last_test(desk)
    active = can_act_on(desk)
    chance = desk.chance if changed else marginals(without_readings(desk.p, c.goal))
    chance = np.where(np.isin(np.arange(len(chance)), active), chance, 0.0)
    goal = next(iter(c.goal))
    plan = plan_for(desk, active)
    if float(desk.chance[active].sum()) < SEVERAL:
        plan = replace(plan, looks=plan.looks[:0], look_costs=plan.look_costs[:0])
    sketch = Sketch(chance, not changed, plan, c.readings[goal], max(c.goal[goal]))
    costs = np.full(len(moves), np.inf)
    full = _likeliest_to_help(desk, chance, moves)
    costs[full] = sketch_costs(sketch, [_sketch_move(desk, moves[i]) for i in full])
    return costs


def _likeliest_to_help(desk: Choice, chance: Vector, moves: Sequence[Move]) -> list[int]:
    """Of very many moves those worth a sketch: by doubt that a look bears on, or by chance to repair, over cost."""
    if len(moves) <= MOST_SKETCHED:
        return list(range(len(moves)))
    bears = desk.c.bears @ (chance * (1.0 - chance))
    works = desk.c.repairs @ chance
    looks, repairs = [], []
    for i, move in enumerate(moves):
        if move.works is None:
            told = np.inf if move.proves else bears[desk.c.check_rows[move.id]]
            looks.append((told / max(move.cost, 0.5), i))
        else:
            repairs.append((works[desk.c.rows[move.id]] / max(move.cost, 0.5), i))
    half = MOST_SKETCHED // 2
    return sorted(i for _, i in sorted(looks, reverse=True)[:half] + sorted(repairs, reverse=True)[:half])


def plan_for(desk: Choice, causes: Sequence[int]) -> Plan:
    """Every cause in the plan once, with its best remedy; one that has none is handed over at its cost."""
    groups: dict[int, list[int]] = {}
    costs: dict[int, float] = {}
    for cause in causes:
        best = _best_remedy(desk, cause)
        row = best[0] if best else -1 - cause
        groups.setdefault(row, []).append(cause)
        costs[row] = best[2] if best else _cheapest_hand_over(desk)
    planned = _few([Planned(tuple(members), costs[row]) for row, members in groups.items()], desk.chance)
    looks, look_costs = _looks(desk, planned)
    return Plan(
        planned=planned or [Planned((), 1.0)],
        looks=looks,
        look_costs=look_costs,
        test_cost=desk.cost(desk.c.guide.checks[desk.c.guide.test]),
        at_most=last_resort_cost(desk) if desk.rules.hand_over_early else float("inf"),
    )


def _few(planned: list[Planned], chance: Vector) -> list[Planned]:
    """The likeliest remedies apart; those beyond as one, worked through to the middle on average."""
    if len(planned) <= MOST_PLANNED:
        return planned
    likely = chance.tolist()
    order = sorted(range(len(planned)), key=lambda k: -sum(likely[i] for i in planned[k].columns) / planned[k].cost)
    rest = [planned[k] for k in order[MOST_PLANNED - 1 :]]
    together = Planned(tuple(c for p in rest for c in p.columns), sum(p.cost for p in rest) / 2)
    return [*(planned[k] for k in sorted(order[: MOST_PLANNED - 1])), together]


def _cheapest_hand_over(desk: Choice) -> float:
    return min((h.cost for h in desk.c.guide.handovers.values()), default=3600.0)


def _looks(desk: Choice, planned: Sequence[Planned]) -> tuple[Vector, Vector]:
    """Looks x planned: which look tells whether which planned remedy is needed; and what each look costs."""
    askable = _askable(desk)
    told = desk.c.told[askable]
    tells = np.array([told[:, list(p.columns)].all(axis=1) for p in planned]).T.reshape(len(askable), len(planned))
    some = np.flatnonzero(tells.any(axis=1))
    costs = [desk.cost(desk.c.checks[askable[k]]) for k in some.tolist()]
    return tells[some].astype(np.float64), np.array(costs)


def _sketch_move(desk: Choice, move: Move) -> SketchMove:
    if move.kind is StepKind.CHECK:
        readings = () if move.proves else tuple(desk.c.readings[r] for r in desk.c.guide.checks[move.id].readings)
        return SketchMove(move.kind, move.id, move.cost, readings=readings, proves=move.proves)
    row = desk.c.rows[move.id]
    remedy = desk.c.remedies[row]
    works = desk.c.repairs[row] * (1.0 if remedy.who is Who.EXPERT else desk.e.trust)
    leaves = tuple(desk.c.index[x] for x in remedy.leaves)
    return SketchMove(move.kind, move.id, desk.cost(remedy), works=works, leaves=leaves)


def _ahead(desk: Choice) -> Ahead:
    worlds = desk.worlds
    plan = plan_for(desk, worlds.members.tolist())
    columns = {cause: column for column, cause in enumerate(worlds.members.tolist())}
    planned = [Planned(tuple(columns[i] for i in p.columns), p.cost) for p in plan.planned]
    if len(worlds.others):
        planned.append(Planned((len(columns),), _cost_of_others(desk)))
    nothing = np.zeros((0, len(planned)))  # the moves ahead hold the looks themselves: counted twice they look too good
    return Ahead(worlds, replace(plan, planned=planned, looks=nothing, look_costs=np.zeros(0)), _passes(desk))


def _cost_of_others(desk: Choice) -> float:
    """What it would cost on average to find and repair "something else": its causes in turn, likeliest first."""
    left, cost = 1.0, 0.0
    share = desk.worlds.share / max(float(desk.worlds.share.sum()), 1e-12)
    for place in np.argsort(-share, kind="stable"):
        best = _best_remedy(desk, int(desk.worlds.others[place]))
        cost += left * (best[2] if best else _cheapest_hand_over(desk) * float(share[place]) / max(left, 1e-9))
        left -= float(share[place])
    return float(min(cost, _cheapest_hand_over(desk)))


def _best_remedy(desk: Choice, cause: int) -> tuple[int, Remedy, float] | None:
    if cause not in desk.best:
        desk.best[cause] = _find_best_remedy(desk, cause)
    return desk.best[cause]


def _find_best_remedy(desk: Choice, cause: int) -> tuple[int, Remedy, float] | None:
    best = None
    for row in desk.c.repairers[cause]:
        remedy = desk.c.remedies[row]
        if not may_try(desk, remedy):
            continue
        waits = waits_for(desk, remedy) or 0.0
        if not np.isfinite(waits):
            continue
        works = desk.c.repairs[row, cause] * (1.0 if remedy.who is Who.EXPERT else desk.e.trust)
        extra = sum(cheapest_remedy(desk, left) * (1 - desk.likely(left)) for left in remedy.leaves)
        cost = desk.cost(remedy) + waits + extra
        cost = max(cost + (1.0 - works) * _cheapest_hand_over(desk) if desk.rules.once else cost / works, 0.5)
        if best is None or cost < best[2]:
            best = (row, remedy, cost)
    return best


def _passes(desk: Choice) -> Vector:
    """Chance per world that the symptom's test comes out well."""
    passes = np.ones(len(desk.worlds.holds))
    for reading, good in desk.c.goal.items():
        passes *= levels_given(desk.worlds, desk.c.readings[reading])[:, : max(good) + 1].sum(axis=1)
    return passes


def _promising(desk: Choice, ahead: Ahead, moves: list[Move]) -> list[Move]:
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


def _spread(desk: Choice, levels: Vector) -> Vector:
    """Per member: how far the chance of the healthy finding moves with it."""
    weight, holds = desk.worlds.weight, desk.worlds.holds
    healthy = weight * levels[:, 0]
    with_it = (healthy @ holds) / np.maximum(weight @ holds, 1e-12)
    without = (healthy @ (1 - holds)) / np.maximum(weight @ (1 - holds), 1e-12)
    return np.asarray(without - with_it)
