"""What must be true of a policy before it may decide: examples that hold, no conflicts, no rule that never speaks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from itertools import combinations, groupby, pairwise

from careline.policybook.decide import decide_with, outcome_of
from careline.policybook.policy import Example, Policy, Rule
from careline.policybook.rates import Period, Rates, check_periods
from careline.policybook.ready import PLACEHOLDER, Ready, ReadyRule
from careline.policybook.sweep import in_plain, situation, values_that_matter
from careline.policybook.values import Decision, Effect, Problem
from careline.policybook.vocabulary import Vocabulary


def check_words(policy: Policy, vocabulary: Vocabulary, rates: Rates) -> list[Problem]:
    """This function will report words, rates and priorities that point nowhere."""
    problems = []
    for rule in policy.rules:
        problems += [Problem(policy.file, rule.line, text) for text in _wrong_in(rule, policy, vocabulary, rates)]
    for name in policy.rates():
        problems += _rate_problems(name, policy, rates)
    return problems


def _wrong_in(rule: Rule, policy: Policy, vocabulary: Vocabulary, rates: Rates) -> list[str]:
    allowed = set(vocabulary.acts[policy.act].facts)
    wrong = []
    for other in rule.instead_of:
        if policy.rule(other) is None or other == rule.id:
            wrong.append(f"{rule.id} goes instead of {other}, which is not another clause of this policy")
        elif rule.id in _all_displaced(policy, other):
            wrong.append(f"{rule.id} and {other} each go instead of the other")
    for name in rule.calculator.needs if rule.calculator else ():
        if name not in allowed:
            wrong.append(f"{rule.id}: the calculator needs {name}, which {policy.act} does not know")
    for name in PLACEHOLDER.findall(rule.say):
        wrong += _wrong_placeholder(name, rule, rates)
    return wrong


def _all_displaced(policy: Policy, rule_id: str) -> set[str]:
    seen: set[str] = set()
    waiting = [rule_id]
    while waiting:
        rule = policy.rule(waiting.pop())
        for other in rule.instead_of if rule else ():
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _wrong_placeholder(name: str, rule: Rule, rates: Rates) -> list[str]:
    if name == "amount":
        return [] if rule.calculator else [f"{rule.id} says {{amount}} but has no amount"]
    if name.startswith("rate "):
        rate = name.removeprefix("rate ")
        named = {one.rate for one in rule.conditions} | set(rule.calculator.rates if rule.calculator else ())
        if rate not in rates.by_name:
            return [f"{rule.id} says {{{name}}}, which is not a dated rate"]
        return [] if rate in named else [f"{rule.id} says {{{name}}} but does not test or compute with it"]
    if name in rule.needs():
        return []
    return [f"{rule.id} says {{{name}}}, which may not be known then; only facts that the rule tests can be said"]


def _rate_problems(name: str, policy: Policy, rates: Rates) -> list[Problem]:
    users = [rule for rule in policy.rules if name in _rates_of(rule)]
    line = users[0].line if users else policy.line
    rate = rates.by_name.get(name)
    if rate is None:
        return [
            Problem(policy.file, line, f"unknown rate {name}; known are {', '.join(sorted(rates.by_name)) or 'none'}")
        ]
    first, last = rate.amounts[0][0] if rate.amounts else None, rate.amounts[-1][0] if rate.amounts else None
    if first is None or last is None or first.starts > policy.starts:
        return [Problem(policy.file, line, f"{name} has no amount on {policy.starts}, when this policy begins")]
    if last.ends is not None and (policy.ends is None or last.ends < policy.ends):
        return [Problem(policy.file, line, f"{name} has no amount from {last.ends}, while this policy is in force")]
    return []


def _rates_of(rule: Rule) -> set[str]:
    return {one.rate for one in rule.conditions if one.rate} | set(rule.calculator.rates if rule.calculator else ())


def check_ready(stretches: tuple[Ready, ...]) -> list[Problem]:
    """This function will sweep every stretch of a policy and run its examples."""
    swept = (problem for one in stretches for problem in check_sweep(one))
    return list(dict.fromkeys([*swept, *check_examples(stretches)]))


# --- sweep ------------------------------------------------------------------------------------------------------


def check_sweep(ready: Ready) -> list[Problem]:
    """This function will report grants that can both fire, and rules that never have the last word."""
    values = values_that_matter(ready)
    conflicts = [
        problem
        for one, other in combinations([rule for rule in ready.rules if rule.rule.effect is Effect.GRANT], 2)
        for problem in _conflict(ready, one, other)
    ]
    dead = [
        Problem(
            ready.policy.file, rule.rule.line, f"{rule.rule.id} never decides: whenever it holds, another goes first"
        )
        for place, rule in enumerate(ready.rules)
        if situation(ready, values, fires=[rule], not_first=_others(ready.rules[:place], rule)) is None
    ]
    return conflicts + dead


def _others(rules: Iterable[ReadyRule], rule: ReadyRule) -> list[ReadyRule]:
    return [other for other in rules if other.rule.id not in rule.rule.instead_of]


def _conflict(ready: Ready, one: ReadyRule, other: ReadyRule) -> list[Problem]:
    if one.rule.id in other.displacers or other.rule.id in one.displacers:
        return []
    stronger = [rule for rule in ready.rules if rule.rule.effect is not Effect.GRANT]
    found = situation(ready, values_that_matter(ready), fires=[one, other], not_first=stronger)
    if found is None:
        return []
    when = in_plain(found, ready, [one, other])
    text = f"{one.rule.id} and {other.rule.id} both grant when {when}; say which goes instead of the other"
    return [Problem(ready.policy.file, max(one.rule.line, other.rule.line), text)]


# --- examples ---------------------------------------------------------------------------------------------------


def check_examples(stretches: tuple[Ready, ...]) -> list[Problem]:
    """This function will run every example of a policy and report those that come out otherwise, and rules untried."""
    policy = stretches[0].policy
    problems, fired = [], set()
    for example in policy.examples:
        day = example.on or policy.starts
        ready = next((one for one in stretches if one.covers(day)), None)
        if ready is None:
            problems.append(Problem(policy.file, example.line, f"this policy is not in force on {day}"))
            continue
        outcome = outcome_of(ready, example.facts)
        if outcome.rule and not outcome.missing:
            fired.add(outcome.rule.rule.id)
        decision = decide_with(ready, example.facts, datetime.combine(day, time(12)), trace=True)
        problems += _otherwise(policy, example, decision)
    untried = [rule for rule in policy.rules if rule.id not in fired]
    return problems + [Problem(policy.file, rule.line, f"no example fires {rule.id}") for rule in untried]


def _otherwise(policy: Policy, example: Example, decision: Decision) -> list[Problem]:
    expected = f"{example.effect} by {example.rule}"
    came = f"{decision.effect} by {decision.clause.rule}"
    if expected != came:
        why = next((line.because for line in decision.trace if line.rule == example.rule), "")
        because = f" ({example.rule}: {why})" if why else ""
        return [Problem(policy.file, example.line, f"expected {expected}, came out {came}{because}")]
    if example.amount and example.amount != str(decision.amount or "none"):
        text = f"expected {example.amount}, came out {decision.amount or 'no amount'}"
        return [Problem(policy.file, example.line, text)]
    return []


# --- versions ---------------------------------------------------------------------------------------------------


def check_versions(policies: Iterable[Policy]) -> list[Problem]:
    """This function will report gaps and overlaps between versions of a policy, and two policies for one act."""
    problems = []
    ordered = sorted(policies, key=lambda one: (one.act, one.starts))
    for act, same_act in groupby(ordered, key=lambda one: one.act):
        versions = list(same_act)
        ids = sorted({one.id for one in versions})
        if len(ids) > 1:
            last = versions[-1]
            problems.append(
                Problem(last.file, last.line, f"{act} is decided by more than one policy: {', '.join(ids)}")
            )
        for earlier, later in pairwise(versions):
            periods = [Period(earlier.starts, earlier.ends, earlier.line), Period(later.starts, later.ends, later.line)]
            problems += check_periods(later.id, periods, later.file)
    return problems
