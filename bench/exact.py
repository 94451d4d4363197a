"""The exact optimum of a small problem by dynamic programming over beliefs, and the exact cost of any policy on it.

A state is the belief over all combinations of causes, the steps not yet taken, and whether anything was changed since
the last test. Every check and remedy may be taken once, the test whenever something was changed; hand-over ends.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from careline.guidebook.compile import Compiled, compiled
from careline.guidebook.values import Did, Event, Found, Guide, Outcome

Belief = np.ndarray
Group = tuple[int, bool]  # steps left as a bit mask, and whether anything was changed since the last test
Move = tuple[str, str]
GONE = 1e-7


class Problem:
    """A guide laid out exactly: every world, every step's effect on a belief."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.c: Compiled = compiled(guide)
        n = len(self.c.causes)
        self.holds = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        self.checks = {k: self._levels(c.readings[0]) for k, c in guide.checks.items() if k != guide.test}
        self.ill = self._levels("symptom")[:, 1:].sum(axis=1)
        prior = np.prod(np.where(self.holds, self.c.prior, 1 - self.c.prior), axis=1)
        self.start = prior * self.ill / (prior @ self.ill)
        self.hand_over = min(h.cost for h in guide.handovers.values())
        self.test_cost = guide.checks[guide.test].cost
        self.effects = {r: self._effect(r) for r in guide.remedies}
        self.names = {k: [f.id for f in guide.readings[guide.checks[k].readings[0]].findings] for k in self.checks}

    def _levels(self, reading: str) -> np.ndarray:
        r = self.c.readings[reading]
        at_most = np.tile(r.leak_at_most, (len(self.holds), 1))
        for j, cause in enumerate(r.parents):
            at_most = at_most * np.where(self.holds[:, [cause]] == 1, r.at_most[:, j][None, :], 1.0)
        return np.diff(at_most, axis=1, prepend=0.0)

    def moves(self) -> frozenset[Move]:
        """This function will return every step that may be taken once."""
        return frozenset([("check", k) for k in self.checks] + [("remedy", r) for r in self.guide.remedies])

    def repaired(self, belief: Belief, remedy: str) -> Belief:
        """This function will return the belief after a remedy."""
        return belief @ self.effects[remedy]

    def _effect(self, remedy: str) -> np.ndarray:
        worlds = np.arange(len(self.holds))
        effect = np.eye(len(worlds))
        for cause, chance in self.guide.remedies[remedy].repairs.items():
            bit = 1 << self.c.index[cause]
            step = np.eye(len(worlds))
            for w in worlds[(worlds & bit) > 0]:
                step[w, w], step[w, w ^ bit] = 1 - chance, chance
            effect = effect @ step
        return effect

    def results(self, belief: Belief, check: str) -> list[tuple[str, float, Belief]]:
        """This function will return the findings of a check: name, chance, belief after."""
        levels = self.checks[check]
        chances = belief @ levels
        out = []
        for k, name in enumerate(self.names[check]):
            joint, chance = belief * levels[:, k], float(chances[k])
            if chance > GONE:
                out.append((name, chance, joint / chance))
        return out

    def optimum(self) -> float:
        """This function will return the least expected cost over every plan."""
        layers = _Layers(self)
        return layers.value()

    def cost_of(self, policy: Callable[[list[Event], frozenset[Move], bool], Move]) -> float:
        """This function will return the exact expected cost of a policy, over every result it can meet."""
        return self._follow(policy, [], self.start, self.moves(), False)

    def _follow(
        self,
        policy: Callable[[list[Event], frozenset[Move], bool], Move],
        events: list[Event],
        belief: Belief,
        left: frozenset[Move],
        changed: bool,
    ) -> float:
        kind, name = policy(events, left, changed)
        if kind == "hand_over":
            return self.hand_over
        if kind == "test":
            ill = belief * self.ill
            chance = float(ill.sum())
            if chance <= GONE:
                return self.test_cost
            seen: list[Event] = [*events, Found("test", {"symptom": "ill"})]
            return self.test_cost + chance * self._follow(policy, seen, ill / chance, left, False)
        rest = left - {(kind, name)}
        if kind == "remedy":
            done: list[Event] = [*events, Did(name, Outcome.DONE)]
            return self.guide.remedies[name].cost + self._follow(policy, done, self.repaired(belief, name), rest, True)
        reading = self.guide.checks[name].readings[0]
        cost = self.guide.checks[name].cost
        for finding, chance, then in self.results(belief, name):
            found: list[Event] = [*events, Found(name, {reading: finding})]
            cost += chance * self._follow(policy, found, then, rest, changed)
        return cost


class _Layers:
    """Every reachable belief, grouped by steps left and by whether anything was changed; equal beliefs taken once."""

    def __init__(self, problem: Problem) -> None:
        self.p = problem
        self.steps = sorted(problem.moves())
        self.mix = np.random.default_rng(1).uniform(1, 2, len(problem.start))  # tells beliefs apart by one number
        self.pending: dict[Group, list[np.ndarray]] = {((1 << len(self.steps)) - 1, False): [problem.start[None, :]]}

    def value(self) -> float:
        full = (1 << len(self.steps)) - 1
        masks = sorted(range(full + 1), key=lambda m: -m.bit_count())
        links: dict[Group, list[tuple[float, list[tuple[Group, slice, np.ndarray]]]]] = {}
        where: dict[Group, np.ndarray] = {}
        for mask in masks:
            for changed in (True, False):
                group = (mask, changed)
                if group not in self.pending:
                    continue
                rows = np.concatenate(self.pending.pop(group))
                keys = np.rint(rows @ self.mix * 1e9).astype(np.int64)
                _, first, back = np.unique(keys, return_index=True, return_inverse=True)
                where[group] = back.reshape(-1)
                links[group] = self._expand(group, rows[first])
        worth: dict[Group, np.ndarray] = {}
        for mask in reversed(masks):
            for changed in (False, True):
                if (group := (mask, changed)) in links:
                    best = self._best(links[group], worth, int(where[group].max()) + 1)
                    worth[group] = best[where[group]]
        return float(worth[(full, False)][0])

    def _best(
        self,
        links: list[tuple[float, list[tuple[Group, slice, np.ndarray]]]],
        worth: dict[Group, np.ndarray],
        count: int,
    ) -> np.ndarray:
        best = np.full(count, self.p.hand_over)
        for cost, to in links:
            best = np.minimum(best, cost + sum(chance * worth[group][part] for group, part, chance in to))
        return best

    def _expand(self, group: Group, rows: np.ndarray) -> list[tuple[float, list[tuple[Group, slice, np.ndarray]]]]:
        mask, changed = group
        links = []
        if changed:
            links.append((self.p.test_cost, [self._lead((mask, False), rows * self.p.ill)]))
        for i, (kind, name) in enumerate(self.steps):
            if not mask >> i & 1:
                continue
            rest = mask ^ (1 << i)
            if kind == "remedy":
                to = [self._lead((rest, True), rows @ self.p.effects[name])]
                links.append((self.p.guide.remedies[name].cost, to))
            else:
                levels = self.p.checks[name]
                to = [self._lead((rest, changed), rows * levels[:, k]) for k in range(levels.shape[1])]
                links.append((self.p.guide.checks[name].cost, to))
        return links

    def _lead(self, group: Group, joint: np.ndarray) -> tuple[Group, slice, np.ndarray]:
        chance = joint.sum(axis=1)
        parts = self.pending.setdefault(group, [])
        start = sum(len(x) for x in parts)
        parts.append(joint / np.maximum(chance, 1e-300)[:, None])
        return group, slice(start, start + len(joint)), chance
