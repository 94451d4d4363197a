"""Our records behind the Protocol: found, seen, acted upon once, under the policies in content/."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careline.domains.customers.models import Act
from careline.domains.customers.reads import act_with_key
from careline.domains.diagnosis.ports import OperatorRecords, RecordsRefused
from careline.domains.ledger import api as ledger
from careline.domains.ledger.models import Bill, BillItem, PaymentRequest
from careline.domains.lines import api as lines
from careline.domains.lines.models import Line, SuspendReason
from careline.domains.lines.values import OutageKind, Reason
from careline.journeys.our_records.tests.conftest import NOW, Shop
from careline.kernel.money import Money
from careline.platform.api import verify
from careline.platform.journal import JournalLine


def pay(shop: Shop, key: str = "pay") -> None:
    ledger.take_payment(
        account_id=shop.account, bill_id=shop.overdue, amount=Money(6500), method="card", key=key, by="gateway", at=NOW
    )


def with_consent(shop: Shop, gb: str) -> Any:
    snapshot = shop.records.snapshot(customer_id=shop.customer, line_id=str(shop.active))
    line = snapshot.line
    facts = {
        "line.status": line.status,
        "data.used_gb": line.data_used_gb,
        "data.limit_gb": line.plan.data_limit_gb,
        "data.added_gb": line.data_added_gb,
        "data.left_gb": line.plan.data_limit_gb + line.data_added_gb - line.data_used_gb,
        "data.requested_gb": Decimal(gb),
        "data.added_after_gb": line.data_added_gb + Decimal(gb),
        "data.left_after_gb": line.plan.data_limit_gb + line.data_added_gb - line.data_used_gb + Decimal(gb),
        "data.price_per_gb": line.plan.data_price_per_gb,
        "consent.price_stated": True,
        "consent.given": True,
    }
    return shop.records.under(shop.records.decide("data.add", facts, NOW))


def test_it_is_the_protocol(shop: Shop) -> None:
    records: OperatorRecords = shop.records
    assert records.now() == NOW


@pytest.mark.parametrize("number", ["2125550101", "(212) 555-0101", "+1 212 555 0101", "1-212-555-0101"])
def test_found_by_number_however_written(shop: Shop, number: str) -> None:
    (found,) = shop.records.find_by_number(number)
    assert found.customer_id == shop.customer
    assert found.lines[str(shop.suspended)] == "+12125550101"


@pytest.mark.parametrize("said", ["100-200-300", "100200300", "c77"])
def test_found_by_what_the_customer_calls_their_id(shop: Shop, said: str) -> None:
    assert [found.name for found in shop.records.find_by_id(said)] == ["Ana Núñez"]


def test_found_by_name_only_with_the_right_date_of_birth(shop: Shop) -> None:
    assert shop.records.find_by_name("ana nunez", date(1985, 6, 15))
    assert not shop.records.find_by_name("ana nunez", date(1985, 6, 16))


def test_a_snapshot_in_six_queries(shop: Shop) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        seen = shop.records.snapshot(customer_id=shop.customer, line_id=str(shop.suspended))
    assert len(queries) <= 7
    assert seen.line.status == "suspended"
    assert seen.line.suspend_reasons == ("nonpay",)
    assert [bill.status for bill in seen.bills] == ["overdue", "paid"]
    assert seen.bills[0].items[0].amount == Money(6500)


def test_a_line_of_somebody_else_is_refused(shop: Shop) -> None:
    with pytest.raises(RecordsRefused, match="no line"):
        shop.records.snapshot(customer_id=shop.customer, line_id="999999")
    with pytest.raises(RecordsRefused):
        shop.records.snapshot(customer_id="x", line_id="y")


def test_from_suspension_to_service(shop: Shop) -> None:
    with pytest.raises(RecordsRefused):
        shop.records.resume_line(customer_id=shop.customer, line_id=str(shop.suspended), key="too early")
    asked = shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="ask")
    assert "65.00" in asked.message
    assert Bill.objects.get(account_id=shop.account, id=shop.overdue).status == "awaiting payment"
    pay(shop)
    done = shop.records.resume_line(customer_id=shop.customer, line_id=str(shop.suspended), key="resume")
    line = lines.line(shop.account, shop.suspended)
    assert line is not None
    assert (line.status, line.suspensions, line.service.registered) == ("active", (), False)
    assert "restart" in done.message
    assert SuspendReason.objects.get(account_id=shop.account).cleared_at == NOW
    assert PaymentRequest.objects.get(account_id=shop.account).status == "paid"
    assert not verify().broken


def test_the_same_key_never_acts_twice(shop: Shop) -> None:
    first = shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="ask")
    again = shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="ask")
    assert (first.reference, first.message, first.repeated) == (again.reference, again.message, False)
    assert again.repeated
    assert PaymentRequest.objects.filter(account_id=shop.account).count() == 1


def test_a_key_used_for_something_else_is_refused(shop: Shop) -> None:
    shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="k")
    with pytest.raises(RecordsRefused, match="something else"):
        shop.records.resume_line(customer_id=shop.customer, line_id=str(shop.suspended), key="k")


def test_a_second_request_is_refused(shop: Shop) -> None:
    shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="one")
    with pytest.raises(RecordsRefused):
        shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="two")


def test_data_costs_what_was_agreed_and_stands_on_the_draft_bill(shop: Shop) -> None:
    records = with_consent(shop, "2")
    done = records.add_data(customer_id=shop.customer, line_id=str(shop.active), gb=Decimal(2), key="data")
    again = records.add_data(customer_id=shop.customer, line_id=str(shop.active), gb=Decimal(2), key="data")
    assert again.repeated
    assert "4.00" in done.message
    draft = Bill.objects.get(account_id=shop.account, status="draft")
    assert (draft.total_minor, draft.period_from) == (400, date(2026, 11, 1))
    item = BillItem.objects.get(account_id=shop.account, bill_id=draft.id)
    assert (item.code, item.amount_minor, item.line_id) == ("data-added", 400, shop.active)
    assert Line.objects.get(account_id=shop.account, id=shop.active).data_added_gb == 2


def test_a_second_helping_lands_on_the_same_draft(shop: Shop) -> None:
    one_gb = {"customer_id": shop.customer, "line_id": str(shop.active), "gb": Decimal(1)}
    with_consent(shop, "1").add_data(**one_gb, key="one")
    Line.objects.filter(account_id=shop.account, id=shop.active).update(data_used_gb=Decimal("16.5"))
    with_consent(shop, "1").add_data(**one_gb, key="two")
    assert Bill.objects.get(account_id=shop.account, status="draft").total_minor == 400


def test_no_data_without_consent_and_nothing_half_done(shop: Shop) -> None:
    with pytest.raises(RecordsRefused):
        shop.records.add_data(customer_id=shop.customer, line_id=str(shop.active), gb=Decimal(2), key="data")
    assert Line.objects.get(account_id=shop.account, id=shop.active).data_added_gb == 0
    assert not Bill.objects.filter(account_id=shop.account, status="draft").exists()


def test_roaming_needs_the_customer_to_be_abroad(shop: Shop) -> None:
    with pytest.raises(RecordsRefused):
        shop.records.enable_roaming(customer_id=shop.customer, line_id=str(shop.active), key="r1")
    facts = {"line.status": "active", "customer.abroad": True, "line.roaming_enabled": False}
    records = shop.records.under(shop.records.decide("roaming.enable", facts, NOW))
    records.enable_roaming(customer_id=shop.customer, line_id=str(shop.active), key="r2")
    assert Line.objects.get(account_id=shop.account, id=shop.active).roaming_enabled


def test_the_decision_is_kept_with_the_act(shop: Shop) -> None:
    shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="ask")
    kept = act_with_key(shop.account, "ask")
    assert kept is not None
    assert kept.facts["bill.status"] == "overdue"
    assert kept.policy
    assert kept.clause
    assert kept.policy_hash
    written = JournalLine.objects.filter(account_id=shop.account, action="payment.request").get()
    assert '"overdue"' in written.before


def test_an_act_is_never_rewritten(shop: Shop) -> None:
    shop.records.request_payment(customer_id=shop.customer, bill_id=str(shop.overdue), key="ask")
    with pytest.raises(Exception, match="append-only"):
        Act.objects.filter(account_id=shop.account).update(outcome="something else")


def test_a_decision_on_facts_of_yesterday_is_refused(shop: Shop) -> None:
    """Straight at the guarded action, as another window might try."""
    bills = ledger.bills_of(shop.account)
    granted = shop.records.decide("payment.request", ledger.facts_of(bills, bill_id=shop.overdue), NOW)
    stale = replace(granted, facts={**granted.facts, "bill.amount_due": Money(100)})
    words = {"account_id": shop.account, "bill_id": shop.overdue, "key": "k", "by": "x", "at": NOW}
    with pytest.raises(Exception, match=r"bill\.amount_due"):
        ledger.request_payment(decision=stale, **words)
    with pytest.raises(Exception, match=r"not payment\.request"):
        ledger.request_payment(decision=replace(granted, act="line.resume"), **words)
    assert ledger.request_payment(decision=granted, **words).message


def test_stacked_reasons_keep_the_line_suspended(shop: Shop) -> None:
    lines.suspend(
        account_id=shop.account, line_id=shop.suspended, reason=Reason.LOST, why="customer says so", key="lost",
        by="system", at=NOW,
    )  # fmt: skip
    pay(shop)
    with pytest.raises(RecordsRefused):
        shop.records.resume_line(customer_id=shop.customer, line_id=str(shop.suspended), key="r")
    line = lines.line(shop.account, shop.suspended)
    assert line is not None
    assert line.status == "suspended"


def test_a_line_whose_contract_ended_is_not_resumed(shop: Shop) -> None:
    pay(shop)
    Line.objects.filter(account_id=shop.account, id=shop.suspended).update(contract_ends_on=date(2026, 11, 1))
    with pytest.raises(RecordsRefused):
        shop.records.resume_line(customer_id=shop.customer, line_id=str(shop.suspended), key="r")


def test_what_the_network_reports_is_seen_and_the_rest_stays(shop: Shop) -> None:
    said = {"account_id": shop.account, "line_id": shop.active, "by": "network", "at": NOW}
    lines.network_reports(**said, voicemail_box="full", bars=["data"])
    lines.network_reports(**said, registered=False)
    seen = shop.records.snapshot(customer_id=shop.customer, line_id=str(shop.active)).line.network
    assert (seen.registered, seen.bars, seen.voicemail_box) == (False, ("data",), "full")
    lines.network_reports(**said, bars=[])
    seen = shop.records.snapshot(customer_id=shop.customer, line_id=str(shop.active)).line.network
    assert (seen.registered, seen.bars, seen.voicemail_box) == (False, (), "full")


def test_an_outage_is_seen_by_the_lines_of_its_area_only(shop: Shop) -> None:
    lines.map_areas(areas=[("A", "Harbour", "North"), ("B", "Centre", "North")], by="demo", at=NOW)
    Line.objects.filter(account_id=shop.account, id=shop.active).update(area_id="A")
    Line.objects.filter(account_id=shop.account, id=shop.suspended).update(area_id="B")
    here = lines.open_outage(
        area_id="A", kind=OutageKind.ACCESS, says="mast down", opened_at=NOW, expected_end=None, by="network", at=NOW
    )
    everywhere = lines.open_outage(
        area_id=None, kind=OutageKind.VOICEMAIL, says="platform", opened_at=NOW, expected_end=None, by="network", at=NOW
    )
    network = [
        shop.records.snapshot(customer_id=shop.customer, line_id=str(line)).line.network
        for line in (shop.active, shop.suspended)
    ]
    assert [one.outage for one in network] == [str(here), ""]
    assert [one.voicemail_platform for one in network] == ["fault", "fault"]
    for outage_id in (here, everywhere):
        lines.end_outage(outage_id=outage_id, by="network", at=NOW)
    again = shop.records.snapshot(customer_id=shop.customer, line_id=str(shop.active)).line.network
    assert (again.outage, again.voicemail_platform) == ("", "working")
