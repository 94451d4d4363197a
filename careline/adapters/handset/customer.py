"""A simulated customer on the line, with a handset and a temperament; deterministic for a given seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from careline.adapters.handset.phone import Phone, Surroundings
from careline.adapters.handset.readings import look
from careline.adapters.handset.steps import AT_THE_OPERATOR, ON_THE_PHONE
from careline.adapters.handset.temperaments import Moment, Reaction, Temperament
from careline.adapters.handset.wishes import Wishes
from careline.domains.diagnosis.ports import Consent, CustomerLeft, Instruction, Offer, Opening, Question

UNKNOWN = "unknown"
DONE, CANNOT, REFUSED = "done", "cannot", "refused"
ONLY_THEY_KNOW: dict[str, str] = {"paid-already": "no", "own-sim-change": "yes"}
"""What no phone shows, as an ordinary customer would tell it: nothing paid yet, and a change of SIM was their own."""

LATER_AT_LAST = 0.5
"""Chance at each later step that a customer who put something off now does it."""


class Outside(Protocol):
    """The operator's side as this phone meets it."""

    def around(self) -> Surroundings: ...

    def happens(self, step: str) -> bool:
        """This function will carry out a step whose effect is at the operator, and tell if there was anything to do."""
        ...


@dataclass(slots=True)
class SimulatedCustomer:
    """Implements `CustomerSide`. Every ask, do and consent counts as one customer-facing step.

    `diary` records what really happened, also where it differs from what the customer said.
    """

    first_words: Opening
    phone: Phone
    outside: Outside
    wishes: Wishes = field(default_factory=Wishes)
    temperament: Temperament = field(default_factory=lambda: Temperament("truthful"))
    seed: str = "0"
    knows: dict[str, str] = field(default_factory=lambda: dict(ONLY_THEY_KNOW))
    diary: list[str] = field(default_factory=list)
    steps: int = 0
    _asked: Counter[str] = field(default_factory=Counter)
    _put_off: list[tuple[str, ...]] = field(default_factory=list)
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311  (plays a person; no secret depends on it)

    def opening(self) -> Opening:
        """This function will return what the customer says first."""
        return self.first_words

    def say(self, words: str) -> None:
        """This function will let the customer hear words; it costs them nothing."""
        self.diary.append(f"   hears: {words}")

    def ask(self, question: Question) -> Mapping[str, str]:
        """This function will return reading -> finding as the customer tells it, "unknown" where they cannot tell."""
        reaction = self.temperament.takes_question(question, self._moment(f"check {question.check}"))
        told = reaction is not Reaction.CANNOT
        answers = {r: self._tell(r, known) if told else UNKNOWN for r, known in question.readings.items()}
        self._note(f"asked {question.check}", ", ".join(f"{r} = {finding}" for r, finding in answers.items()))
        return answers

    def do(self, instruction: Instruction) -> str:
        """This function will return "done", "cannot" or "refused", as the customer reports it."""
        moment = self._moment(f"remedy {instruction.remedy}")
        if self._refuses(instruction):
            report, really = REFUSED, ""
        else:
            reaction = self.temperament.takes_instruction(instruction, moment)
            report, really = self._react(reaction, instruction.steps)
        self._note(f"told to {instruction.remedy} ({', '.join(instruction.steps)})", report + really)
        return report

    def consent(self, offer: Offer) -> Consent:
        """This function will return whether the customer agrees, and to how much."""
        self._moment(f"offer {offer.remedy}")
        answer = self.wishes.answer(offer)
        quantity = f", {answer.quantity}" if answer.quantity is not None else ""
        self._note(f"offered {offer.remedy}", ("agrees" if answer.agreed else "declines") + quantity)
        return answer

    def carry_out(self, steps: tuple[str, ...]) -> bool:
        """This function will really carry out device steps; it tells whether every one of them could be done."""
        could = [self._step(step) for step in steps]  # all are tried, also after one that failed
        return all(could)

    def _moment(self, step: str) -> Moment:
        """Count one step; leave when patience is at its end; do at last what was put off."""
        self.steps += 1
        if self.temperament.patience and self.steps > self.temperament.patience:
            self.diary.append(f"   leaves after {self.temperament.patience} steps")
            raise CustomerLeft(f"the customer left after {self.temperament.patience} steps")
        self._catch_up()
        earlier, self._asked[step] = self._asked[step], self._asked[step] + 1
        return Moment(earlier, self.temperament.rate, self._dice)

    def _catch_up(self) -> None:
        due = [steps for steps in self._put_off if self._dice.random() < LATER_AT_LAST]
        for steps in due:
            self._put_off.remove(steps)
            self.carry_out(steps)
            self.diary.append(f"   now does what was put off: {', '.join(steps)}")

    def _react(self, reaction: Reaction, steps: tuple[str, ...]) -> tuple[str, str]:
        """What the customer reports, and what the diary adds to it."""
        if reaction is Reaction.CANNOT:
            return CANNOT, ""
        if reaction is Reaction.PRETENDS:
            return DONE, " (but did nothing)"
        if reaction is Reaction.PUTS_OFF:
            self._put_off.append(steps)
            return DONE, " (but put it off)"
        self._put_off = [waiting for waiting in self._put_off if waiting != steps]
        return (DONE if self.carry_out(steps) else CANNOT), ""

    def _refuses(self, instruction: Instruction) -> bool:
        return "payment.pay" in instruction.steps and not self.wishes.pays_bills

    def _tell(self, reading: str, known: Mapping[str, str]) -> str:
        """What is seen, unless the question does not know such a finding."""
        seen = look(self.phone, self.outside.around(), reading) or self.knows.get(reading)
        return seen if seen is not None and (not known or seen in known) else UNKNOWN

    def _step(self, step: str) -> bool:
        if step in AT_THE_OPERATOR:
            return self._happens(step)
        if step not in ON_THE_PHONE:
            return False
        self.phone = ON_THE_PHONE[step](self.phone, self.outside.around())
        return True

    def _happens(self, step: str) -> bool:
        done = self.outside.happens(step)
        if done and step == "payment.pay":
            self.knows["paid-already"] = "yes"
        return done

    def _note(self, what: str, answer: str) -> None:
        self.diary.append(f"{self.steps:2d} {what}: {answer}")


@dataclass(slots=True)
class QuietOutside:
    """An operator's side that never changes; for practice with a phone alone."""

    surroundings: Surroundings = field(default_factory=Surroundings)
    happened: list[str] = field(default_factory=list)

    def around(self) -> Surroundings:
        """This function will return the surroundings as they were given."""
        return self.surroundings

    def happens(self, step: str) -> bool:
        """This function will note the step; there is always something to do."""
        self.happened.append(step)
        return True
