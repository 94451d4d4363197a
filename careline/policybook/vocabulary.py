"""The words a policy may use: facts, acts and calculators, declared by the domain that knows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from careline.kernel.money import Money
from careline.policybook.values import Fact

RateValue = Decimal | Money


class Kind(StrEnum):
    """What values a fact can have, and so what may be said about it."""

    CHOICE = "one word of a list"
    WORDS = "any words of a list"  # a set, e.g. all reasons for a suspension
    YES_NO = "yes or no"
    COUNT = "whole number"
    NUMBER = "number"
    MONEY = "amount of money"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class FactWord:
    """One fact: its name in rules, the plain label people read, and what its value can be."""

    name: str  # e.g. "data.left_gb": lower case, with a dot
    label: str  # e.g. "the data that is left"; stands in "ask for …" and in the trace
    kind: Kind
    choices: tuple[str, ...] = ()  # for CHOICE and WORDS
    unit: str = ""  # e.g. "GB"; written after the number
    step: Decimal = Decimal("0.1")  # smallest difference that matters, for NUMBER
    asked_as: str = ""  # the fact to find out when this one, which is computed from it, is missing


@dataclass(frozen=True, slots=True)
class Calculator:
    """A named amount. `make` receives the known facts and the rates in force, and never reads anything else."""

    name: str
    label: str  # e.g. "the total of the bill"
    needs: tuple[str, ...]  # facts that must be known; a missing one is asked for
    make: Callable[[Mapping[str, Fact], Mapping[str, RateValue]], Money]
    rates: tuple[str, ...] = ()  # dated rates it reads
    sql: str = ""  # the same in SQL, in minor units, with {fact} and {rate name}; needed for nightly runs only


@dataclass(frozen=True, slots=True)
class ActWord:
    """One guarded act, in plain words, and the facts its policy may name."""

    name: str
    label: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that policies of one part of the house may say."""

    facts: Mapping[str, FactWord] = field(default_factory=dict)
    acts: Mapping[str, ActWord] = field(default_factory=dict)
    calculators: Mapping[str, Calculator] = field(default_factory=dict)

    def together_with(self, other: Vocabulary) -> Vocabulary:
        """This function will join two vocabularies; a word that both declare is a ValueError."""
        for mine, theirs in ((self.facts, other.facts), (self.acts, other.acts), (self.calculators, other.calculators)):
            if twice := sorted(set(mine) & set(theirs)):
                raise ValueError(f"declared twice: {', '.join(twice)}")
        return Vocabulary(
            {**self.facts, **other.facts}, {**self.acts, **other.acts}, {**self.calculators, **other.calculators}
        )


def vocabulary_of(
    *, facts: tuple[FactWord, ...], acts: tuple[ActWord, ...], calculators: tuple[Calculator, ...] = ()
) -> Vocabulary:
    """This function will make a vocabulary; an act or calculator that names an undeclared fact is a ValueError."""
    known = {fact.name: fact for fact in facts}
    for owner, names in [(act.name, act.facts) for act in acts] + [(calc.name, calc.needs) for calc in calculators]:
        if unknown := sorted(set(names) - set(known)):
            raise ValueError(f"{owner} names facts that nobody declares: {', '.join(unknown)}")
    return Vocabulary(known, {act.name: act for act in acts}, {calc.name: calc for calc in calculators})


def is_of_kind(word: FactWord, value: Fact) -> bool:
    """This function will tell whether a value is one that the fact can have."""
    match word.kind:
        case Kind.YES_NO:
            return isinstance(value, bool)
        case Kind.COUNT:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.NUMBER:
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case Kind.MONEY:
            return isinstance(value, Money)
        case Kind.DATE:
            return isinstance(value, date)
        case Kind.CHOICE:
            return isinstance(value, str) and value in word.choices
        case Kind.WORDS:
            return isinstance(value, tuple) and all(one in word.choices for one in value)


def wrong_facts(vocabulary: Vocabulary, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """This function will name each fact that is not declared or whose value it cannot have, as a plain sentence."""
    found = []
    for name, value in facts.items():
        word = vocabulary.facts.get(name)
        if word is None:
            found.append(f"{name} is not a declared fact")
        elif not is_of_kind(word, value):
            found.append(f"{name} cannot be {value!r}; it is {describe(word)}")
    return tuple(found)


def describe(word: FactWord) -> str:
    """This function will say in plain words what a fact's value can be."""
    choices = f": {', '.join(word.choices)}" if word.choices else ""
    unit = f" of {word.unit}" if word.unit else ""
    article = _ARTICLES.get(word.kind, "")
    return f"{article}{word.kind}{unit}{choices}"


_ARTICLES = {Kind.COUNT: "a ", Kind.NUMBER: "a ", Kind.DATE: "a ", Kind.MONEY: "an "}


def plain(value: Fact, unit: str = "") -> str:
    """This function will write a value as people say it, for words to the customer and for the trace."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) if value else "none"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Decimal):
        return _with_unit(f"{value.normalize():f}" if value else "0", unit)
    return _with_unit(str(value), unit if isinstance(value, int) else "")


def one_step(word: FactWord, value: Fact, direction: int) -> Fact:
    """This function will move a threshold by the smallest difference that matters: −1 or +1 steps."""
    if isinstance(value, Money):
        return Money(value.minor + direction, value.currency)
    if isinstance(value, date):
        return value + timedelta(days=direction)
    if word.kind is Kind.COUNT:
        return int(str(value)) + direction
    return Decimal(str(value)) + direction * word.step


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text
