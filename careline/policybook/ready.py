"""Rules made ready to decide: each condition becomes a closure, each text a function that fills its placeholders.

A policy is made ready once for every stretch of days on which its rates do not change, so that deciding reads no dates
and no tables. A closure raises KeyError for a missing fact; `decide.py` then takes the careful way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from careline.kernel.money import Money
from careline.policybook.conditions import Condition, Word, in_words
from careline.policybook.policy import Policy, Rule
from careline.policybook.rates import Rates
from careline.policybook.values import Effect, Fact, TraceLine
from careline.policybook.vocabulary import FactWord, Kind, RateValue, Vocabulary, plain

Facts = Mapping[str, Fact]
Known = Mapping[str, Any]  # as a compiled test sees them: the kind was checked when the rule was read
Test = Callable[[Known], bool]
Say = Callable[[Facts, Money | None], str]

ORDER = {Effect.REFUSE: 0, Effect.ASK: 1, Effect.GRANT: 2}
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, eq=False)
class ReadyRule:
    """A rule with its tests compiled."""

    rule: Rule
    conditions: tuple[Condition, ...]  # with the rates filled in
    tests: tuple[Test, ...]  # one for each condition
    fires: Test  # all of them
    say: Say
    amount: Callable[[Facts], Money] | None
    displaced_by: tuple[Test, ...]
    displacers: tuple[str, ...]
    not_so: tuple[str, ...]  # one for each condition, for the trace
    holds: TraceLine  # the trace of a rule that applies, written once


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """One policy on a stretch of days without a change of rates. `rules` come as refusals, asks, grants."""

    policy: Policy
    starts: date
    ends: date | None
    rates: Mapping[str, RateValue]
    rules: tuple[ReadyRule, ...]
    facts: tuple[str, ...]
    words: Mapping[str, FactWord]
    hash: str

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


def make_ready(policy: Policy, vocabulary: Vocabulary, rates: Rates) -> tuple[Ready, ...]:
    """This function will compile a sound policy, once for each stretch of days between changes of its rates."""
    used = policy.rates()
    inside = [day for day in rates.changes(used) if policy.starts < day and (policy.ends is None or day < policy.ends)]
    starts = [policy.starts, *inside]
    ends: list[date | None] = [*inside, policy.ends]
    stretches = []
    for start, end in zip(starts, ends, strict=True):
        amounts = {name: value for name in used if (value := rates.on(name, start)) is not None}
        stretches.append(_ready(policy, vocabulary, amounts, start, end))
    return tuple(stretches)


def content_hash(policy: Policy, rates: Mapping[str, RateValue]) -> str:
    """This function will return the sha256 of the normalised text and the rates used, as 64 hex digits."""
    amounts = "".join(f"{name} = {rates[name]}\n" for name in sorted(rates))
    return hashlib.sha256(f"{policy.text}\n{amounts}".encode()).hexdigest()


def _ready(
    policy: Policy, vocabulary: Vocabulary, rates: Mapping[str, RateValue], starts: date, ends: date | None
) -> Ready:
    filled = {rule.id: tuple(one.with_rates(rates) for one in rule.conditions) for rule in policy.rules}
    fires = {rule_id: all_of(tuple(test_of(one) for one in conditions)) for rule_id, conditions in filled.items()}
    ordered = sorted(policy.rules, key=lambda rule: ORDER[rule.effect])
    rules = tuple(_ready_rule(rule, policy, filled[rule.id], fires, vocabulary.facts, rates) for rule in ordered)
    return Ready(
        policy, starts, ends, rates, rules, policy.facts(), vocabulary.facts, content_hash(policy, rates)
    )  # fmt: skip


def _ready_rule(
    rule: Rule,
    policy: Policy,
    conditions: tuple[Condition, ...],
    fires: Mapping[str, Test],
    words: Mapping[str, FactWord],
    rates: Mapping[str, RateValue],
) -> ReadyRule:
    displacers = tuple(other.id for other in policy.rules if rule.id in other.instead_of)
    said = [in_words(one, words[one.fact]) for one in conditions]
    return ReadyRule(
        rule,
        conditions,
        tuple(test_of(one) for one in conditions),
        fires[rule.id],
        say_of(rule.say, words, rates),
        _amount_of(rule, rates),
        tuple(fires[other] for other in displacers),
        displacers,
        tuple(f"not so: {one}" for one in said),
        TraceLine(rule.id, True, "; ".join(said) or "always"),
    )


def _amount_of(rule: Rule, rates: Mapping[str, RateValue]) -> Callable[[Facts], Money] | None:
    if rule.calculator is None:
        return None
    make = rule.calculator.make
    return lambda facts: make(facts, rates)


def all_of(tests: tuple[Test, ...]) -> Test:
    """This function will join tests with `and`; the short forms spare a loop, which is most of the cost."""
    match tests:
        case ():
            return lambda facts: True
        case (first,):
            return first
        case (first, second):
            return lambda facts: first(facts) and second(facts)
        case (first, second, third):
            return lambda facts: first(facts) and second(facts) and third(facts)
        case _:
            return lambda facts: all(test(facts) for test in tests)


def test_of(condition: Condition) -> Test:
    """This function will compile one condition; the closure raises KeyError when its fact is missing."""
    name, value = condition.fact, condition.value
    if condition.word is Word.NOT_KNOWN:
        return lambda facts: name not in facts
    if isinstance(value, Money) and condition.word not in (Word.IS, Word.IS_NOT):
        return _money_test(name, condition.word, value)
    return _test(name, condition.word, value)


def _test(name: str, word: Word, value: Any) -> Test:
    match word:
        case Word.IS:
            return lambda facts: facts[name] == value
        case Word.IS_NOT:
            return lambda facts: facts[name] != value
        case Word.ONE_OF:
            return lambda facts: facts[name] in value
        case Word.NOT_ONE_OF:
            return lambda facts: facts[name] not in value
        case Word.AT_LEAST:
            return lambda facts: facts[name] >= value
        case Word.AT_MOST:
            return lambda facts: facts[name] <= value
        case Word.MORE_THAN | Word.AFTER:
            return lambda facts: facts[name] > value
        case Word.LESS_THAN | Word.BEFORE:
            return lambda facts: facts[name] < value
        case Word.INCLUDES:
            return lambda facts: value in facts[name]
        case Word.INCLUDES_ONE_OF:
            return lambda facts: any(one in facts[name] for one in value)
        case Word.INCLUDES_ONLY:
            return lambda facts: all(one in value for one in facts[name])
        case _:
            return lambda facts: all(one not in facts[name] for one in value)


def _money_test(name: str, word: Word, value: Money) -> Test:
    """Money is compared in minor units; another currency is an error, never a quiet false."""
    limit, currency = value.minor, value.currency

    def minor(facts: Known) -> int:
        amount: Money = facts[name]
        return amount.minor if amount.currency == currency else (amount - value).minor

    match word:
        case Word.AT_LEAST:
            return lambda facts: minor(facts) >= limit
        case Word.AT_MOST:
            return lambda facts: minor(facts) <= limit
        case Word.MORE_THAN:
            return lambda facts: minor(facts) > limit
        case _:
            return lambda facts: minor(facts) < limit


def say_of(text: str, words: Mapping[str, FactWord], rates: Mapping[str, RateValue]) -> Say:
    """This function will compile words with {fact}, {amount} and {rate name} placeholders."""
    pieces = PLACEHOLDER.split(text)
    if len(pieces) == 1:
        return lambda facts, amount: text
    parts = tuple(_part(piece, words, rates) if odd % 2 else _constant(piece) for odd, piece in enumerate(pieces))
    return lambda facts, amount: "".join([part(facts, amount) for part in parts])


def _part(name: str, words: Mapping[str, FactWord], rates: Mapping[str, RateValue]) -> Say:
    if name == "amount":
        return lambda facts, amount: "nothing" if amount is None else str(amount)
    if name.startswith("rate "):
        return _constant(plain(rates[name.removeprefix("rate ")]))
    word = words[name]
    if word.kind in (Kind.MONEY, Kind.CHOICE) or (word.kind is Kind.COUNT and not word.unit):
        return lambda facts, amount: str(facts[name])
    return lambda facts, amount: plain(facts[name], word.unit)


def _constant(text: str) -> Say:
    return lambda facts, amount: text
