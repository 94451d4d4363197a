"""What the desk's templates take: frozen values, already in the reader's words. Templates decide nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from careline.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Chip:
    """A state in one or two words. The tone only colours it: ok, warn, bad, info or plain."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A message above the page: what just happened, or what went wrong and what to do."""

    text: str
    tone: str = "info"


# --- home and finding -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact in a list."""

    href: str
    customer: str
    about: str
    state: Chip
    opened_at: datetime
    line: str = ""
    expert: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class OutageRow:
    title: str
    area: str
    state: Chip
    since: datetime
    expected_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HomeShown:
    contacts: tuple[ContactRow, ...]
    outages: tuple[OutageRow, ...]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A customer who matched, and why."""

    href: str
    name: str
    account: str
    state: Chip
    why: str
    matched: str
    lines: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class FindShown:
    asked: str
    read_as: str
    rows: tuple[FoundRow, ...]
    more: bool = False
    hints: tuple[str, ...] = ()


# --- a customer -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    role: str
    detail: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """Data used in this cycle, for a bar and for its words."""

    words: str
    percent: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    id: str
    number: str
    plan: str
    state: Chip
    reasons: tuple[str, ...] = ()
    device: str = ""
    sim: str = ""
    user: str = ""
    usage: Usage | None = None
    contract: str = ""
    roaming: str = ""


@dataclass(frozen=True, slots=True)
class BillRow:
    id: str
    period: str
    due_on: date | None
    total: Money
    state: Chip
    items: tuple[tuple[str, Money], ...] = ()
    href: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class TimelineRow:
    at: datetime
    kind: str  # contact, bill, payment, line, plan, usage: picks the icon and the filter
    title: str
    text: str = ""
    href: str = ""
    amount: Money | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    id: str
    title: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class CustomerShown:
    account_id: int
    account: str
    name: str
    initials: str
    state: Chip
    since: str
    href: str
    facts: tuple[tuple[str, str], ...]
    people: tuple[PersonRow, ...]
    lines: tuple[LineRow, ...]
    balance: Money
    balance_words: Chip
    bills: tuple[BillRow, ...]
    open_contacts: tuple[ContactRow, ...]
    past_contacts: tuple[ContactRow, ...]
    timeline: tuple[TimelineRow, ...]
    filters: tuple[Link, ...]
    reasons: tuple[ReasonChoice, ...]
    outages: tuple[OutageRow, ...] = ()
    more_timeline: str = ""


# --- a contact --------------------------------------------------------------------------------------------------


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


# --- content ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GuideRow:
    href: str
    id: str
    title: str
    says: tuple[str, ...]
    counts: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class GuidePart:
    """A cause, check, remedy or hand-over of a guide, as its page shows it."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    words: str = ""
    prose: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class GuideShown:
    row: GuideRow
    prose: str
    owner: str
    stands_on: tuple[Link, ...]
    goal: str
    sections: tuple[tuple[str, tuple[GuidePart, ...]], ...]
    drawing_href: str
    drawing: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    href: str
    id: str
    title: str
    act: str
    in_force: str
    clauses: int


@dataclass(frozen=True, slots=True)
class ClauseShown:
    anchor: str
    heading: str
    html: str
    rule: str
    effect: Chip
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyShown:
    row: PolicyRow
    intro: str
    clauses: tuple[ClauseShown, ...]
    hash: str = ""
    source: str = ""


# --- the frame --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it: who is signed in, what they chose, and what there is to say."""

    name: str
    role: str
    initials: str
    theme: str = "system"
    keys_on: bool = True
    path: str = "/"
    section: str = ""
    said: tuple[Said, ...] = field(default_factory=tuple)
    asked: str = ""
