"""Looks for facts that make rules fire together, or that make a rule fire alone, by sweeping every threshold.

Each fact is given the values that matter: every word it can have, and for a number, an amount or a day, each threshold
of the policy, one step below, one step above, and the middle between neighbours. A conjunction of conditions narrows
each fact by itself, so the search never multiplies them all out: it only branches where a rule must *not* fire.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations, pairwise

from careline.kernel.money import Money
from careline.policybook.conditions import comparable
from careline.policybook.ready import Ready, ReadyRule, Test
from careline.policybook.values import Fact
from careline.policybook.vocabulary import FactWord, Kind, one_step, plain

MISSING = object()
Values = Mapping[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Probe:
    """One condition as the sweep sees it: a fact and a test of it."""

    fact: str
    test: Test

    def holds(self, value: object) -> bool:
        """This function will tell whether the condition holds for a value, or for a fact that is missing."""
        try:
            return self.test({} if value is MISSING else {self.fact: value})
        except KeyError:
            return False


def probes(rule: ReadyRule) -> tuple[Probe, ...]:
    """This function will take a rule's conditions apart for the sweep."""
    return tuple(Probe(one.fact, test) for one, test in zip(rule.conditions, rule.tests, strict=True))


def values_that_matter(ready: Ready) -> Values:
    """This function will list, for each fact of a policy, the values at which some rule may change its mind."""
    values: dict[str, tuple[object, ...]] = {}
    for name in ready.facts:
        conditions = [one for rule in ready.rules for one in rule.conditions if one.fact == name]
        thresholds = [one.value for one in conditions if one.value is not None]
        asked_for = [MISSING] if any(one.value is None for one in conditions) else []
        values[name] = (*_values(ready.words[name], thresholds), *asked_for)
    return values


def _values(word: FactWord, thresholds: Sequence[Fact]) -> list[object]:
    match word.kind:
        case Kind.YES_NO:
            return [True, False]
        case Kind.CHOICE:
            return list(word.choices)
        case Kind.WORDS:
            sizes = range(len(word.choices) + 1) if len(word.choices) <= 6 else (0, 1, 2)
            return list(chain.from_iterable(combinations(word.choices, size) for size in sizes))
        case _:
            return list(_around(word, [one for one in thresholds if comparable(one)]))


def _around(word: FactWord, thresholds: Sequence[Fact]) -> Iterable[Fact]:
    near = {one_step(word, one, direction) for one in thresholds for direction in (-1, 0, 1)}
    ordered = sorted(near, key=_rank)
    return [*ordered, *_between(word, ordered)]


def _between(word: FactWord, ordered: Sequence[Fact]) -> list[Fact]:
    if word.kind is not Kind.NUMBER:
        return []
    numbers = [Decimal(str(one)) for one in ordered]
    return [(low + high) / 2 for low, high in pairwise(numbers)]


def _rank(value: Fact) -> tuple[str, object]:
    return (value.currency, value.minor) if isinstance(value, Money) else ("", value)


def situation(
    ready: Ready, values: Values, *, fires: Sequence[ReadyRule], not_first: Sequence[ReadyRule]
) -> dict[str, object] | None:
    """This function will find facts on which all of `fires` hold and decide, or None if there are none.

    No rule of `not_first` may then go first: one of its conditions fails, or a rule that goes instead of it holds.
    """
    left = _narrowed(values, chain.from_iterable(probes(rule) for rule in fires))
    if left is None:
        return None
    displacers = [_Silent(probes(other), ()) for rule in fires for other in displacers_of(ready, rule)]
    others = [_Silent(probes(rule), tuple(map(probes, displacers_of(ready, rule)))) for rule in not_first]
    settled = _silence(left, displacers + others)
    return None if settled is None else {name: options[0] for name, options in settled.items() if options}


def displacers_of(ready: Ready, rule: ReadyRule) -> list[ReadyRule]:
    """This function will list the rules that go instead of a rule."""
    return [other for other in ready.rules if other.rule.id in rule.displacers]


@dataclass(frozen=True, slots=True)
class _Silent:
    """A rule that must not go first: break a condition of it, or let one of its `escapes` hold."""

    conditions: tuple[Probe, ...]
    escapes: tuple[tuple[Probe, ...], ...]


def _narrowed(values: Values, conditions: Iterable[Probe]) -> dict[str, tuple[object, ...]] | None:
    left = dict(values)
    for one in conditions:
        left[one.fact] = tuple(value for value in left[one.fact] if one.holds(value))
        if not left[one.fact]:
            return None
    return left


def _silence(left: dict[str, tuple[object, ...]], rules: list[_Silent]) -> dict[str, tuple[object, ...]] | None:
    if not rules:
        return left
    first, *others = rules
    if any(not any(one.holds(value) for value in left[one.fact]) for one in first.conditions):
        return _silence(left, others)
    for narrowed in _ways_out(left, first):
        if (found := _silence(narrowed, others)) is not None:
            return found
    return None


def _ways_out(left: dict[str, tuple[object, ...]], rule: _Silent) -> Iterable[dict[str, tuple[object, ...]]]:
    for one in rule.conditions:
        if broken := tuple(value for value in left[one.fact] if not one.holds(value)):
            yield {**left, one.fact: broken}
    for escape in rule.escapes:
        if (escaped := _narrowed(left, escape)) is not None:
            yield escaped


def in_plain(found: Mapping[str, object], ready: Ready, rules: Iterable[ReadyRule]) -> str:
    """This function will write a found situation for a load error, naming only the facts that the rules look at."""
    named = {one.fact for rule in rules for one in rule.conditions}
    said = [f"{name} is {_said(found[name])}" for name in ready.facts if name in named and name in found]
    return ", ".join(said) or "always"


def _said(value: object) -> str:
    return "not known" if value is MISSING else plain(value)  # type: ignore[arg-type]
