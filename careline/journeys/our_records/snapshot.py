"""Our rooms seen through the Protocol: one snapshot of a customer and a line, in six queries."""

from __future__ import annotations

from datetime import datetime, timedelta

from careline.domains.catalog.values import Plan
from careline.domains.customers import api as customers
from careline.domains.diagnosis import ports
from careline.domains.ledger import api as ledger
from careline.domains.ledger.values import Bill
from careline.domains.lines import api as lines
from careline.domains.lines.values import Change, Line, OutageKind

LOOK_BACK = timedelta(days=90)
"""How far changes are looked at. Source: field guide 10.1, check A-03."""


def take_snapshot(*, account_id: int, line_id: int, at: datetime) -> ports.RecordsSnapshot:
    """This function will gather what our records say about a customer and a line.

    Raises RecordsRefused when there is no such customer or the line is not theirs.
    """
    account = customers.account(account_id)
    line = lines.line(account_id, line_id)
    if account is None or line is None:
        raise ports.RecordsRefused(f"There is no line {line_id} on account {account_id}. Find the customer again.")
    money = ledger.money_of(account_id, with_items=True)
    return ports.RecordsSnapshot(
        customer_id=str(account_id),
        customer_name=account.name,
        account_status=str(account.status),
        line=line_view(line),
        bills=tuple(_bill_view(bill) for bill in money.bills),
        changes=tuple(_change_view(one) for one in lines.changes_of(account_id, since=at - LOOK_BACK)),
        payments_on_the_way=money.on_the_way,
        at=at,
    )


def line_view(line: Line) -> ports.LineView:
    """This function will write one of our lines in the words of the Protocol."""
    return ports.LineView(
        id=str(line.id),
        msisdn=line.msisdn,
        status=str(line.status),
        suspend_reasons=tuple(str(one.reason) for one in line.suspensions),
        suspended_on=line.suspended_on,
        plan=_plan_view(line.plan),
        data_used_gb=line.data_used_gb,
        data_added_gb=line.data_added_gb,
        roaming_enabled=line.roaming_enabled,
        contract_ends_on=line.contract_ends_on,
        device_model=line.device_model,
        network=_network_view(line),
    )


def _plan_view(plan: Plan) -> ports.PlanView:
    return ports.PlanView(str(plan.id), plan.name, plan.monthly_price, plan.data_limit_gb, plan.data_price_per_gb)


def _network_view(line: Line) -> ports.NetworkView:
    radio = next((str(one.id) for one in line.outages if one.kind is OutageKind.ACCESS), "")
    faulty = any(one.kind is OutageKind.VOICEMAIL for one in line.outages)
    return ports.NetworkView(
        registered=line.service.registered,
        bars=line.service.bars,
        outage=radio,
        voicemail_box=line.service.voicemail_box,
        voicemail_forward=line.service.voicemail_forward,
        sim_profile=line.service.sim_profile,
        voicemail_platform="fault" if faulty else "working",
    )


def _bill_view(bill: Bill) -> ports.BillView:
    # a draft has no dates yet; it is shown as if issued and due when its period ends
    issued_on = bill.issued_on or bill.period.until
    return ports.BillView(
        id=str(bill.id),
        status=str(bill.status),
        period_from=bill.period.start,
        period_until=bill.period.until,
        issued_on=issued_on,
        due_on=bill.due_on or issued_on,
        total=bill.total,
        items=tuple(
            ports.BillItemView(one.code, one.description, one.amount, _text(one.line_id), one.on) for one in bill.items
        ),
    )


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


def _change_view(change: Change) -> ports.ChangeView:
    return ports.ChangeView(change.at, change.kind, change.text, _text(change.line_id))
