"""A policy as a page: paragraphs with an anchor for each clause, ready for any window to lay out. No markup in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from careline.policybook.conditions import Condition, in_words
from careline.policybook.policy import Policy, Policybook, Rule
from careline.policybook.ready import Ready
from careline.policybook.values import Effect
from careline.policybook.vocabulary import plain

_LEADS = {Effect.GRANT: "Granted when", Effect.ASK: "Asked first when", Effect.REFUSE: "Refused when"}


@dataclass(frozen=True, slots=True)
class PageClause:
    """One clause: what people read, and beneath it what the machine reads, in plain words."""

    anchor: str  # e.g. "with-consent"; the deep link is <policy>#<anchor>
    heading: str
    effect: Effect
    paragraphs: tuple[str, ...]
    lead: str  # "Granted when"
    conditions: tuple[str, ...]  # empty: always
    amount: str  # in plain words, empty for none
    ask_for: tuple[str, ...]
    say: str  # with {placeholders} as written
    instead_of: tuple[str, ...]  # anchors
    line: int


@dataclass(frozen=True, slots=True)
class PageExample:
    """One example as a sentence's parts: the facts that hold, and what is decided."""

    shows: str
    facts: tuple[tuple[str, str], ...]  # plain label, plain value
    effect: Effect
    anchor: str
    amount: str


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Everything a policy reader shows, in order."""

    id: str
    title: str
    act: str
    act_in_words: str
    owner: str
    citation: str
    in_force: str
    hash: str
    intro: tuple[str, ...]
    clauses: tuple[PageClause, ...]
    examples: tuple[PageExample, ...]
    rates: tuple[tuple[str, str, str], ...]  # what it is, the amount in force, citation
    file: str


def page_of(book: Policybook, policy_id: str, day: date) -> PolicyPage | None:
    """This function will lay out the version of a policy in force on a day (otherwise the newest), or None."""
    policy = book.policy(policy_id, day)
    if policy is None:
        return None
    stretches = [one for one in book.by_act[policy.act] if one.policy is policy]
    ready = next((one for one in stretches if one.covers(day)), stretches[0])
    return PolicyPage(
        policy.id,
        policy.title,
        policy.act,
        book.vocabulary.acts[policy.act].label,
        policy.owner,
        policy.citation,
        in_force(policy),
        ready.hash,
        policy.intro,
        tuple(_clause(ready, rule) for rule in policy.rules),
        _examples(book, policy),
        _rates(book, ready),
        policy.file,
    )


def in_force(policy: Policy) -> str:
    """This function will say in plain words from when until when a policy holds."""
    until = f"until {plain(policy.ends)}" if policy.ends else "until further notice"
    return f"from {plain(policy.starts)} {until}"


def _clause(ready: Ready, rule: Rule) -> PageClause:
    conditions = tuple(_said(ready, one) for one in rule.conditions)
    amount = rule.calculator.label if rule.calculator else ""
    return PageClause(
        rule.id,
        rule.id.replace("-", " ").capitalize(),
        rule.effect,
        tuple(rule.clause.text.split("\n\n")),
        _LEADS[rule.effect],
        conditions,
        amount,
        rule.ask_for,
        rule.say,
        rule.instead_of,
        rule.line,
    )


def _said(ready: Ready, condition: Condition) -> str:
    return in_words(condition.with_rates(ready.rates), ready.words[condition.fact])


def _examples(book: Policybook, policy: Policy) -> tuple[PageExample, ...]:
    words = book.vocabulary.facts
    return tuple(
        PageExample(
            one.shows,
            tuple((words[name].label, plain(value, words[name].unit)) for name, value in one.facts.items()),
            one.effect,
            one.rule,
            "" if one.amount == "none" else one.amount,
        )
        for one in policy.examples
    )


def _rates(book: Policybook, ready: Ready) -> tuple[tuple[str, str, str], ...]:
    rates = [(book.rates.by_name[name], value) for name, value in ready.rates.items()]
    return tuple((rate.what, plain(value, rate.unit), rate.citation) for rate, value in rates)
