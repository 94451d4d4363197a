"""One condition of a rule: a fact, a word of the closed vocabulary, and what it is held against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from careline.kernel.money import Money
from careline.policybook.lined import as_amount, as_day
from careline.policybook.values import Fact
from careline.policybook.vocabulary import FactWord, Kind, RateValue, describe, plain


class Word(StrEnum):
    """The whole vocabulary of comparisons. There is no `or`: write a second rule."""

    NOT_KNOWN = "is not known"
    NOT_ONE_OF = "is not one of"
    ONE_OF = "is one of"
    BEFORE = "is before"
    AFTER = "is after"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"
    INCLUDES_NONE_OF = "includes none of"
    INCLUDES_ONE_OF = "includes one of"
    INCLUDES_ONLY = "includes only"
    INCLUDES = "includes"
    IS_NOT = "is not"
    IS = "is"


_EQUAL = {Word.IS, Word.IS_NOT}
_LISTS = {Word.ONE_OF, Word.NOT_ONE_OF, Word.INCLUDES_ONE_OF, Word.INCLUDES_NONE_OF, Word.INCLUDES_ONLY}
_ORDER = {Word.AT_LEAST, Word.AT_MOST, Word.MORE_THAN, Word.LESS_THAN}
_FITS = {
    Kind.CHOICE: _EQUAL | {Word.ONE_OF, Word.NOT_ONE_OF},
    Kind.WORDS: {Word.INCLUDES, Word.INCLUDES_ONE_OF, Word.INCLUDES_NONE_OF, Word.INCLUDES_ONLY},
    Kind.YES_NO: {Word.IS},
    Kind.COUNT: _EQUAL | _ORDER,
    Kind.NUMBER: _EQUAL | _ORDER,
    Kind.MONEY: _EQUAL | _ORDER,
    Kind.DATE: _EQUAL | {Word.BEFORE, Word.AFTER},
}
_SPLIT = re.compile(
    r"^(?P<fact>\S+)\s+(?:(?P<word>is not known|is not one of|is one of|is before|is after"
    r"|(?:is )?(?:at least|at most|more than|less than)"
    r"|includes none of|includes one of|includes only|includes|is not|is)\b)"
    r"\s*(?P<value>.*)$"
)
NEXT_CONDITION = re.compile(r"\s+and\s+(?=[a-z_]+\.[a-z_0-9]+(?:\s|$))")
RATE = "rate "


@dataclass(frozen=True, slots=True)
class Condition:
    """`fact word value`; the value is constant, or the name of a dated rate that is filled in before it is tested."""

    fact: str
    word: Word
    value: Fact | None = None
    rate: str = ""

    def with_rates(self, rates: Mapping[str, RateValue]) -> Condition:
        """This function will put the amount in force in place of the rate's name."""
        return Condition(self.fact, self.word, rates[self.rate], self.rate) if self.rate else self


def read_condition(text: str, facts: Mapping[str, FactWord]) -> Condition:
    """This function will read one condition; anything outside the vocabulary is a ValueError."""
    match = _SPLIT.match(text.strip())
    if match is None:
        raise ValueError(f"{text.strip()!r} is not a condition; write: fact word value (words: {', '.join(Word)})")
    name, value = match["fact"], match["value"].strip()
    word = Word(match["word"].removeprefix("is ") if _is_order(match["word"]) else match["word"])
    known = facts.get(name)
    if known is None:
        raise ValueError(f"unknown fact {name}; this act knows {', '.join(facts)}")
    if word is Word.NOT_KNOWN:
        if value:
            raise ValueError(f"nothing may follow '{Word.NOT_KNOWN}', yet there is {value!r}")
        return Condition(name, word)
    if word not in _FITS[known.kind]:
        raise ValueError(f"{name} is {describe(known)}, so it cannot be tested with {word.value!r}")
    if value.startswith(RATE):
        return Condition(name, word, None, value.removeprefix(RATE).strip())
    return Condition(name, word, _read_against(value, word, known))


def _is_order(word: str) -> bool:
    return any(word.endswith(order) for order in _ORDER)


def _read_against(value: str, word: Word, fact: FactWord) -> Fact:
    if word in _LISTS:
        return tuple(_one_of(one.strip(), fact) for one in value.split(","))
    return read_value(value, fact) if fact.kind is not Kind.WORDS else _one_of(value, fact)


def read_value(text: str, fact: FactWord) -> Fact:
    """This function will read a fact's value as written in a rule or an example; a wrong one is a ValueError."""
    match fact.kind:
        case Kind.CHOICE:
            return _one_of(text, fact)
        case Kind.WORDS:
            return () if text == "none" else tuple(_one_of(one.strip(), fact) for one in text.split(","))
        case Kind.YES_NO:
            if text not in ("yes", "no"):
                raise ValueError(f"{fact.name} is yes or no, not {text!r}")
            return text == "yes"
        case Kind.DATE:
            return as_day(text)
        case _:
            return _amount(text, fact)


def _one_of(text: str, fact: FactWord) -> str:
    if text not in fact.choices:
        raise ValueError(f"unknown word {text!r}; {fact.name} can be {', '.join(fact.choices)}")
    return text


def _amount(text: str, fact: FactWord) -> Fact:
    bare = text.removesuffix(f" {fact.unit}") if fact.unit else text
    value = as_amount(bare)
    if isinstance(value, Money) != (fact.kind is Kind.MONEY):
        raise ValueError(f"{fact.name} is {describe(fact)}; {text!r} is not")
    if fact.kind is not Kind.COUNT:
        return value
    if isinstance(value, Decimal) and value == int(value):
        return int(value)
    raise ValueError(f"{fact.name} is a whole number; {text!r} is not")


def in_words(condition: Condition, fact: FactWord) -> str:
    """This function will say a condition in plain words, e.g. "the data that is left is more than 0 GB"."""
    value, bare = condition.value, fact.label.removeprefix("whether ")
    if value is None:
        return f"it is not known whether {bare}" if fact.kind is Kind.YES_NO else f"{fact.label} {condition.word}"
    if isinstance(value, bool):
        return f"{bare}: {plain(value)}"
    comparison = f"is {condition.word}" if condition.word in _ORDER else condition.word.value
    said = " or ".join(value) if isinstance(value, tuple) else plain(value, fact.unit)
    return f"{fact.label} {comparison} {said}"


def comparable(value: Fact) -> bool:
    """This function will tell whether a threshold has a neighbour one step below and above."""
    return isinstance(value, int | Decimal | Money | date) and not isinstance(value, bool)
