"""Who the operator's customers are, as values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AccountStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    PENDING = "pending verification"
    CLOSED = "closed"


class Role(StrEnum):
    """What a person may do on the account (field guide 6.3: only owner and authorised managers may change it)."""

    OWNER = "owner"
    MANAGER = "authorised manager"
    USER = "user"


class AddressKind(StrEnum):
    PRIMARY_USE = "primary use"  # decides taxes (4 U.S.C. 116-126) and the market
    BILLING = "billing"


class KeyKind(StrEnum):
    """What a search key is made of."""

    ACCOUNT = "account number"
    NAME = "name"
    EMAIL = "e-mail"
    NUMBER = "number"
    SIM = "SIM"
    IMEI = "IMEI"
    EID = "EID"
    BILL = "bill"
    EXTERNAL = "own id"


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    role: Role
    name: str
    born_on: date | None
    email: str
    contact_number: str


@dataclass(frozen=True, slots=True)
class AddressView:
    kind: AddressKind
    street: str
    city: str
    state: str
    postcode: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account with the people on it and how it is billed."""

    id: int
    number: str
    external_id: str
    status: AccountStatus
    opened_on: date
    market: str
    language: str
    cycle_day: int
    autopay: bool
    paperless: bool
    people: tuple[PersonView, ...] = ()
    addresses: tuple[AddressView, ...] = ()

    @property
    def owner(self) -> PersonView | None:
        return next((person for person in self.people if person.role is Role.OWNER), None)

    @property
    def name(self) -> str:
        return self.owner.name if self.owner else self.number


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search text may mean: exact keys, beginnings of keys, and a date of birth to narrow names down."""

    exact: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One search key of an account. `shown` is how people write it, `subject_id` the line, person or bill it names."""

    kind: KeyKind
    key: str
    shown: str
    subject_id: int = 0
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One account that a search found, and by what."""

    account_id: int
    account_number: str
    status: AccountStatus
    name: str
    kind: KeyKind
    shown: str
    subject_id: int
    exact: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened on an account, whatever room it comes from; `ref` opens it, e.g. "contact:81"."""

    at: datetime
    kind: str
    text: str
    ref: str = ""
    by: str = ""
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActView:
    """A guarded act as it was done: under which rule, on which facts, with which words."""

    id: int
    act: str
    subject: str
    by: str
    at: datetime
    contact_id: int | None
    policy: str
    rule: str
    clause: str
    say: str
    policy_hash: str
    facts: Mapping[str, object]
    outcome: str


class Refused(Exception):
    """The act was not done; the message says why and what to do next."""
