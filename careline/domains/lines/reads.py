"""Rows of the lines room as values; the only reader for rules and screens."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

from careline.domains.catalog.values import Plan
from careline.domains.customers.values import TimelineEntry
from careline.domains.lines import models
from careline.domains.lines.values import (
    Change,
    Line,
    LineStatus,
    OutageKind,
    OutageView,
    Reason,
    ServiceState,
    Sim,
    Suspension,
)
from careline.kernel.money import Money

_LINES = """
select l.id, l.account_id, l.external_id, l.msisdn, l.status, l.user_id, coalesce(l.area_id, ''), l.opened_on,
  l.contract_ends_on, l.roaming_enabled, l.data_used_gb, l.data_added_gb, l.iccid, l.imsi, l.eid, l.imei,
  l.device_model, l.suspended_on,
  p.id, p.external_id, p.name, p.monthly_minor, p.currency, p.data_limit_gb, p.data_per_gb_minor,
  n.registered, n.bars, n.voicemail_box, n.voicemail_forward, n.sim_profile,
  (select coalesce(json_agg(json_build_array(s.reason, s.since) order by s.since, s.id), '[]')
     from lines_suspendreason s
    where s.account_id = l.account_id and s.line_id = l.id and s.cleared_at is null),
  (select coalesce(json_agg(json_build_array(o.id, o.kind, coalesce(a.name, ''), o.says, o.opened_at, o.expected_end)
      order by o.opened_at), '[]')
     from lines_outage o left join lines_area a on a.id = o.area_id
    where o.closed_at is null and (o.area_id is null or o.area_id = l.area_id))
from lines_line l
join catalog_plan p on p.id = l.plan_id
left join lines_networkstate n on n.account_id = l.account_id and n.line_id = l.id
where l.account_id = %s and (%s::bigint is null or l.id = %s)
order by l.status = 'closed', l.id
"""


def lines_of(account_id: int, *, line_id: int | None = None) -> list[Line]:
    """This function will read an account's lines with plan, service state, suspensions and open outages; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [account_id, line_id, line_id])
        return [_line(row) for row in cursor.fetchall()]


def line(account_id: int, line_id: int) -> Line | None:
    """This function will read one line; None when the account has no such line."""
    return next(iter(lines_of(account_id, line_id=line_id)), None)


def _line(row: tuple[Any, ...]) -> Line:
    iccid, imsi, eid, imei, model, suspended_on = row[12:18]
    registered, bars, box, forward, profile, reasons, outages = row[25:]
    service = ServiceState(registered, None if bars is None else tuple(bars), box, forward, profile)
    return Line(
        id=row[0], account_id=row[1], external_id=row[2], msisdn=row[3], status=LineStatus(row[4]), user_id=row[5],
        area=row[6], opened_on=row[7], contract_ends_on=row[8], roaming_enabled=row[9], data_used_gb=row[10],
        data_added_gb=row[11], sim=Sim(iccid, imsi, eid), imei=imei, device_model=model, suspended_on=suspended_on,
        plan=_plan(row[18:25]), service=service,
        suspensions=tuple(Suspension(Reason(one), date.fromisoformat(since)) for one, since in _listed(reasons)),
        outages=tuple(_outage(one) for one in _listed(outages)),
    )  # fmt: skip


def _plan(row: tuple[Any, ...]) -> Plan:
    plan_id, external_id, name, monthly, currency, limit, per_gb = row
    return Plan(plan_id, external_id, name, Money(monthly, currency), limit, Money(per_gb, currency))


def open_outages(*, limit: int = 20) -> list[OutageView]:
    """This function will read the outages that are open anywhere, newest first; one query."""
    rows = models.Outage.objects.filter(closed_at__isnull=True).select_related("area").order_by("-opened_at")[:limit]
    return [
        OutageView(
            row.id, OutageKind(row.kind), row.area.name if row.area else "", row.says, row.opened_at, row.expected_end
        )
        for row in rows
    ]


def _outage(one: list[Any]) -> OutageView:
    end = datetime.fromisoformat(one[5]) if one[5] else None
    return OutageView(one[0], OutageKind(one[1]), one[2], one[3], datetime.fromisoformat(one[4]), end)


def _listed(value: Any) -> list[Any]:
    """Django hands JSON over as text; psycopg alone would have parsed it."""
    return list(json.loads(value)) if isinstance(value, str) else list(value)


def changes_of(account_id: int, *, since: datetime, limit: int = 200) -> list[Change]:
    """This function will read what was changed on an account since a moment, newest first."""
    rows = models.Change.objects.filter(account_id=account_id, at__gte=since).order_by("-at", "-id")[:limit]
    return [Change(row.at, row.kind, row.text, row.line_id, row.by) for row in rows]


def timeline(account_id: int, *, before: datetime | None = None, limit: int = 30) -> list[TimelineEntry]:
    """This function will give the changes on an account as timeline entries, newest first."""
    rows = models.Change.objects.filter(account_id=account_id)
    if before:
        rows = rows.filter(at__lt=before)
    return [
        TimelineEntry(row.at, row.kind, row.text, f"change:{row.id}", row.by, row.line_id)
        for row in rows.order_by("-at", "-id")[:limit]
    ]


def numbers_of(account_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """This function will give account -> line -> number for lines that are not closed; one query."""
    found: dict[int, dict[int, str]] = {account_id: {} for account_id in account_ids}
    rows = models.Line.objects.filter(account_id__in=list(found)).exclude(status=LineStatus.CLOSED).order_by("id")
    for account_id, line_id, msisdn in rows.values_list("account_id", "id", "msisdn"):
        found[account_id][line_id] = msisdn
    return found


def devices_of(account_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """This function will give (account, line) -> the model of its device; one query."""
    rows = models.Line.objects.filter(account_id__in=list(account_ids)).values_list("account_id", "id", "device_model")
    return {(account_id, line_id): model for account_id, line_id, model in rows}


def own_ids() -> dict[tuple[int, str], int]:
    """This function will give (account, the operator's own id) -> our id, for lines that were imported."""
    rows = models.Line.objects.exclude(external_id="").values_list("account_id", "external_id", "id")
    return {(account_id, external_id): line_id for account_id, external_id, line_id in rows}


def change_own_ids() -> dict[tuple[int, str], int]:
    """This function will give (account, own id) -> our id for changes that were imported."""
    rows = models.Change.objects.exclude(external_id="").values_list("account_id", "external_id", "id")
    return {(account_id, external_id): change_id for account_id, external_id, change_id in rows}


def numbers_in_use(numbers: Iterable[str]) -> dict[str, int]:
    """This function will give number -> the line that has it now, for those of these numbers that are in use."""
    rows = models.Line.objects.filter(msisdn__in=list(numbers)).exclude(status=LineStatus.CLOSED)
    return dict(rows.values_list("msisdn", "id"))
