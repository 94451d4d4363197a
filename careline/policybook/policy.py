"""A policy as values: its rules, its examples, and the policybook that holds them by act and by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from careline.policybook.conditions import Condition
from careline.policybook.rates import Rates
from careline.policybook.values import Clause, Effect, Fact, Problem
from careline.policybook.vocabulary import Calculator, Vocabulary

if TYPE_CHECKING:
    from careline.policybook.ready import Ready

SILENCE = "nothing-said"
"""The clause of a decision that no rule speaks about. Silence is never yes: a person is asked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When all conditions hold, this effect, with these words."""

    id: str  # the clause's anchor
    effect: Effect
    conditions: tuple[Condition, ...]  # empty: always
    say: str
    clause: Clause
    line: int
    calculator: Calculator | None = None
    ask_for: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()

    def needs(self) -> tuple[str, ...]:
        """This function will name the facts that are known whenever the rule fires."""
        tested = [one.fact for one in self.conditions if one.value is not None or one.rate]
        return tuple(dict.fromkeys([*tested, *(self.calculator.needs if self.calculator else ())]))


@dataclass(frozen=True, slots=True)
class Example:
    """A situation with the decision that people expect; run whenever the policy is loaded."""

    facts: Mapping[str, Fact]
    effect: Effect
    rule: str  # clause id, or SILENCE
    line: int
    amount: str = ""  # as written, e.g. "4.00 USD"; empty: not looked at
    on: date | None = None  # the day it is decided on; otherwise the first day in force
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy: a text with an owner, in force for a period, deciding one act."""

    id: str  # folder and name, e.g. "data/add-data"
    act: str
    title: str
    owner: str
    citation: str
    starts: date
    ends: date | None  # half-open; None: until further notice
    intro: tuple[str, ...]
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    file: str
    line: int
    text: str  # normalised; what is hashed

    def rule(self, rule_id: str) -> Rule | None:
        """This function will find a clause by its anchor."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def rates(self) -> tuple[str, ...]:
        """This function will name the dated rates that the rules and their calculators read."""
        named = {one.rate for rule in self.rules for one in rule.conditions if one.rate}
        named |= {rate for rule in self.rules if rule.calculator for rate in rule.calculator.rates}
        return tuple(sorted(named))

    def facts(self) -> tuple[str, ...]:
        """This function will name every fact that the rules test or compute with, in the order they appear."""
        tested = [one.fact for rule in self.rules for one in rule.conditions]
        computed = [name for rule in self.rules if rule.calculator for name in rule.calculator.needs]
        return tuple(dict.fromkeys(tested + computed))


@dataclass(frozen=True, slots=True)
class Policybook:
    """All policies that are sound, ready to decide, and all problems of those that are not."""

    policies: tuple[Policy, ...]
    problems: tuple[Problem, ...]
    vocabulary: Vocabulary
    rates: Rates
    by_act: Mapping[str, tuple[Ready, ...]] = field(default_factory=dict)  # newest first
    by_hash: Mapping[str, Ready] = field(default_factory=dict)

    def policy(self, policy_id: str, day: date | None = None) -> Policy | None:
        """This function will find a policy by id: the version in force on a day, otherwise the newest."""
        versions = [one for one in self.policies if one.id == policy_id]
        in_force = [one for one in versions if day and one.starts <= day and (one.ends is None or day < one.ends)]
        found = in_force or versions
        return found[-1] if found else None
