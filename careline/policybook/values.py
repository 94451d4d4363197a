"""What a policy is, and what a decision is, as values.

A policy is a Markdown text that people read; beneath each paragraph a rule block says the same in a closed vocabulary.
A decision is a value: it can be shown before the act, stored with it, and explained years later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from careline.kernel.money import Money

Fact = str | bool | int | Decimal | date | Money | tuple[str, ...]
"""A fact's value; a tuple is a set of words (e.g. all reasons for a suspension). A fact that is not in the mapping
is missing: the decision then asks for it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a policy, an example or a dated rate, and where it was written."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class Effect(StrEnum):
    """Refuse beats ask beats grant; silence is never yes."""

    GRANT = "grant"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Clause:
    """The place in the policy text that a decision rests on."""

    policy: str  # id, e.g. "data/add-data"
    rule: str  # anchor within it, e.g. "with-consent"
    text: str  # the paragraph as people read it


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One rule that was looked at: did it apply, and if not, which condition failed."""

    rule: str
    applies: bool
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What policy says about one act on these facts."""

    act: str
    effect: Effect
    clause: Clause
    say: str  # words for the expert, placeholders filled
    amount: Money | None = None
    ask_for: tuple[str, ...] = ()  # facts that are missing, or what is needed (a role, a consent)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    trace: tuple[TraceLine, ...] = ()
    policy_hash: str = ""
    in_force_from: date | None = None
    decided_at: datetime | None = None

    @property
    def granted(self) -> bool:
        return self.effect is Effect.GRANT
