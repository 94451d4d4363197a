"""Two customers without Careline's handset: a person at the terminal, and one whose answers are written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from billing import Billing

from careline.domains.diagnosis.ports import Consent, CustomerLeft, Instruction, Offer, Opening, Question

NUMBER = "+1 555 700 0123"


@dataclass
class PersonAtTheTerminal:
    """Implements `CustomerSide`: the desk's words are printed, answers are typed; an empty line is "I can't tell"."""

    read: Callable[[str], str] = input
    write: Callable[[str], None] = print

    def opening(self) -> Opening:
        words = self._type("What is the matter? ")
        return Opening(words, number=self._type("What is your number? "))

    def say(self, words: str) -> None:
        self.write(f"\nCareline: {words}")

    def ask(self, question: Question) -> Mapping[str, str]:
        self.say(question.words)
        return {reading: self._choose(findings) for reading, findings in question.readings.items()}

    def do(self, instruction: Instruction) -> str:
        self.say(instruction.words)
        return self._choose({"done": "done", "cannot": "I could not do it", "refused": "I'd rather not"}, "cannot")

    def consent(self, offer: Offer) -> Consent:
        self.say(offer.words)
        if self._type("yes or no? ").strip().lower() not in ("y", "yes"):
            return Consent(False)
        return Consent(True, self._quantity(offer.at_most) if offer.at_most is not None else None)

    def _choose(self, labels: Mapping[str, str], otherwise: str = "unknown") -> str:
        for number, label in enumerate(labels.values(), 1):
            self.write(f"  {number}  {label}")
        typed = self._type("> ").strip()
        valid = typed.isdigit() and 1 <= int(typed) <= len(labels)
        return list(labels)[int(typed) - 1] if valid else otherwise

    def _quantity(self, most: Decimal) -> Decimal:
        try:
            return min(Decimal(self._type(f"How much (at most {most})? ")), most)
        except InvalidOperation:
            return most

    def _type(self, prompt: str) -> str:
        try:
            return self.read(prompt)
        except EOFError:
            raise CustomerLeft("the line went dead") from None


@dataclass
class WrittenDown:
    """Implements `CustomerSide` with fixed answers, and a phone that is a dictionary."""

    billing: Billing
    sees: dict[str, str] = field(default_factory=lambda: {"airplane": "off", "sim": "active", "paid-already": "no"})

    def opening(self) -> Opening:
        return Opening("My phone shows no service since this morning.", number=NUMBER)

    def say(self, words: str) -> None:
        print(f"Careline: {words}")

    def ask(self, question: Question) -> Mapping[str, str]:
        connected = self.sees.get("service") == "connected"
        now = {"service": "none", "network-type": "5g-or-4g" if connected else "none", **self.sees}
        answers = {reading: now.get(reading, "unknown") for reading in question.readings}
        print(f"Careline: {question.words}\nIris:     {', '.join(f'{r} is {a}' for r, a in answers.items())}")
        return answers

    def do(self, instruction: Instruction) -> str:
        print(f"Careline: {instruction.words}")
        could = [self._step(step) for step in instruction.steps]
        print(f"Iris:     {'done' if all(could) else 'that does not work'}")
        return "done" if all(could) else "cannot"

    def consent(self, offer: Offer) -> Consent:
        print(f"Careline: {offer.words}\nIris:     no, thank you")
        return Consent(False)

    def _step(self, step: str) -> bool:
        if step == "payment.pay":
            return self.billing.customer_pays("4711")
        if step == "phone.restart" and self.billing.phone_attaches("7"):
            self.sees["service"] = "connected"
        return True
