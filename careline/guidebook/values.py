"""What a guide is, as values: causes, checks, remedies, hand-overs, and the events of one diagnosis.

A guide never holds state. A diagnosis is a guide plus the list of events so far; everything the desk shows
(belief, next step, what was done) is computed from those two, so it can be replayed, resumed and handed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

UNKNOWN = "unknown"
"""The finding of a reading that the customer cannot tell or will not check."""


class Who(StrEnum):
    """Who performs a check or a remedy; decides whether it costs the customer effort."""

    SYSTEM = "system"  # our records, gathered silently, never asked
    NETWORK = "network"  # the network's own facts, gathered silently
    DEVICE = "device"  # the customer looks at or does something on the phone
    CUSTOMER = "customer"  # something only the customer knows or decides
    EXPERT = "expert"  # the expert acts through the guarded action layer


SILENT = frozenset({Who.SYSTEM, Who.NETWORK})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing was written: file and line, for load errors and deep links."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Cause:
    """One possible root cause. Several can hold at once."""

    id: str
    title: str
    prior: float  # chance that it holds when this guide is opened, before any fact
    tell: str  # plain words to the customer once it is found
    certain_when: tuple[tuple[str, str], ...] = ()  # (reading, finding): all of them hold -> this cause holds
    ruled_out_when: tuple[tuple[str, str], ...] = ()  # any of them holds -> this cause does not hold
    source: str = ""
    prose: str = ""
    place: Place = Place("", 0)
    origin: str = ""  # id of the guide that wrote it (a guide may stand on another)
    root_cause: str = ""  # id in the taxonomy of contact reasons, e.g. "NET-01/c"


@dataclass(frozen=True, slots=True)
class Finding:
    """One possible result of a reading; the first finding of a reading is the healthy one.

    `shown_by` maps a cause to the chance that it makes the reading show this finding. When several causes hold,
    the finding listed last among those they produce is the one seen (noisy-MAX; with two findings, noisy-OR).
    """

    id: str
    label: str
    shown_by: Mapping[str, float] = field(default_factory=dict)
    by_chance: float = 0.0  # chance of this finding when no cause produces it


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a check tells, with its findings from healthy (first) to the one that hides all others (last)."""

    id: str
    title: str
    findings: tuple[Finding, ...]
    place: Place = Place("", 0)
    lasting: bool = False  # stays as it is for the whole contact (where the customer is): never worth asking again


@dataclass(frozen=True, slots=True)
class Check:
    """A step that finds out. A silent check (system, network) is gathered before anything is asked."""

    id: str
    title: str
    who: Who
    cost: float  # seconds of customer effort; 0 for a silent check
    readings: tuple[str, ...]  # ids of the readings it tells, one or several at one look
    ask: str = ""  # words for the expert to say
    help: str = ""  # slower words, for a customer who cannot find it
    probe: str = ""  # silent checks: the named function that gathers the facts
    source: str = ""
    prose: str = ""
    place: Place = Place("", 0)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A step that repairs."""

    id: str
    title: str
    who: Who
    cost: float  # seconds of customer effort
    repairs: Mapping[str, float]  # cause -> chance that the step, really done, repairs it
    proof: tuple[tuple[str, str], ...]  # (reading, finding) that prove it
    do: str = ""  # words for the expert to say
    help: str = ""
    steps: tuple[str, ...] = ()  # device steps, from the closed device vocabulary
    act: str = ""  # guarded action, e.g. "roaming.enable"
    consent: str = ""  # words that ask for consent, with {price}, {gb}; empty: no consent needed
    holds_first: tuple[tuple[str, str], ...] = ()  # (reading, finding) that must have been found
    only_without: tuple[str, ...] = ()  # causes that must be unlikely first: money is never taken in vain
    leaves: tuple[str, ...] = ()  # causes that hold once this is done (e.g. "restart-needed")
    source: str = ""
    prose: str = ""
    place: Place = Place("", 0)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who takes the contact when these causes hold, and what they need to know."""

    id: str
    title: str
    to: str
    cost: float
    when: tuple[str, ...]  # causes that only they can repair; empty: the last resort
    say: str = ""
    source: str = ""
    prose: str = ""
    place: Place = Place("", 0)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """One contact reason, ready to use: everything it stands on is already merged in."""

    id: str  # e.g. "MSG-02"
    title: str
    says: tuple[str, ...]  # how customers put it
    owner: str
    reviewed: str  # ISO date
    goal: tuple[tuple[str, str], ...]  # (reading, finding) that prove it; several pairs of one reading: any
    test: str  # id of the check that is the symptom's own test
    causes: Mapping[str, Cause]
    readings: Mapping[str, Reading]
    checks: Mapping[str, Check]
    remedies: Mapping[str, Remedy]
    handovers: Mapping[str, HandOver]
    stands_on: tuple[str, ...] = ()
    prose: str = ""
    file: str = ""
    hash: str = ""  # content hash of this file and all it stands on


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in content, with the place and what to do."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The closed words that guides may use beside their own; whoever performs them says which there are."""

    probes: Mapping[str, Mapping[str, tuple[str, ...]]]  # probe -> reading -> its findings, healthy first
    device_steps: Mapping[str, str]  # step -> what it does
    device_readings: Mapping[str, tuple[str, ...]]  # reading -> its findings, healthy first
    acts: Mapping[str, str]  # guarded act -> what it does
    acts_that_cost: frozenset[str] = frozenset()  # they put a charge on the bill: consent words state the price


@dataclass(frozen=True, slots=True)
class Guidebook:
    """All guides that can be used, and every mistake found in those that cannot."""

    guides: Mapping[str, Guide]  # reason -> guide
    problems: tuple[Problem, ...] = ()


# --- events of one diagnosis, in order -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A check was made: reading -> finding id, or UNKNOWN."""

    check: str
    findings: Mapping[str, str]
    silent: bool = False


class Outcome(StrEnum):
    """What came of a remedy."""

    DONE = "done"  # reported as done (by the customer) or really done (by an act)
    CANNOT = "cannot"  # tried and could not
    REFUSED = "refused"  # would not, or did not consent
    DENIED = "denied"  # policy or authority said no


@dataclass(frozen=True, slots=True)
class Did:
    """A remedy was tried."""

    remedy: str
    outcome: Outcome
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The contact was handed over."""

    handover: str


Event = Found | Did | HandedOver


# --- what the engine says --------------------------------------------------------------------------------------


class StepKind(StrEnum):
    CHECK = "check"
    REMEDY = "remedy"
    HAND_OVER = "hand_over"
    SOLVED = "solved"  # the symptom's own test has passed


@dataclass(frozen=True, slots=True)
class Option:
    """One possible next step with its expected total cost in seconds of customer effort."""

    kind: StepKind
    id: str
    expected_cost: float


@dataclass(frozen=True, slots=True)
class AnswerLeadsTo:
    """What an answer to the next step would lead to."""

    answer: str  # e.g. "airplane = on" or "done"
    chance: float
    next_kind: StepKind
    next_id: str
    top_cause: str
    top_belief: float


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a diagnosis stands: belief per cause, the next step, and why."""

    beliefs: Mapping[str, float]  # cause -> chance that it holds now
    kind: StepKind
    id: str  # of the check, remedy or hand-over; "" when solved
    why: str  # one plain sentence
    options: tuple[Option, ...]  # best first; the first is the step chosen
    trust: float  # chance that a reported "done" was really done
    repaired: tuple[str, ...]  # causes believed found and repaired
