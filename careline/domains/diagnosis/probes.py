"""Silent probes: what the records and the network say, read from one snapshot, never asked of the customer.

Each probe is a named function from a snapshot to findings. What the snapshot lacks is "unknown", never a guess.
Guides name probes in `probe:`; `docs/reference/vocabulary.md` lists them (made by `careline guide vocabulary`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from careline.domains.diagnosis.bill_probes import BILL_READINGS, compare_bills
from careline.domains.diagnosis.ports import RecordsSnapshot
from careline.domains.diagnosis.vocabulary import ACTS, ACTS_THAT_COST, DEVICE_READINGS, DEVICE_STEPS
from careline.guidebook.values import UNKNOWN, Vocabulary

MOST_DATA_ADDED_GB = Decimal(2)
"""The most data that may be added to a line in one cycle. Source: policy data/add-data."""

RECENT_SIM_CHANGE = timedelta(days=3)
"""A SIM or port change this recent on a dead line may be a theft of the number. Source: field guide 10.5 NET-01 i."""

Findings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Probe:
    """A named look into the records or the network: what it can find, healthy first, and how."""

    title: str
    source: str  # "records" or "network", as shown beside the finding
    readings: Mapping[str, tuple[str, ...]]
    look: Callable[[RecordsSnapshot], Findings]


def _line_account(snapshot: RecordsSnapshot) -> Findings:
    return {"suspension": _suspension(snapshot)}


def _suspension(snapshot: RecordsSnapshot) -> str:
    line = snapshot.line
    if line.status == "active":
        return "none"
    if line.status in {"closed", "pending activation"}:
        return "not-in-service"
    if line.status != "suspended" or (line.contract_ends_on and snapshot.at is None):
        return UNKNOWN
    if line.contract_ends_on and snapshot.at and line.contract_ends_on < snapshot.at.date():
        return "contract-ended"  # comes first: money is never taken for a line that cannot be resumed
    if set(line.suspend_reasons) & {"lost", "fraud", "voluntary"}:
        return "other-reason"
    return _unpaid(snapshot)


def _unpaid(snapshot: RecordsSnapshot) -> str:
    owed = [bill.total for bill in snapshot.bills if bill.status in {"overdue", "awaiting payment"}]
    if not owed:
        return "paid-up"
    on_the_way = sum(money.minor for money in snapshot.payments_on_the_way)
    return "payment-on-its-way" if on_the_way >= sum(money.minor for money in owed) else "unpaid-bill"


def _data_allowance(snapshot: RecordsSnapshot) -> Findings:
    line = snapshot.line
    if line.data_used_gb < line.plan.data_limit_gb + line.data_added_gb:
        return {"allowance": "left"}
    within_reach = line.data_used_gb < line.plan.data_limit_gb + MOST_DATA_ADDED_GB
    return {"allowance": "used-up" if within_reach and line.data_added_gb < MOST_DATA_ADDED_GB else "used-up-beyond"}


def _line_roaming(snapshot: RecordsSnapshot) -> Findings:
    return {"line-roaming": "on" if snapshot.line.roaming_enabled else "off"}


def _sim_change(snapshot: RecordsSnapshot) -> Findings:
    if snapshot.at is None:
        return {"sim-change": UNKNOWN}
    since = snapshot.at - RECENT_SIM_CHANGE
    recent = [
        change
        for change in snapshot.changes
        if change.kind in {"sim-change", "esim-change", "port-out"}
        and change.at >= since
        and change.line_id in {None, snapshot.line.id}
    ]
    return {"sim-change": "recent" if recent else "none"}


def _registration(snapshot: RecordsSnapshot) -> Findings:
    registered = snapshot.line.network.registered
    return {"registered": UNKNOWN if registered is None else "yes" if registered else "no"}


def _bars(snapshot: RecordsSnapshot) -> Findings:
    bars = snapshot.line.network.bars
    if bars is None:
        return {"bars": UNKNOWN}
    # bars on a suspended line belong to the suspension; on an active line they were left behind
    return {"bars": "left-behind" if bars and snapshot.line.status == "active" else "none"}


def _outage(snapshot: RecordsSnapshot) -> Findings:
    outage = snapshot.line.network.outage
    return {"outage": UNKNOWN if outage is None else "open" if outage else "none"}


def _sim_profile(snapshot: RecordsSnapshot) -> Findings:
    return {"sim-profile": snapshot.line.network.sim_profile or UNKNOWN}


def _voicemail(snapshot: RecordsSnapshot) -> Findings:
    network = snapshot.line.network
    return {
        "voicemail-box": (network.voicemail_box or UNKNOWN).replace(" ", "-"),
        "voicemail-forward": network.voicemail_forward or UNKNOWN,
        "voicemail-platform": network.voicemail_platform or UNKNOWN,
    }


PROBES: Mapping[str, Probe] = {
    "line-account": Probe(
        "is the line suspended, and why",
        "records",
        {
            "suspension": (
                "none",
                "paid-up",
                "unpaid-bill",
                "payment-on-its-way",
                "other-reason",
                "contract-ended",
                "not-in-service",
            )
        },
        _line_account,
    ),
    "data-allowance": Probe(
        "is there data left in this cycle",
        "records",
        {"allowance": ("left", "used-up", "used-up-beyond")},
        _data_allowance,
    ),
    "line-roaming": Probe("is roaming enabled on the line", "records", {"line-roaming": ("on", "off")}, _line_roaming),
    "sim-change": Probe(
        "was the SIM changed or the number moved in the last three days",
        "records",
        {"sim-change": ("none", "recent")},
        _sim_change,
    ),
    "bill-difference": Probe(
        "why the newest bill differs from the one before", "records", BILL_READINGS, compare_bills
    ),
    "registration": Probe(
        "has the phone attached to the network", "network", {"registered": ("yes", "no")}, _registration
    ),
    "network-bars": Probe(
        "did the network keep a bar on an active line", "network", {"bars": ("none", "left-behind")}, _bars
    ),
    "area-outage": Probe("is there an outage where the customer is", "network", {"outage": ("none", "open")}, _outage),
    "sim-profile": Probe(
        "does the network know this SIM",
        "network",
        {"sim-profile": ("enabled", "disabled", "deleted", "mismatch")},
        _sim_profile,
    ),
    "voicemail": Probe(
        "the voicemail box, where unanswered calls go, and the voicemail platform",
        "network",
        {
            "voicemail-box": ("ready", "not-set-up", "full", "locked", "missing"),
            "voicemail-forward": ("own", "elsewhere", "off"),
            "voicemail-platform": ("working", "fault"),
        },
        _voicemail,
    ),
}


def look(probe: str, snapshot: RecordsSnapshot) -> Findings:
    """This function will return reading -> finding for one probe; a finding outside its list becomes "unknown"."""
    known = PROBES[probe].readings
    return {
        reading: finding if finding in known[reading] else UNKNOWN
        for reading, finding in PROBES[probe].look(snapshot).items()
    }


def guide_vocabulary() -> Vocabulary:
    """This function will return the words that guides may use: these probes, and the device's steps and readings."""
    return Vocabulary(
        probes={name: probe.readings for name, probe in PROBES.items()},
        device_steps=DEVICE_STEPS,
        device_readings=DEVICE_READINGS,
        acts=ACTS,
        acts_that_cost=ACTS_THAT_COST,
    )
