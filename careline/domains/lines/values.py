"""Lines, SIMs, devices, service state, outages, changes, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from careline.domains.catalog.values import Plan


class LineStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    PENDING = "pending activation"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a line is suspended. Several may hold at once; service returns when all are cleared (field guide 3.5).

    A contract that has ended is no reason in the stack: it follows from the line's contract date.
    """

    NONPAY = "nonpay"
    VOLUNTARY = "voluntary"
    LOST = "lost"
    FRAUD = "fraud"


class Bar(StrEnum):
    """Barring flags that the network can hold for a line."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    DATA = "data"
    MESSAGES = "messages"


class VoicemailBox(StrEnum):
    READY = "ready"
    NOT_SET_UP = "not set up"
    FULL = "full"
    LOCKED = "locked"
    MISSING = "missing"


class VoicemailForward(StrEnum):
    OWN = "own"
    ELSEWHERE = "elsewhere"
    OFF = "off"


class SimProfile(StrEnum):
    ENABLED = "enabled"
    DISABLED = "disabled"
    DELETED = "deleted"
    MISMATCH = "mismatch"


class OutageKind(StrEnum):
    ACCESS = "radio"
    VOICEMAIL = "voicemail platform"


@dataclass(frozen=True, slots=True)
class Sim:
    iccid: str = ""
    imsi: str = ""
    eid: str = ""  # of the eSIM chip; empty for a plastic card

    @property
    def is_esim(self) -> bool:
        return bool(self.eid)


@dataclass(frozen=True, slots=True)
class Suspension:
    reason: Reason
    since: date


@dataclass(frozen=True, slots=True)
class ServiceState:
    """What the network holds for a line. None: not known."""

    registered: bool | None = None
    bars: tuple[str, ...] | None = None
    voicemail_box: str | None = None
    voicemail_forward: str | None = None
    sim_profile: str | None = None


@dataclass(frozen=True, slots=True)
class OutageView:
    id: int
    kind: OutageKind
    area: str
    says: str
    opened_at: datetime
    expected_end: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its plan, SIM, device, suspensions and service state."""

    id: int
    account_id: int
    external_id: str
    msisdn: str
    status: LineStatus
    plan: Plan
    user_id: int | None
    area: str
    opened_on: date
    contract_ends_on: date | None
    roaming_enabled: bool
    data_used_gb: Decimal
    data_added_gb: Decimal
    sim: Sim
    imei: str
    device_model: str
    suspended_on: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    service: ServiceState = ServiceState()
    outages: tuple[OutageView, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed on the account or a line. `kind` is a word of docs/reference/import-files.md."""

    at: datetime
    kind: str
    text: str
    line_id: int | None
    by: str
