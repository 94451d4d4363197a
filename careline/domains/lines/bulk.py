"""Lines as rows for loaders: the same rows that the actions write, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from careline.domains.customers import api as customers
from careline.domains.customers.values import KeyKind
from careline.domains.lines import models
from careline.domains.lines.values import Change, Line
from careline.platform.bulk import Batch, Table

LINE = Table(
    "lines_line",
    (
        "account_id", "id", "external_id", "msisdn", "status", "plan_id", "area_id", "user_id", "opened_on",
        "suspended_on", "contract_ends_on", "roaming_enabled", "data_used_gb", "data_added_gb", "iccid", "imsi", "eid",
        "imei", "device_model",
    ),
    ("account_id", "id"),
)  # fmt: skip
STATE = Table(
    "lines_networkstate",
    ("account_id", "line_id", "registered", "bars", "voicemail_box", "voicemail_forward", "sim_profile"),
    ("account_id", "line_id"),
)
REASON = Table(
    "lines_suspendreason",
    ("account_id", "id", "line_id", "reason", "since", "by", "cleared_by"),
    ("account_id", "line_id", "reason"),
    append_only=True,
    where="cleared_at is null",
)
FEATURE = Table(
    "lines_feature",
    ("account_id", "id", "line_id", "offering_id", "since", "until"),
    ("account_id", "line_id", "offering_id", "since"),
)
CHANGE = Table(
    "lines_change",
    ("account_id", "id", "external_id", "line_id", "at", "kind", "text", "by"),
    ("account_id", "id"),
    append_only=True,
)


def put_line(batch: Batch, line: Line, *, by: str) -> None:
    """This function will put a line with its service state, the reasons it is suspended for, and its search keys."""
    batch.put(
        LINE, line.account_id, line.id, line.external_id, line.msisdn, line.status, line.plan.id, line.area or None,
        line.user_id, line.opened_on, line.suspended_on, line.contract_ends_on, line.roaming_enabled,
        line.data_used_gb, line.data_added_gb, line.sim.iccid, line.sim.imsi, line.sim.eid, line.imei,
        line.device_model,
    )  # fmt: skip
    state = line.service
    bars = None if state.bars is None else list(state.bars)
    batch.put(
        STATE, line.account_id, line.id, state.registered, bars, state.voicemail_box, state.voicemail_forward,
        state.sim_profile,
    )  # fmt: skip
    for one in line.suspensions:
        reason_id = batch.next_id("lines_suspendreason_id_seq")
        batch.put(REASON, line.account_id, reason_id, line.id, one.reason, one.since, by, "")
    keys = [
        customers.number_key(line.msisdn, subject_id=line.id),
        customers.plain_key(KeyKind.SIM, line.sim.iccid, subject_id=line.id),
        customers.plain_key(KeyKind.EID, line.sim.eid, subject_id=line.id),
        customers.plain_key(KeyKind.IMEI, line.imei, subject_id=line.id),
        customers.plain_key(KeyKind.EXTERNAL, line.external_id, subject_id=line.id),
    ]
    customers.put_keys(batch, line.account_id, customers.some_keys(keys))


def put_feature(batch: Batch, line: Line, *, offering_id: int, since: date, until: date | None = None) -> None:
    """This function will put something that a line has beside its plan."""
    feature_id = batch.next_id("lines_feature_id_seq")
    batch.put(FEATURE, line.account_id, feature_id, line.id, offering_id, since, until)


def put_change(batch: Batch, account_id: int, change: Change, *, external_id: str = "", change_id: int = 0) -> None:
    """This function will put one line of the account's history; without an id it is a new one."""
    number = change_id or batch.next_id("lines_change_id_seq")
    batch.put(
        CHANGE, account_id, number, external_id, change.line_id, change.at, change.kind, change.text, change.by
    )  # fmt: skip


def clear_other_reasons(held: Mapping[int, Iterable[str]], *, by: str, at: datetime) -> None:
    """This function will clear the open reasons of lines that a loaded file no longer names (line id -> reasons)."""
    kept = {(line_id, reason) for line_id, reasons in held.items() for reason in reasons}
    is_open = models.SuspendReason.objects.filter(line_id__in=list(held), cleared_at__isnull=True)
    gone = [row.id for row in is_open if (row.line_id, row.reason) not in kept]
    models.SuspendReason.objects.filter(id__in=gone).update(cleared_at=at, cleared_by=by)
