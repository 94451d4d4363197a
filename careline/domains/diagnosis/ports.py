"""The two doors to the outside: the operator's records, and the customer with the phone.

An operator's own systems can stand in for ours by implementing these Protocols; nothing else is needed
(`docs/how-to/connect-your-own-systems.md`). Ids are opaque strings of the system behind the Protocol.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from careline.kernel.money import Money

# --- what the records say ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanView:
    id: str
    name: str
    monthly_price: Money
    data_limit_gb: Decimal
    data_price_per_gb: Money  # price of one more GB in this cycle


@dataclass(frozen=True, slots=True)
class NetworkView:
    """What the network says about a line. `None` in a field means that the network was not asked or did not answer."""

    registered: bool | None = None  # has the phone attached since service was last opened
    bars: tuple[str, ...] | None = None  # barring flags that the network still holds
    outage: str | None = None  # id of an open outage at the customer's place, "" for none
    voicemail_box: str | None = None  # "ready", "not set up", "full", "locked", "missing"
    voicemail_forward: str | None = None  # "own" (to our platform), "elsewhere", "off"
    sim_profile: str | None = None  # "enabled", "disabled", "deleted" (eSIM), "mismatch"
    voicemail_platform: str | None = None  # "working", "fault"


@dataclass(frozen=True, slots=True)
class LineView:
    id: str
    msisdn: str  # E.164 where known, otherwise as the operator writes it
    status: str  # "active", "suspended", "pending activation", "closed"
    suspend_reasons: tuple[str, ...]  # stack: "nonpay", "lost", "fraud", "voluntary"; may be empty where unknown
    suspended_on: date | None
    plan: PlanView
    data_used_gb: Decimal
    data_added_gb: Decimal
    roaming_enabled: bool
    contract_ends_on: date | None
    device_model: str = ""
    network: NetworkView = NetworkView()


@dataclass(frozen=True, slots=True)
class BillItemView:
    code: str  # charge code, e.g. "plan", "late-fee", "roaming", "instalment", "discount", "promo", "tax", "connection"
    description: str
    amount: Money
    line_id: str | None
    on: date


@dataclass(frozen=True, slots=True)
class BillView:
    id: str
    status: str  # "draft", "issued", "paid", "overdue", "awaiting payment", "disputed"
    period_from: date
    period_until: date  # half-open: the first day not in the bill
    issued_on: date
    due_on: date
    total: Money
    items: tuple[BillItemView, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Something that changed on the account in the last 90 days (order, feature, plan, SIM, discount, notice)."""

    at: datetime
    kind: str  # e.g. "plan-change", "feature-added", "sim-change", "autopay-off", "price-notice", "promo-ended"
    text: str
    line_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecordsSnapshot:
    """Everything the records say about one customer and the line of this contact, gathered in one go."""

    customer_id: str
    customer_name: str
    account_status: str
    line: LineView
    bills: tuple[BillView, ...]  # newest first
    changes: tuple[ChangeView, ...] = ()
    payments_on_the_way: tuple[Money, ...] = ()
    at: datetime | None = None  # when it was gathered


@dataclass(frozen=True, slots=True)
class CustomerFound:
    customer_id: str
    name: str
    lines: Mapping[str, str]  # line id -> number


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act that was carried out by the records. `repeated` when the key was used before (nothing is done again)."""

    reference: str
    message: str
    repeated: bool = False


class RecordsRefused(Exception):
    """The operator's system would not do it; the message says why and what to do next."""


class OperatorRecords(Protocol):
    """Find customers, read what is known, act. Every act takes an idempotency key: the same key never acts twice."""

    def now(self) -> datetime: ...

    def find_by_number(self, number: str) -> Sequence[CustomerFound]: ...

    def find_by_id(self, customer_id: str) -> Sequence[CustomerFound]: ...

    def find_by_name(self, name: str, born_on: date) -> Sequence[CustomerFound]: ...

    def snapshot(self, *, customer_id: str, line_id: str) -> RecordsSnapshot: ...

    def request_payment(self, *, customer_id: str, bill_id: str, key: str) -> ActDone: ...

    def resume_line(self, *, customer_id: str, line_id: str, key: str) -> ActDone: ...

    def enable_roaming(self, *, customer_id: str, line_id: str, key: str) -> ActDone: ...

    def add_data(self, *, customer_id: str, line_id: str, gb: Decimal, key: str) -> ActDone: ...


# --- the customer -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opening:
    """What the customer says first: the concern in their words, and who they say they are."""

    words: str
    name: str = ""
    number: str = ""
    customer_id: str = ""
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A check put to the customer. `readings` maps each reading to its possible findings and their plain labels."""

    check: str
    words: str
    readings: Mapping[str, Mapping[str, str]]
    help: str = ""  # slower words, on a second try


@dataclass(frozen=True, slots=True)
class Instruction:
    """A step for the customer to do on the phone. `steps` are words of the device vocabulary."""

    remedy: str
    words: str
    steps: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that needs the customer's yes, with the price stated."""

    remedy: str
    words: str
    price_each: Money | None = None
    at_most: Decimal | None = None  # largest quantity that may be asked for


@dataclass(frozen=True, slots=True)
class Consent:
    agreed: bool
    quantity: Decimal | None = None


class CustomerLeft(Exception):
    """The customer ended the contact before it was finished."""


class CustomerSide(Protocol):
    """The customer on the line. Every call of ask, do and consent is one customer-facing step."""

    def opening(self) -> Opening: ...

    def say(self, words: str) -> None: ...

    def ask(self, question: Question) -> Mapping[str, str]:
        """This function will return reading -> finding id, or "unknown" for what the customer cannot tell."""
        ...

    def do(self, instruction: Instruction) -> str:
        """This function will return "done", "cannot" or "refused", as the customer reports it."""
        ...

    def consent(self, offer: Offer) -> Consent: ...


@dataclass(slots=True)
class Transcript:
    """What was said and done in a contact, in order; kept with the contact."""

    lines: list[str] = field(default_factory=list)
