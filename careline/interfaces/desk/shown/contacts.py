"""The contact page, wrapping up, handing over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from careline.interfaces.desk.shown.shared import Chip
from careline.kernel.money import Money


@dataclass(frozen=True, slots=True)
class FactRow:
    """A thing that was known before anybody asked, with where it comes from and when."""

    label: str
    value: str
    source: str
    at: datetime | None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: `value` is what the form sends, `key` the digit that gives it."""

    value: str
    label: str
    key: str = ""
    unsure: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ReadingAsked:
    id: str
    title: str
    choices: tuple[Choice, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class OptionRow:
    title: str
    kind: str
    cost: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class LeadsToRow:
    answer: str
    chance: str
    next: str
    cause: str


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What policy says about an act before it runs: effect is grant, ask or refuse."""

    effect: str
    heading: str
    say: str
    clause: str
    clause_title: str
    clause_href: str
    amount: Money | None = None
    ask_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepShown:
    """The next step, or the step whose answer is being changed."""

    kind: str  # check, remedy, act, hand_over, solved
    id: str
    title: str
    eyebrow: tuple[str, ...]
    say: str = ""
    help: str = ""
    prose: str = ""
    readings: tuple[ReadingAsked, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    decision: DecisionShown | None = None
    consent: str = ""
    quantity: str = ""
    quantity_label: str = ""
    quantity_hint: str = ""
    why: str = ""
    options: tuple[OptionRow, ...] = ()
    leads: tuple[LeadsToRow, ...] = ()
    source: str = ""
    changing: int | None = None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class BeliefRow:
    title: str
    percent: int
    words: str
    tone: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class DoneRow:
    seq: int
    title: str
    answer: str
    by: str
    at: datetime | None
    change_href: str = ""
    replaced: bool = False
    tone: str = ""
    more: str = ""  # what was as it should be, when the answer has several parts


@dataclass(frozen=True, slots=True)
class ContactShown:
    account_id: int
    contact_id: int
    href: str
    customer: str
    customer_href: str
    initials: str
    number: str
    line_state: Chip
    about: str
    guide_href: str
    words: str
    state: Chip
    opened_at: datetime
    expert: str
    seq: int
    open: bool
    details: tuple[tuple[str, str], ...]
    facts: tuple[FactRow, ...]
    step: StepShown | None
    done: tuple[DoneRow, ...]
    beliefs: tuple[BeliefRow, ...]
    clause: DecisionShown | None = None
    trust: str = ""
    summary: str = ""
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class WrapUpShown:
    contact: ContactShown
    text: str
    saved: str = ""
    wrong: str = ""
    solved: bool = False


@dataclass(frozen=True, slots=True)
class HandOverShown:
    contact: ContactShown
    to: tuple[Choice, ...]
    text: str
    say: str = ""
    wrong: str = ""
    advised: bool = True
