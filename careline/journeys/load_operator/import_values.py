"""Checked rows as the values of our rooms. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from careline.domains.catalog.values import Plan
from careline.domains.contacts.values import ContactStatus, ContactView
from careline.domains.customers.values import AccountStatus, AccountView, AddressKind, AddressView, PersonView, Role
from careline.domains.ledger.values import Bill, BillItem, BillStatus, PaymentStatus, PaymentView
from careline.domains.lines.values import Change, Line, LineStatus, Reason, ServiceState, Sim, Suspension
from careline.journeys.load_operator.import_read import Row
from careline.kernel.identifiers import check_eid, check_iccid, check_imei, check_imsi, e164
from careline.kernel.period import Period


def with_id(plan: Plan, plan_id: int) -> Plan:
    """This function will give a plan under our id."""
    return replace(plan, id=plan_id)


def account(row: Row, account_id: int, people: Sequence[Row], ids: Mapping[str, int]) -> AccountView:
    """This function will make an account with its people from their rows."""
    place = AddressView(
        AddressKind.PRIMARY_USE, row["street"] or "", row["city"] or "", row["state"] or "", row["postcode"] or ""
    )
    return AccountView(
        account_id, row["account_number"] or row["id"], row["id"], AccountStatus(row["status"]), row["opened_on"],
        row["market"] or "", row["language"] or "en", row["cycle_day"] or 1, row["autopay"], row["paperless"],
        tuple(_person(one, ids[one["id"]]) for one in people), (place,),
    )  # fmt: skip


def _person(row: Row, person_id: int) -> PersonView:
    return PersonView(
        person_id, Role(row["role"]), row["name"], row["born_on"], row["email"] or "", row["contact_number"] or ""
    )


def line(
    row: Row, line_id: int, account_id: int, plan: Plan, user_id: int | None, state: Row | None, at: datetime
) -> Line:
    """This function will make a line from its row and what the network said about it; identifiers as written."""
    since = row["suspended_on"] or at.date()
    sim = Sim(check_iccid(row["iccid"] or "").value, check_imsi(row["imsi"] or "").value,
              check_eid(row["eid"] or "").value)  # fmt: skip
    return Line(
        id=line_id, account_id=account_id, external_id=row["id"], msisdn=e164(row["number"]),
        status=LineStatus(row["status"]), plan=plan, user_id=user_id, area=row["area"] or "",
        opened_on=row["opened_on"], contract_ends_on=row["contract_ends_on"], roaming_enabled=row["roaming"],
        data_used_gb=row["data_used_gb"] or Decimal(0), data_added_gb=row["data_added_gb"] or Decimal(0), sim=sim,
        imei=check_imei(row["imei"] or "").value, device_model=row["device"] or "", suspended_on=row["suspended_on"],
        suspensions=tuple(Suspension(Reason(word), since) for word in row["suspended_for"] or ()),
        service=_service(state) if state else ServiceState(),
    )  # fmt: skip


def _service(row: Row) -> ServiceState:
    # an empty cell in "bars" means no bars where the network answered at all, and not asked where it did not
    answered = any(
        row[name] is not None for name in ("registered", "voicemail_box", "voicemail_forward", "sim_profile")
    )
    bars = row["bars"] if row["bars"] is not None else (() if answered else None)
    return ServiceState(row["registered"], bars, row["voicemail_box"], row["voicemail_forward"], row["sim_profile"])


def bill(row: Row, bill_id: int, account_id: int, items: Sequence[Row], lines: Mapping[str, int]) -> Bill:
    """This function will make a bill with its items from their rows."""
    return Bill(
        bill_id, account_id, row["number"] or row["id"], row["id"], BillStatus(row["status"]),
        Period(row["period_from"], row["period_until"]), row["issued_on"], row["due_on"], row["total"],
        tuple(
            BillItem(one["code"], one["description"], one["amount"], lines.get(one["line"] or ""), one["on"])
            for one in items
        ),
    )  # fmt: skip


def payment(row: Row, payment_id: int, bill_id: int | None) -> PaymentView:
    """This function will make a payment from its row."""
    return PaymentView(payment_id, row["amount"], row["method"] or "", row["at"], PaymentStatus(row["status"]), bill_id)


def change(row: Row, line_id: int | None) -> Change:
    """This function will make one line of an account's history from its row."""
    return Change(row["at"], row["kind"], row["text"], line_id, row["by"] or "")


def contact(row: Row, contact_id: int, account_id: int, line_id: int | None) -> ContactView:
    """This function will make a contact of the past from its row."""
    return ContactView(
        contact_id, account_id, line_id, row["channel"], ContactStatus(row["status"]), row["opened_by"] or "import",
        row["opened_at"], row["ended_at"], row["reason"] or "", row["words"] or "", row["summary"] or "", "", "", "", 0,
    )  # fmt: skip
