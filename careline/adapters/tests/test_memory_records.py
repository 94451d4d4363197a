"""Records in memory: found by any identifier, act once per key, and every difference is seen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from careline.adapters.cases.tests.own import RECORDS
from careline.adapters.memory_records import LineOutside, MemoryRecords
from careline.adapters.memory_tables import RecordsUnreadable, differences, read_tables
from careline.domains.diagnosis.ports import CustomerFound, OperatorRecords, RecordsRefused
from careline.kernel.money import Money

NOW = datetime(2025, 2, 25, 17, 8, tzinfo=UTC)
LINE = {"customer_id": "CUST-1", "line_id": "LINE-A"}


@pytest.fixture
def records() -> MemoryRecords:
    return MemoryRecords(read_tables(RECORDS), NOW)


def test_it_is_what_the_port_asks_for(records: MemoryRecords) -> None:
    port: OperatorRecords = records
    assert port.now() == NOW


ADA = CustomerFound("CUST-1", "Ada Bloom", {"LINE-A": "555-700-0101", "LINE-B": "555-700-0102"})


@pytest.mark.parametrize("number", ["555-700-0101", "5557000102", "+1 555 700 0101", "(555) 700-0199"])
def test_a_customer_is_found_by_any_of_their_numbers_however_written(records: MemoryRecords, number: str) -> None:
    assert records.find_by_number(number) == (ADA,)


def test_a_customer_is_found_by_id_and_by_name_with_date_of_birth(records: MemoryRecords) -> None:
    assert records.find_by_id("CUST-1") == (ADA,)
    assert records.find_by_name("ada bloom", date(1981, 3, 9)) == (ADA,)


def test_nobody_is_found_by_halves(records: MemoryRecords) -> None:
    assert records.find_by_name("Ada Bloom", date(1981, 3, 10)) == ()
    assert records.find_by_number("700-0101") == ()
    assert records.find_by_number("no number") == ()
    assert records.find_by_id("CUST-9") == ()


def test_a_snapshot_tells_line_plan_bills_and_recent_changes(records: MemoryRecords) -> None:
    seen = records.snapshot(**LINE)
    assert (seen.customer_name, seen.account_status, seen.at) == ("Ada Bloom", "active", NOW)
    assert (seen.line.status, seen.line.device_model, seen.line.data_used_gb) == ("active", "Pebble 4", Decimal("1.2"))
    assert seen.line.plan.data_price_per_gb == Money.of("4.25")
    assert [bill.id for bill in seen.bills] == ["BILL-MAR", "BILL-JAN"]
    january = seen.bills[1]
    assert (january.status, january.period_until, january.total) == ("paid", date(2025, 2, 1), Money.of("73.50"))
    assert [(item.code, item.line_id) for item in january.items] == [("plan", "LINE-A"), ("plan", "LINE-B")]
    assert [(change.kind, change.at.date()) for change in seen.changes] == [("sim-change", date(2025, 2, 20))]
    assert seen.line.network.voicemail_box is None


def test_the_network_is_told_where_it_is_known(records: MemoryRecords) -> None:
    line = records.snapshot(customer_id="CUST-2", line_id="LINE-C").line
    assert (line.network.voicemail_box, line.network.sim_profile) == ("full", "disabled")


def test_another_customers_line_is_refused(records: MemoryRecords) -> None:
    with pytest.raises(RecordsRefused, match="CUST-1 has no line LINE-C"):
        records.snapshot(customer_id="CUST-1", line_id="LINE-C")


def test_data_is_added_and_charged_on_the_draft_bill(records: MemoryRecords) -> None:
    records.add_data(**LINE, gb=Decimal("2.0"), key="k")
    rows = records.tables.rows
    assert rows["lines"]["LINE-A"]["data_refueling_gb"] == Decimal(2)
    draft = rows["bills"]["BILL-MAR"]
    assert draft["total_due"] == Decimal("8.5")
    charge = {
        "description": "Data refueling: 2 GB",
        "amount": Decimal("8.5"),
        "date": "2025-02-25",
        "item_type": "Charge",
    }
    assert draft["line_items"] == [charge]
    assert records.tables.made == []


def test_a_draft_bill_is_opened_where_there_is_none(records: MemoryRecords) -> None:
    records.add_data(customer_id="CUST-2", line_id="LINE-C", gb=Decimal("0.5"), key="k")
    (made,) = records.tables.made
    bill = records.tables.rows["bills"][made]
    assert (bill["status"], bill["period_start"], bill["period_end"]) == ("Draft", "2025-03-01", "2025-03-31")
    assert bill["total_due"] == Decimal("2.13")  # 0.5 GB at 4.25, half a cent up
    assert records.tables.rows["customers"]["CUST-2"]["bill_ids"] == [made]


def test_the_same_key_never_acts_twice(records: MemoryRecords) -> None:
    first = records.add_data(**LINE, gb=Decimal(1), key="once")
    again = records.add_data(**LINE, gb=Decimal("1.0"), key="once")
    assert (first.repeated, again.repeated, again.reference) == (False, True, first.reference)
    assert records.tables.rows["lines"]["LINE-A"]["data_refueling_gb"] == 1
    with pytest.raises(RecordsRefused, match=r"was used for data\.add"):
        records.add_data(**LINE, gb=Decimal(2), key="once")
    assert [attempt.done for attempt in records.attempts] == [True, False]


def test_payment_is_asked_for_one_bill_at_a_time_and_paid_by_the_phone(records: MemoryRecords) -> None:
    bills, phone = records.tables.rows["bills"], LineOutside(records, "555-700-0102")
    bills["BILL-JAN"]["status"], bills["BILL-MAR"]["status"] = "Overdue", "Overdue"
    assert not phone.happens("payment.pay")
    records.request_payment(customer_id="CUST-1", bill_id="BILL-JAN", key="a")
    assert phone.around().payment_asked
    with pytest.raises(RecordsRefused, match="BILL-JAN already awaits payment"):
        records.request_payment(customer_id="CUST-1", bill_id="BILL-MAR", key="b")
    assert phone.happens("payment.pay")
    assert (bills["BILL-JAN"]["status"], bills["BILL-MAR"]["status"]) == ("Paid", "Overdue")
    assert not phone.around().payment_asked


@pytest.mark.parametrize("bill", ["BILL-JAN", "BILL-MAR", "BILL-OTHER"])
def test_what_cannot_be_paid_is_not_asked_for(records: MemoryRecords, bill: str) -> None:
    with pytest.raises(RecordsRefused, match=r"nothing to pay|has no bill"):
        records.request_payment(customer_id="CUST-1", bill_id=bill, key="a")


def test_a_line_is_resumed_only_when_suspended(records: MemoryRecords) -> None:
    with pytest.raises(RecordsRefused, match="is active, not suspended"):
        records.resume_line(**LINE, key="a")
    line = records.tables.rows["lines"]["LINE-A"]
    line.update(status="Suspended", suspension_start_date="2025-02-25")
    records.resume_line(**LINE, key="b")
    assert (line["status"], "suspension_start_date" in line) == ("Active", False)


def test_no_data_is_added_for_nothing(records: MemoryRecords) -> None:
    with pytest.raises(RecordsRefused, match="above zero"):
        records.add_data(**LINE, gb=Decimal(0), key="a")


def test_the_phone_meets_the_line_as_it_is(records: MemoryRecords) -> None:
    phone, row = LineOutside(records, "(555) 700 0101"), records.tables.rows["lines"]["LINE-A"]
    assert (phone.around().line_active, phone.around().data_left, phone.around().roaming_allowed) == (True, True, False)
    row.update(status="Suspended", data_used_gb=Decimal(3), roaming_enabled=True)
    assert (phone.around().line_active, phone.around().data_left, phone.around().roaming_allowed) == (
        False,
        False,
        True,
    )
    row["data_refueling_gb"] = Decimal("0.1")
    assert phone.around().data_left
    assert not LineOutside(records, "555-999-9999").around().line_active


def test_steps_on_the_phone_reach_the_network(records: MemoryRecords) -> None:
    phone = LineOutside(records, "555-700-0103")
    assert (phone.around().sim_in_service, phone.around().voicemail_answers) == (False, False)
    assert phone.happens("esim.enable")
    assert phone.happens("voicemail.set-up")  # the box is full, not new: done, and nothing changes
    assert phone.around().voicemail_answers is False
    assert phone.happens("voicemail.delete-messages")
    assert (phone.around().sim_in_service, phone.around().voicemail_answers) == (True, True)
    assert not phone.happens("voicemail.reset-forwarding")  # the network says nothing about forwarding here
    assert not LineOutside(records, "555-700-0101").happens("esim.enable")


def test_equal_records_do_not_differ_and_every_change_does(records: MemoryRecords) -> None:
    other = records.tables.copy()
    assert differences(records.tables, other) == ()
    other.rows["lines"]["LINE-B"]["roaming_enabled"] = False
    other.rows["bills"]["BILL-JAN"]["line_items"][1]["amount"] = Decimal(1)
    del other.rows["devices"]["PHONE-1"]["model"]
    del other.rows["customers"]["CUST-2"]["line_ids"]
    assert differences(records.tables, other) == (
        "bills.BILL-JAN.line_items[1].amount: 55.0 / 1",
        "customers.CUST-2.line_ids: ['LINE-C', 'LINE-D'] / nothing",
        "devices.PHONE-1.model: Pebble 4 / nothing",
        "lines.LINE-B.roaming_enabled: True / False",
    )


def test_only_the_ids_of_bills_opened_here_may_differ() -> None:
    one, other = MemoryRecords(read_tables(RECORDS), NOW), MemoryRecords(read_tables(RECORDS), NOW)
    for records in (one, other):
        records.add_data(customer_id="CUST-2", line_id="LINE-C", gb=Decimal(1), key="k")
    (made,) = other.tables.made
    bill = other.tables.rows["bills"].pop(made)
    other.tables.rows["bills"]["their-own-id"] = {**bill, "bill_id": "their-own-id"}
    other.tables.rows["customers"]["CUST-2"]["bill_ids"] = ["their-own-id"]
    assert differences(one.tables, other.tables)
    other.tables.made[:] = ["their-own-id"]
    assert differences(one.tables, other.tables) == ()
    one.add_data(customer_id="CUST-2", line_id="LINE-C", gb=Decimal(1), key="k2")
    assert "bills.new bill 1.total_due: 8.50 / 4.25" in differences(one.tables, other.tables)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("= 3", "not sound TOML"),
        ("plans = []", "has no table devices, lines, customers, bills"),
        ("lines=[]\ncustomers=[]\nbills=[]\ndevices=[]\n[[plans]]\nname='x'", "row 1 of plans has no plan_id"),
    ],
)
def test_unreadable_records_are_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "db.toml"
    path.write_text(text)
    with pytest.raises(RecordsUnreadable, match=said):
        read_tables(path)
