"""Verbs of the lines room that write: each locks, reads again, checks the decision, writes, and is journalled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from careline.domains.customers import api as customers
from careline.domains.customers.values import Refused
from careline.domains.lines import models, reads, rules
from careline.domains.lines.values import Line, OutageKind, Reason
from careline.kernel.money import Money
from careline.platform.api import acting, write_journal
from careline.platform.journal import who
from careline.policybook.values import Decision


@dataclass(frozen=True, slots=True)
class LineDone:
    """An act on a line that was carried out, or had been carried out with the same key before."""

    reference: str
    message: str
    repeated: bool = False
    charge: Money | None = None


def suspend(
    *, account_id: int, line_id: int, reason: Reason, why: str, key: str, by: Any, at: datetime
) -> LineDone:  # fmt: skip
    """This function will suspend a line for one more reason; the network bars everything but emergency calls.

    Raises Refused when the line is not in service or the reason holds already.
    """
    with acting(key=f"{account_id}:{key}", what=f"line.suspend line:{line_id}") as act:
        if act.done_before:
            return LineDone(act.answer[0], act.answer[1], repeated=True)
        before = _locked(account_id, line_id)
        after = rules.suspended(before, reason=reason, on=timezone.localdate(at))
        _store(after, by=by, at=at)
        _change(after, kind="suspended", text=f"Suspended: {reason}", by=by, at=at)
        _journal("line.suspend", before, after, why=why, by=by, at=at, contact_id=None)
        act.answer = [f"line:{line_id}", f"The line is suspended: {reason}."]
    return LineDone(act.answer[0], act.answer[1])


def resume(
    *, account_id: int, line_id: int, decision: Decision, key: str, by: Any, at: datetime, contact_id: int | None = None
) -> LineDone:
    """This function will resume a suspended line under a granted decision for `line.resume`.

    Raises Refused when the decision does not grant it, its facts hold no more, the contract has ended, or another
    reason keeps the line suspended.
    """
    with acting(key=f"{account_id}:{key}", what=f"line.resume line:{line_id}") as act:
        if act.done_before:
            return LineDone(act.answer[0], act.answer[1], repeated=True)
        before = _granted(account_id, line_id, decision, "line.resume", at)
        done = rules.resumed(before, today=timezone.localdate(at))
        _store(done.line, by=by, at=at)
        _change(done.line, kind="resumed", text=done.message, by=by, at=at)
        act.answer = _finish(before, done.line, decision, key, done.message, contact_id=contact_id, by=by, at=at)
    return LineDone(act.answer[0], act.answer[1])


def enable_roaming(
    *, account_id: int, line_id: int, decision: Decision, key: str, by: Any, at: datetime, contact_id: int | None = None
) -> LineDone:
    """This function will enable roaming on a line, free of charge, under a granted decision for `roaming.enable`."""
    with acting(key=f"{account_id}:{key}", what=f"roaming.enable line:{line_id}") as act:
        if act.done_before:
            return LineDone(act.answer[0], act.answer[1], repeated=True)
        before = _granted(account_id, line_id, decision, "roaming.enable", at)
        after = rules.with_roaming(before)
        _store(after, by=by, at=at)
        _change(after, kind="feature-added", text="Roaming enabled", by=by, at=at)
        message = "Roaming is enabled on the line."
        act.answer = _finish(before, after, decision, key, message, contact_id=contact_id, by=by, at=at)
    return LineDone(act.answer[0], act.answer[1])


def add_data(
    *, account_id: int, line_id: int, gb: Decimal, decision: Decision, key: str, by: Any, at: datetime,
    contact_id: int | None = None,
) -> LineDone:  # fmt: skip
    """This function will add gigabytes to a line under a granted decision for `data.add`; it returns the charge.

    The charge has to be put on the draft bill in the same transaction (journeys.our_records does both).
    """
    with acting(key=f"{account_id}:{key}", what=f"data.add line:{line_id} {gb.normalize():f} GB") as act:
        if act.done_before:
            return LineDone(act.answer[0], act.answer[1], repeated=True, charge=Money(*act.answer[2]))
        before = _granted(account_id, line_id, decision, "data.add", at)
        if decision.facts.get("data.requested_gb", gb) != gb:
            raise Refused("The decision is about another amount of data. Decide again.")
        after, charge = rules.with_more_data(before, gb=gb)
        _store(after, by=by, at=at)
        message = f"{gb.normalize():f} GB added for {charge}."
        reference = _finish(before, after, decision, key, message, contact_id=contact_id, by=by, at=at)
        act.answer = [*reference, [charge.minor, charge.currency]]
    return LineDone(act.answer[0], act.answer[1], charge=charge)


def _locked(account_id: int, line_id: int) -> Line:
    """Lock the account, then read: whoever decides or acts on this account next sees what was written here."""
    customers.lock_account(account_id)
    line = reads.line(account_id, line_id)
    if line is None:
        raise Refused(f"Account {account_id} has no line {line_id}. Open the customer again.")
    return line


def _granted(account_id: int, line_id: int, decision: Decision, act: str, at: datetime) -> Line:
    line = _locked(account_id, line_id)
    now = rules.facts_of(line, today=timezone.localdate(at))
    customers.must_be_granted(decision, act=act, now=now)
    return line


def _store(line: Line, *, by: Any, at: datetime) -> None:
    """Write what can change on a line: status, data, roaming, its open reasons and its service state."""
    mine = {"account_id": line.account_id, "line_id": line.id}
    models.Line.objects.filter(account_id=line.account_id, id=line.id).update(
        status=line.status, suspended_on=line.suspended_on, roaming_enabled=line.roaming_enabled,
        data_used_gb=line.data_used_gb, data_added_gb=line.data_added_gb,
    )  # fmt: skip
    held = {one.reason: one.since for one in line.suspensions}
    is_open = models.SuspendReason.objects.filter(**mine, cleared_at__isnull=True)
    known = set(is_open.values_list("reason", flat=True))
    is_open.exclude(reason__in=list(held)).update(cleared_at=at, cleared_by=who(by))
    models.SuspendReason.objects.bulk_create(
        models.SuspendReason(**mine, reason=reason, since=since, by=who(by))
        for reason, since in held.items()
        if reason not in known
    )
    state = {"registered": line.service.registered, "bars": None if (bars := line.service.bars) is None else list(bars)}
    models.NetworkState.objects.update_or_create(account_id=line.account_id, line_id=line.id, defaults=state)


def _change(line: Line, *, kind: str, text: str, by: Any, at: datetime) -> None:
    models.Change.objects.create(
        account_id=line.account_id, line_id=line.id, at=at, kind=kind, text=text, by=who(by)
    )  # fmt: skip


def _finish(
    before: Line, after: Line, decision: Decision, key: str, message: str, *, contact_id: int | None, by: Any,
    at: datetime,
) -> list[Any]:  # fmt: skip
    """Keep the decision with the act and write the journal line; the answer for whoever repeats the key."""
    done = customers.record_act(
        account_id=before.account_id, decision=decision, subject=f"line:{before.id}", key=key, outcome=message,
        contact_id=contact_id, by=by, at=at,
    )  # fmt: skip
    why = f"{decision.clause.policy}/{decision.clause.rule}"
    _journal(decision.act, before, after, why=why, by=by, at=at, contact_id=contact_id)
    return [f"act:{done.id}", message]


def _journal(
    action: str, before: Line, after: Line, *, why: str, by: Any, at: datetime, contact_id: int | None
) -> None:  # fmt: skip
    write_journal(
        by=by, at=at, action=action, subject=f"line:{before.id}", why=why, account_id=before.account_id,
        contact_id=contact_id, before=rules.for_journal(before), after=rules.for_journal(after),
    )  # fmt: skip


def map_areas(*, areas: Iterable[tuple[str, str, str]], by: Any, at: datetime) -> None:
    """This function will put areas (id, name, market) on the map or bring them up to date."""
    rows = [models.Area(id=area_id, name=name, market=market) for area_id, name, market in areas]
    with acting():
        models.Area.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=["name", "market"]
        )  # fmt: skip
        write_journal(by=by, at=at, action="network.areas", subject="areas", why="loaded", after={"areas": len(rows)})


def open_outage(
    *, area_id: str | None, kind: OutageKind, says: str, opened_at: datetime, expected_end: datetime | None, by: Any,
    at: datetime,
) -> int:  # fmt: skip
    """This function will note an outage that is going on, in one area or (None) everywhere; it returns its id."""
    with acting():
        row = models.Outage.objects.create(
            area_id=area_id, kind=kind, says=says, opened_at=opened_at, expected_end=expected_end
        )
        write_journal(
            by=by,
            at=at,
            action="network.outage",
            subject=f"outage:{row.id}",
            why=says,
            after={"area": area_id or "all"},
        )
    return int(row.id)


def end_outage(*, outage_id: int, by: Any, at: datetime) -> None:
    """This function will note that an outage is over."""
    with acting():
        models.Outage.objects.filter(id=outage_id, closed_at__isnull=True).update(closed_at=at)
        write_journal(by=by, at=at, action="network.outage-over", subject=f"outage:{outage_id}", why="service is back")


def network_reports(
    *, account_id: int, line_id: int, by: Any, at: datetime, registered: bool | None = None,
    bars: Sequence[str] | None = None, voicemail_box: str | None = None, voicemail_forward: str | None = None,
    sim_profile: str | None = None,
) -> None:  # fmt: skip
    """This function will keep what the network says about a line now; what it says nothing about stays as it was.

    Raises Refused when the account has no such line.
    """
    said = {
        "registered": registered, "bars": None if bars is None else list(bars), "voicemail_box": voicemail_box,
        "voicemail_forward": voicemail_forward, "sim_profile": sim_profile,
    }  # fmt: skip
    news = {name: value for name, value in said.items() if value is not None}
    with acting():
        before = _locked(account_id, line_id)
        if not news:
            return
        models.NetworkState.objects.update_or_create(account_id=account_id, line_id=line_id, defaults=news)
        old = {name: getattr(before.service, name) for name in news}
        write_journal(
            by=by, at=at, action="network.report", subject=f"line:{line_id}", why="the network reports",
            account_id=account_id, before=old, after=news,
        )  # fmt: skip
