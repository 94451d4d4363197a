"""Reads `content/policies/`: every text becomes a policy, or a list of problems with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from careline.policybook.check import check_ready, check_versions, check_words
from careline.policybook.conditions import NEXT_CONDITION, Condition, read_condition, read_value
from careline.policybook.lined import as_amount, as_day
from careline.policybook.policy import SILENCE, Example, Policy, Policybook, Rule
from careline.policybook.rates import Rates, rate_file, read_rates
from careline.policybook.ready import Ready, make_ready
from careline.policybook.text import Field, Row, Section, normalised, take_apart
from careline.policybook.values import Clause, Effect, Fact, Problem
from careline.policybook.vocabulary import Calculator, FactWord, Vocabulary

HEAD = ("act", "owner", "in force from", "in force until", "citation")
WHEN = {"grant when": Effect.GRANT, "ask when": Effect.ASK, "refuse when": Effect.REFUSE}
RULE = (*WHEN, "amount", "ask for", "say", "instead of")
PLAIN_COLUMNS = ("decision", "clause", "amount", "on", "shows")
CLAUSE = re.compile(r"^clause: (?P<id>[a-z][a-z0-9-]*)$")
VERSION = re.compile(r"\.\d{4}-\d{2}-\d{2}$")
EXAMPLES = "examples"
ALWAYS = "always"
NOT_KNOWN = "not known"

T = TypeVar("T")


def read_policies(folder: Path, *, rates: Path, vocabulary: Vocabulary) -> Policybook:
    """This function will read and check every policy below a folder, with the dated rates of another.

    A policy with a problem is left out of deciding, so that its act asks a person; the problems name file and line.
    """
    dated, problems = read_rates(rates)
    texts = [
        read_policy(path.read_text(encoding="utf-8"), path.relative_to(folder.parent).as_posix(), vocabulary, dated)
        for path in sorted(folder.rglob("*.md"))
        if path.name != "README.md"
    ]
    found = [*problems, *(problem for _, wrong in texts for problem in wrong)]
    return policybook([policy for policy, _ in texts if policy], found, vocabulary, dated)


def policybook(
    policies: Iterable[Policy], problems: Iterable[Problem], vocabulary: Vocabulary, rates: Rates
) -> Policybook:
    """This function will put policies together, check them against each other, and make the sound ones ready."""
    policies = list(policies)
    found = [*problems, *check_versions(policies)]
    by_act: dict[str, list[Ready]] = {}
    by_hash: dict[str, Ready] = {}
    unsound = {problem.file for problem in found}
    for policy in policies:
        if policy.file in unsound or any(rate_file(name) in unsound for name in policy.rates()):
            continue
        stretches = make_ready(policy, vocabulary, rates)
        wrong = check_ready(stretches)
        found += wrong
        if not wrong:
            by_act.setdefault(policy.act, []).extend(stretches)
            by_hash.update({one.hash: one for one in stretches})
    newest_first = {act: tuple(sorted(all_, key=lambda one: one.starts, reverse=True)) for act, all_ in by_act.items()}
    sound = {one.policy.file for one in by_hash.values()}
    kept = tuple(sorted((one for one in policies if one.file in sound), key=lambda one: (one.id, one.starts)))
    return Policybook(kept, tuple(sorted(found, key=_place)), vocabulary, rates, newest_first, by_hash)


def read_changed(
    text: str, file: str, vocabulary: Vocabulary, rates: Rates
) -> tuple[tuple[Ready, ...], tuple[Problem, ...]]:
    """This function will read and check one changed text by itself, ready for a backtest; with problems, nothing is."""
    policy, problems = read_policy(text, file, vocabulary, rates)
    if policy is None or problems:
        return (), problems
    stretches = make_ready(policy, vocabulary, rates)
    wrong = check_ready(stretches)
    return (() if wrong else stretches), tuple(wrong)


def _place(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line


def policy_id_of(file: str) -> str:
    """This function will turn policies/data/add-data.md, or a version add-data.2027-01-01.md, into data/add-data."""
    return VERSION.sub("", file.partition("/")[2].removesuffix(".md"))


def read_policy(
    text: str, file: str, vocabulary: Vocabulary, rates: Rates
) -> tuple[Policy | None, tuple[Problem, ...]]:
    """This function will read one policy; with problems it may still return what could be read, for showing."""
    reader = _Reader(file, vocabulary)
    policy = reader.policy(text)
    if policy is not None:
        reader.problems += check_words(policy, vocabulary, rates)
    return policy, tuple(reader.problems)


@dataclass(slots=True)
class _Reader:
    file: str
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)
    facts: dict[str, FactWord] = field(default_factory=dict)

    def wrong(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.file, line, text))

    def tried(self, line: int, read: Callable[[], T]) -> T | None:
        """Turn a ValueError into a problem on its line."""
        try:
            return read()
        except ValueError as error:
            self.wrong(line, str(error))
            return None

    def policy(self, text: str) -> Policy | None:
        head, *sections = take_apart(text)
        policy_id = policy_id_of(self.file)
        self._known_items(head, HEAD)
        act = self._act(head)
        starts = self._day(head, "in force from", needed=True)
        ends = self._day(head, "in force until", needed=False)
        if not head.heading:
            self.wrong(head.line, "the policy has no title (# …)")
        if act is None or starts is None:
            return None
        if ends is not None and ends <= starts:
            self.wrong(head.line, f"in force from {starts} until {ends} is no time at all")
        owner, citation = self._needed(head, "owner"), self._needed(head, "citation")
        rules, examples = self._sections(sections, policy_id)
        return Policy(
            policy_id, act, head.heading, owner, citation, starts, ends, tuple(head.paragraphs),
            rules, examples, self.file, head.line, normalised(text),
        )  # fmt: skip

    def _act(self, head: Section) -> str | None:
        name = self._needed(head, "act")
        known = self.vocabulary.acts.get(name)
        if known is None:
            if name:
                line = (head.item("act") or head).line
                self.wrong(line, f"unknown act {name}; known are {', '.join(self.vocabulary.acts)}")
            return None
        self.facts = {fact: self.vocabulary.facts[fact] for fact in known.facts}
        return name

    def _needed(self, section: Section, key: str) -> str:
        item = section.item(key)
        if item is None or not item.value:
            self.wrong(section.line, f"{section.heading or 'the policy'} does not say its {key}")
            return ""
        return item.value

    def _day(self, head: Section, key: str, *, needed: bool) -> date | None:
        item = head.item(key)
        if item is None and not needed:
            return None
        value = self._needed(head, key)
        return self.tried(item.line, lambda: as_day(value)) if item and value else None

    def _known_items(self, section: Section, known: tuple[str, ...]) -> None:
        seen: set[str] = set()
        for item in section.items:
            if item.key not in known:
                self.wrong(item.line, f"unknown word {item.key!r}; here you can write {', '.join(known)}")
            elif item.key in seen:
                self.wrong(item.line, f"{item.key!r} is written twice")
            seen.add(item.key)

    def _sections(self, sections: list[Section], policy_id: str) -> tuple[tuple[Rule, ...], tuple[Example, ...]]:
        rules: dict[str, Rule] = {}
        examples: list[Example] = []
        for section in sections:
            if section.heading == EXAMPLES:
                examples += self._examples(section)
            elif match := CLAUSE.match(section.heading):
                rule = self._rule(section, policy_id, match["id"])
                if rule and rule.id in rules:
                    self.wrong(section.line, f"there are two clauses named {rule.id}")
                elif rule:
                    rules[rule.id] = rule
            else:
                self.wrong(section.line, f"unknown heading {section.heading!r}; write clause: name, or {EXAMPLES}")
        for example in examples:
            if example.rule not in rules and example.rule != SILENCE:
                self.wrong(example.line, f"unknown clause {example.rule!r}; this policy has {', '.join(rules)}")
        if not rules:
            self.wrong(1, "the policy has no clause")
        return tuple(rules.values()), tuple(examples)

    # --- clauses ------------------------------------------------------------------------------------------------

    def _rule(self, section: Section, policy_id: str, rule_id: str) -> Rule | None:
        self._known_items(section, RULE)
        when = [item for item in section.items if item.key in WHEN]
        if len(when) != 1:
            self.wrong(section.line, f"{rule_id} needs exactly one of {', '.join(WHEN)}")
            return None
        if not section.paragraphs:
            self.wrong(section.line, f"{rule_id} has no paragraph that people can read")
        effect = WHEN[when[0].key]
        self._fits(section, effect, rule_id)
        return Rule(
            rule_id, effect, self._conditions(when[0]), self._needed(section, "say"),
            Clause(policy_id, rule_id, "\n\n".join(section.paragraphs)), when[0].line,
            self._calculator(section), _list(section.item("ask for")), _list(section.item("instead of")),
        )  # fmt: skip

    def _fits(self, section: Section, effect: Effect, rule_id: str) -> None:
        if (effect is Effect.ASK) != (section.item("ask for") is not None):
            self.wrong(section.line, f"{rule_id}: 'ask for' belongs to 'ask when', and to nothing else")
        if effect is Effect.REFUSE and (item := section.item("amount")):
            self.wrong(item.line, f"{rule_id} refuses, so it has no amount")

    def _conditions(self, when: Field) -> tuple[Condition, ...]:
        if when.value == ALWAYS:
            return ()
        texts = NEXT_CONDITION.split(when.value)
        read = [self.tried(when.line, partial(read_condition, text, self.facts)) for text in texts]
        return tuple(one for one in read if one is not None)

    def _calculator(self, section: Section) -> Calculator | None:
        item = section.item("amount")
        if item is None:
            return None
        known = self.vocabulary.calculators.get(item.value)
        if known is None:
            names = ", ".join(self.vocabulary.calculators) or "none"
            self.wrong(item.line, f"unknown calculator {item.value!r}; known are {names}")
        return known

    # --- examples -----------------------------------------------------------------------------------------------

    def _examples(self, section: Section) -> list[Example]:
        usual = {
            item.key: value
            for item in section.items
            if (value := self._fact(item.key, item.value, item.line)) is not None
        }
        return [example for row in section.rows if (example := self._example(row, usual)) is not None]

    def _fact(self, name: str, text: str, line: int) -> Fact | None:
        word = self.facts.get(name)
        if word is None:
            self.wrong(line, f"unknown fact {name}; this act knows {', '.join(self.facts)}")
            return None
        return self.tried(line, lambda: read_value(text, word))

    def _example(self, row: Row, usual: dict[str, Fact]) -> Example | None:
        facts = dict(usual)
        for column, text in row.cells.items():
            if column in PLAIN_COLUMNS or not text:
                continue
            facts.pop(column, None)
            if text != NOT_KNOWN and (value := self._fact(column, text, row.line)) is not None:
                facts[column] = value
        decision = self.tried(row.line, lambda: _effect(row.cells.get("decision", "")))
        if decision is None:
            return None
        on = row.cells.get("on", "")
        day = self.tried(row.line, lambda: as_day(on)) if on else None
        amount = self.tried(row.line, lambda: _amount(row.cells.get("amount", "")))
        clause, shows = row.cells.get("clause", ""), row.cells.get("shows", "")
        return Example(facts, decision, clause, row.line, amount or "", day, shows)


def _effect(text: str) -> Effect:
    if text not in set(Effect):
        raise ValueError(f"{text!r} is no decision; write grant, ask or refuse")
    return Effect(text)


def _amount(text: str) -> str:
    return str(as_amount(text)) if text and text != "none" else text


def _list(item: Field | None) -> tuple[str, ...]:
    return tuple(one.strip() for one in item.value.split(",")) if item else ()
