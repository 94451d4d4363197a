"""How different customers take questions and instructions. Pure: the dice come in as an argument."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from careline.domains.diagnosis.ports import Instruction, Question


class Reaction(StrEnum):
    """What a customer really does about a question or an instruction."""

    DOES = "does"  # looks and tells, or carries it out
    PRETENDS = "pretends"  # says done, and does nothing
    PUTS_OFF = "puts off"  # says done, and does it later or when asked again
    CANNOT = "cannot"  # does not find it, or cannot tell


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of one question or instruction: how often it came before, and how its customer is."""

    earlier: int  # times that the same step was asked for before
    rate: float
    dice: random.Random


@dataclass(frozen=True, slots=True)
class Temperament:
    """One way to be a customer. `patience` is the number of steps after which they leave; 0 for never."""

    name: str
    rate: float = 0.0
    patience: int = 0

    def takes_question(self, question: Question, moment: Moment) -> Reaction:
        """This function will say how the customer takes a question."""
        return TEMPERAMENTS[self.name].question(question, moment)

    def takes_instruction(self, instruction: Instruction, moment: Moment) -> Reaction:
        """This function will say how the customer takes an instruction."""
        return TEMPERAMENTS[self.name].instruction(instruction, moment)


LONG_READINGS, LONG_WORDS = 4, 240
"""A check that tells more readings than this, or takes more letters to say, is long for an impatient customer."""


def _does(step: Question | Instruction, moment: Moment) -> Reaction:
    return Reaction.DOES


def _pretends_at_times(step: Question | Instruction, moment: Moment) -> Reaction:
    return Reaction.PRETENDS if moment.dice.random() < moment.rate else Reaction.DOES


def _puts_off_at_first(step: Question | Instruction, moment: Moment) -> Reaction:
    if moment.earlier:
        return Reaction.DOES
    return Reaction.PUTS_OFF if moment.dice.random() < moment.rate else Reaction.DOES


def _needs_slower_words(step: Question | Instruction, moment: Moment) -> Reaction:
    """Hard to find at first; found on a second try when there are slower words, and on a third in any case."""
    if moment.earlier >= (1 if step.help else 2):
        return Reaction.DOES
    return Reaction.CANNOT if moment.dice.random() < moment.rate else Reaction.DOES


def _will_not_look_long(step: Question | Instruction, moment: Moment) -> Reaction:
    long = isinstance(step, Question) and (len(step.readings) > LONG_READINGS or len(step.words) > LONG_WORDS)
    return Reaction.CANNOT if long and not moment.earlier else Reaction.DOES


@dataclass(frozen=True, slots=True)
class Manner:
    """How a temperament is made: its two reactions, and its default rate and patience."""

    about: str
    question: Callable[[Question, Moment], Reaction] = _does
    instruction: Callable[[Instruction, Moment], Reaction] = _does
    rate: float = 0.0
    patience: int = 0


TEMPERAMENTS: dict[str, Manner] = {
    "truthful": Manner("tells what is seen, does what is asked"),
    "skips": Manner("says done without doing", instruction=_pretends_at_times, rate=0.10),
    "forgets": Manner("does it later, or when asked again", instruction=_puts_off_at_first, rate=0.20),
    "cannot-find": Manner("finds a setting only with help", _needs_slower_words, _needs_slower_words, rate=0.30),
    "impatient": Manner("puts long checks off, and leaves after so many steps", _will_not_look_long, patience=60),
}


def temperament(text: str) -> Temperament:
    """This function will read a temperament as typed: "truthful", "skips:0.2", "skips:20%", "impatient:40".

    What follows the colon is a rate between 0 and 1 (or a percentage), for "impatient" the number of steps. Raises
    ValueError with the known names when it cannot be read.
    """
    name, _, detail = text.strip().lower().replace("_", "-").partition(":")
    if name not in TEMPERAMENTS:
        raise ValueError(f'there is no customer "{name}"; known are {", ".join(TEMPERAMENTS)}')
    manner = TEMPERAMENTS[name]
    if not detail:
        return Temperament(name, manner.rate, manner.patience)
    if manner.patience:
        return Temperament(name, manner.rate, _steps(detail))
    return Temperament(name, _rate(detail), manner.patience)


def _rate(text: str) -> float:
    number = text.removesuffix("%")
    try:
        rate = float(number) / (100 if number != text else 1)
    except ValueError:
        raise ValueError(f'"{text}" is not a rate; write for example 0.1 or 10%') from None
    if not 0 <= rate <= 1:
        raise ValueError(f'the rate "{text}" is not between 0 and 1')
    return rate


def _steps(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise ValueError(f'"{text}" is not a number of steps; write for example impatient:40')
    return int(text)
