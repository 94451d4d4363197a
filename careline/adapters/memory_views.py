"""Rows of an operator held in memory, as the snapshots that the ports speak of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from careline.adapters.memory_tables import Row, Tables
from careline.domains.diagnosis.ports import (
    BillItemView,
    BillView,
    ChangeView,
    CustomerFound,
    LineView,
    NetworkView,
    PlanView,
    RecordsSnapshot,
)
from careline.kernel.money import Money

CHANGES_KEPT = timedelta(days=90)
_CODES = {"plan charge": "plan", "fee": "fee", "overage": "overage", "charge": "charge", "credit": "credit"}
_DATED_CHANGES = (
    ("last_plan_change_date", "plan-change", "plan changed"),
    ("last_sim_replacement_date", "sim-change", "SIM replaced"),
)


def digits(number: str) -> str:
    """This function will keep a number's digits, without a leading North American country code."""
    only = re.sub(r"\D", "", number)
    return only[1:] if len(only) == 11 and only.startswith("1") else only


def as_date(value: Any) -> date | None:
    """This function will read a date from a row: a date, an ISO text with or without time, or nothing."""
    if not value:
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def found(customer: Row, lines: dict[str, Row]) -> CustomerFound:
    """This function will show a customer with the numbers of their lines."""
    numbers = {key: str(lines[key]["phone_number"]) for key in customer.get("line_ids", ()) if key in lines}
    return CustomerFound(str(customer["customer_id"]), str(customer["full_name"]), numbers)


def snapshot(tables: Tables, customer: Row, line: Row, now: datetime) -> RecordsSnapshot:
    """This function will gather all that the records say about a customer and one line, as of now."""
    bills = (tables.rows["bills"][key] for key in customer.get("bill_ids", ()) if key in tables.rows["bills"])
    return RecordsSnapshot(
        customer_id=str(customer["customer_id"]),
        customer_name=str(customer["full_name"]),
        account_status=str(customer.get("account_status", "")).lower(),
        line=line_view(tables, line),
        bills=_newest_first(bill_view(bill, tables) for bill in bills),
        changes=_changes(line, now),
        at=now,
    )


def line_view(tables: Tables, line: Row) -> LineView:
    """This function will show a line with its plan."""
    device = tables.rows["devices"].get(str(line.get("device_id", "")), {})
    return LineView(
        id=str(line["line_id"]),
        msisdn=str(line["phone_number"]),
        status=str(line["status"]).lower(),
        suspend_reasons=tuple(line.get("suspend_reasons", ())),
        suspended_on=as_date(line.get("suspension_start_date")),
        plan=plan_view(tables.rows["plans"][str(line["plan_id"])]),
        data_used_gb=Decimal(line.get("data_used_gb", 0)),
        data_added_gb=Decimal(line.get("data_refueling_gb", 0)),
        roaming_enabled=bool(line.get("roaming_enabled", False)),
        contract_ends_on=as_date(line.get("contract_end_date")),
        device_model=str(device.get("model", "")),
        network=NetworkView(**line.get("network", {})),
    )


def plan_view(plan: Row) -> PlanView:
    """This function will show a plan with its prices."""
    return PlanView(
        id=str(plan["plan_id"]),
        name=str(plan["name"]),
        monthly_price=Money.of(plan["price_per_month"]),
        data_limit_gb=Decimal(plan["data_limit_gb"]),
        data_price_per_gb=Money.of(plan["data_refueling_price_per_gb"]),
    )


def bill_view(bill: Row, tables: Tables) -> BillView:
    """This function will show a bill; its period ends on the first day that is not in it."""
    last = as_date(bill["period_end"]) or date.max - timedelta(days=1)
    return BillView(
        id=str(bill["bill_id"]),
        status=str(bill["status"]).lower(),
        period_from=as_date(bill["period_start"]) or last,
        period_until=last + timedelta(days=1),
        issued_on=as_date(bill["issue_date"]) or last,
        due_on=as_date(bill["due_date"]) or last,
        total=Money.of(bill["total_due"]),
        items=tuple(_item(item, tables) for item in bill.get("line_items", ())),
    )


def _item(item: Row, tables: Tables) -> BillItemView:
    kind, text = str(item.get("item_type", "")).lower(), str(item.get("description", ""))
    return BillItemView(
        code=_CODES.get(kind, kind.replace(" ", "-")),
        description=text,
        amount=Money.of(item["amount"]),
        line_id=next((key for key, line in tables.rows["lines"].items() if str(line["phone_number"]) in text), None),
        on=as_date(item.get("date")) or date.min,
    )


def _newest_first(bills: Iterable[BillView]) -> tuple[BillView, ...]:
    return tuple(sorted(bills, key=lambda bill: bill.issued_on, reverse=True))


def _changes(line: Row, now: datetime) -> tuple[ChangeView, ...]:
    """What the line's own dates tell about changes that are still recent."""
    changes = []
    for column, kind, text in _DATED_CHANGES:
        on = as_date(line.get(column))
        if on and now.date() - CHANGES_KEPT <= on <= now.date():
            changes.append(
                ChangeView(datetime(on.year, on.month, on.day, tzinfo=now.tzinfo), kind, text, str(line["line_id"]))
            )
    return tuple(changes)
