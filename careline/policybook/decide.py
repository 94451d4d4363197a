"""Facts in, decision out. Refuse beats ask beats grant; silence is never yes; a missing fact is asked for.

The quick way walks the rules in order of precedence and stops at the first that fires. If it meets a missing fact, the
careful way looks at every rule: a rule that might fire, if only the fact were known, is never passed over in favour of
a weaker one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from careline.kernel.money import Money
from careline.policybook.conditions import Condition, Word
from careline.policybook.policy import SILENCE, Policybook
from careline.policybook.ready import Facts, Ready, ReadyRule
from careline.policybook.values import Clause, Decision, Effect, TraceLine
from careline.policybook.vocabulary import Vocabulary, plain, wrong_facts

A_PERSON = "a person who may decide this"


class Outcome(NamedTuple):
    """The rule that decides and its amount. With `missing`, it might, if these facts were known. No rule: silence."""

    rule: ReadyRule | None
    missing: tuple[str, ...] = ()
    amount: Money | None = None


class WrongFact(ValueError):
    """A fact was given with a value that it cannot have; the message names it."""


def decide(book: Policybook, act: str, facts: Facts, at: datetime, *, trace: bool = False) -> Decision:
    """This function will decide one act by the policy in force on the day of `at` (in the zone that `at` carries).

    No policy in force asks a person. A fact of the wrong kind raises WrongFact; amounts in another currency than the
    policy's raise ValueError.
    """
    day = at.date()
    for ready in book.by_act.get(act, ()):
        if ready.starts <= day and (ready.ends is None or day < ready.ends):
            return decide_with(ready, facts, at, trace=trace)
    return _no_policy(act, facts, at)


def decide_with(ready: Ready, facts: Facts, at: datetime, *, trace: bool = False) -> Decision:
    """This function will decide by one policy made ready, whether or not it is in force."""
    try:
        outcome = outcome_of(ready, facts)
    except TypeError:
        _complain(ready, facts)
        raise
    return _decision(ready, outcome, facts, at, explain(ready, facts) if trace else ())


def decide_again(book: Policybook, decision: Decision, *, trace: bool = True) -> Decision | None:
    """This function will repeat a stored decision from its facts and hash, or return None if that text is gone."""
    ready = book.by_hash.get(decision.policy_hash)
    if ready is None or decision.decided_at is None:
        return None
    return decide_with(ready, decision.facts, decision.decided_at, trace=trace)


def outcome_of(ready: Ready, facts: Facts) -> Outcome:
    """This function will tell which rule decides on these facts, and which facts it lacks."""
    try:
        for rule in ready.rules:
            if rule.fires(facts) and not (rule.displaced_by and any(test(facts) for test in rule.displaced_by)):
                return Outcome(rule, (), rule.amount(facts) if rule.amount else None)
    except KeyError:
        return _careful(ready, facts)
    return Outcome(None)


def _careful(ready: Ready, facts: Facts) -> Outcome:
    lacking = {rule.rule.id: _lacks(ready, rule, facts) for rule in ready.rules}
    asked_for = _asked_for_in_words(ready, lacking)
    for effect in (Effect.REFUSE, Effect.ASK, Effect.GRANT):
        rules = [rule for rule in ready.rules if rule.rule.effect is effect]
        for rule in rules:
            if lacking[rule.rule.id] == ():
                return Outcome(rule, (), rule.amount(facts) if rule.amount else None)
        unsure = [rule for rule in rules if set(lacking[rule.rule.id] or ()) - asked_for]
        if unsure:
            missing = dict.fromkeys(name for rule in unsure for name in lacking[rule.rule.id] or ())
            return Outcome(unsure[0], tuple(missing))
    return Outcome(None)


def _asked_for_in_words(ready: Ready, lacking: Mapping[str, tuple[str, ...] | None]) -> frozenset[str]:
    """Missing facts that a rule which fires asks for in its own words (`ask when … is not known`): that is better than
    the bare "find out …", so they make no other rule unsure."""
    asking = [rule for rule in ready.rules if rule.rule.effect is Effect.ASK and lacking[rule.rule.id] == ()]
    return frozenset(one.fact for rule in asking for one in rule.conditions if one.word is Word.NOT_KNOWN)


def _lacks(ready: Ready, rule: ReadyRule, facts: Facts) -> tuple[str, ...] | None:
    """The facts a rule lacks: none when it fires, None when it cannot fire whatever they are."""
    own = _missing(rule, facts)
    if own is None:
        return None
    for other in ready.rules:
        if other.rule.id in rule.displacers:
            theirs = _missing(other, facts)
            if theirs == ():
                return None
            own += theirs or ()
    if rule.rule.calculator and not own:
        own += tuple(name for name in rule.rule.calculator.needs if name not in facts)
    return own


def _missing(rule: ReadyRule, facts: Facts) -> tuple[str, ...] | None:
    missing: list[str] = []
    for condition, test in zip(rule.conditions, rule.tests, strict=True):
        try:
            if not test(facts):
                return None
        except KeyError:
            missing.append(condition.fact)
    return tuple(missing)


def _decision(ready: Ready, outcome: Outcome, facts: Facts, at: datetime, trace: tuple[TraceLine, ...]) -> Decision:
    policy, (rule, missing, amount) = ready.policy, outcome
    ask_for: tuple[str, ...] = (A_PERSON,)
    effect, clause, say = Effect.ASK, rule.rule.clause if rule else _silence(policy.id), _UNSAID
    if missing:
        ask_for = tuple(dict.fromkeys([plain_name(ready, name) for name in missing]))
        say = f"Before this can be decided, find out {_listed(ask_for)}."
    elif rule is not None:
        effect, ask_for, say = rule.rule.effect, rule.rule.ask_for, rule.say(facts, amount)
    used = {name: facts[name] for name in ready.facts if name in facts}
    return Decision(policy.act, effect, clause, say, amount, ask_for, used, trace, ready.hash, policy.starts, at)


def plain_name(ready: Ready, name: str) -> str:
    """This function will give the plain name under which a missing fact is asked for."""
    return ready.words[ready.words[name].asked_as or name].label


_UNSAID = "The rules do not say whether this may be done. A person with authority has to decide."


def _silence(policy_id: str) -> Clause:
    return Clause(policy_id, SILENCE, "Where nothing is said, a person is asked. Silence is never yes.")


def _no_policy(act: str, facts: Facts, at: datetime) -> Decision:
    say = "No sound policy is in force for this. A person with authority has to decide."
    return Decision(act, Effect.ASK, _silence(""), say, None, (A_PERSON,), dict(facts), decided_at=at)


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _complain(ready: Ready, facts: Facts) -> None:
    wrong = wrong_facts(Vocabulary(ready.words), {name: facts[name] for name in ready.facts if name in facts})
    if wrong:
        raise WrongFact("; ".join(wrong))


def explain(ready: Ready, facts: Facts) -> tuple[TraceLine, ...]:
    """This function will look at every rule, in order of precedence, and say why it applies or does not."""
    return tuple(_explained(ready, rule, facts) for rule in ready.rules)


def _explained(ready: Ready, rule: ReadyRule, facts: Facts) -> TraceLine:
    unknown: list[str] = []
    for place, test in enumerate(rule.tests):
        try:
            if not test(facts):
                return TraceLine(rule.rule.id, False, rule.not_so[place] + _seen(ready, rule.conditions[place], facts))
        except KeyError:
            unknown.append(ready.words[rule.conditions[place].fact].label)
    if unknown:
        return TraceLine(rule.rule.id, False, f"not known: {', '.join(unknown)}")
    for other in ready.rules if rule.displacers else ():
        if other.rule.id in rule.displacers and _missing(other, facts) == ():
            return TraceLine(rule.rule.id, False, f"{other.rule.id} goes instead of it")
    return rule.holds


def _seen(ready: Ready, condition: Condition, facts: Facts) -> str:
    value = facts.get(condition.fact)
    return "" if value is None else f" (it is {plain(value, ready.words[condition.fact].unit)})"
