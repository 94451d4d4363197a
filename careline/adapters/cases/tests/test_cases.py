"""Cases are read, built and judged; what is not known is said with the case's name."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from careline.adapters.cases.judge import check_case, failures, reference_world
from careline.adapters.cases.read import family, read_cases, read_data_set, read_phone
from careline.adapters.cases.tests import own
from careline.adapters.cases.values import CaseProblem
from careline.adapters.handset.phone import Phone
from careline.adapters.memory_tables import RecordsUnreadable

RECORDED = Path(__file__).parents[5] / "shared" / "cases" / "telecom"
"""The public cases, where they lie beside the program; only tests and evaluation read them."""


def test_the_reference_repair_makes_everything_hold_and_nothing_held_before(tmp_path: Path) -> None:
    data = own.data_set(tmp_path, *own.EVERY_CASE)
    for case in data.cases:
        assert failures(case, reference_world(case, data)) == (), case.id
        assert bool(failures(case, own.world_of(case, data))) is not case.needs_handover, case.id


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded cases are not beside the program")
@pytest.mark.parametrize("name", ["tasks_dev.json.gz", "tasks_small.json"])
def test_the_recorded_reference_repairs_work_on_this_handset(name: str) -> None:
    data = read_data_set(RECORDED / name)
    for case in data.cases:
        assert failures(case, reference_world(case, data)) == (), case.id
        assert bool(failures(case, own.world_of(case, data))) is not case.needs_handover, case.id


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded cases are not beside the program")
def test_no_step_of_a_recorded_repair_can_be_left_out() -> None:
    """Each fault shows: without any one of its steps, the reference fails on this handset (pictures and data)."""
    data = read_data_set(RECORDED / "tasks_dev.json.gz")
    for case in data.cases[::7]:
        if case.family == "service":
            continue
        for left_out in range(len(case.reference)):
            shorter = replace(case, reference=case.reference[:left_out] + case.reference[left_out + 1 :])
            assert failures(case, reference_world(shorter, data)), f"{case.id} without {case.reference[left_out]}"


def test_the_bill_and_the_suspension_are_those_of_last_month(tmp_path: Path) -> None:
    data = own.data_set(tmp_path, own.raw_case("[service_issue]x", own.SERVICE, [own.ENDED], [own.HAND_OVER], []))
    rows = own.world_of(data.cases[0], data).records.tables.rows
    assert rows["bills"]["BILL-NEW"] == {
        "bill_id": "BILL-NEW",
        "customer_id": "CUST-1",
        "period_start": "2025-01-01",
        "period_end": "2025-01-31",
        "issue_date": "2025-01-01",
        "due_date": "2025-01-15",
        "total_due": Decimal("18.5"),
        "status": "Overdue",
        "line_items": [
            {
                "description": "Small - Line 555-700-0101",
                "amount": Decimal("18.5"),
                "date": "2025-01-01",
                "item_type": "Plan Charge",
            }
        ],
    }
    line = rows["lines"]["LINE-A"]
    assert (line["status"], line["suspension_start_date"]) == ("Suspended", "2025-02-25")
    assert line["contract_end_date"] == "2025-01-31"
    assert rows["customers"]["CUST-1"]["bill_ids"][-1] == "BILL-NEW"


def test_now_can_be_another_moment(tmp_path: Path) -> None:
    path = own.write(tmp_path, own.UNPAID_CASE)
    data = read_data_set(path, own.RECORDS, datetime(2026, 1, 9, 8, tzinfo=UTC))
    bill = own.world_of(data.cases[0], data).records.tables.rows["bills"]["BILL-NEW"]
    assert (bill["period_start"], bill["due_date"]) == ("2025-12-01", "2025-12-15")


def test_building_a_world_leaves_the_data_set_alone(tmp_path: Path) -> None:
    data = own.data_set(tmp_path, own.UNPAID_CASE)
    before = data.tables.copy()
    reference_world(data.cases[0], data)
    assert data.tables.rows == before.rows


def test_the_opening_says_who_calls_but_not_where_they_are(tmp_path: Path) -> None:
    data = own.data_set(tmp_path, own.DATA_CASE)
    world = own.world_of(data.cases[0], data)
    opening = world.customer.opening()
    assert (opening.name, opening.number, opening.words) == ("Ada Bloom", "555-700-0101", own.INTERNET)
    assert world.phone.abroad
    assert "abroad" not in opening.words


def test_an_id_and_a_date_of_birth_are_stated_when_known(tmp_path: Path) -> None:
    raw = own.raw_case("[service_issue]x", own.SERVICE, [], [], [])
    raw["user_scenario"]["instructions"]["known_info"] = "Your customer ID is CUST-1. You were born on 1981-03-09."
    data = own.data_set(tmp_path, raw)
    opening = own.world_of(data.cases[0], data).customer.opening()
    assert opening.customer_id == "CUST-1"
    assert str(opening.born_on) == "1981-03-09"
    assert opening.name == "Ada Bloom"  # a customer knows their own name


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (own.raw_case("[mms_issue]odd", own.PICTURES, [own.user("bend_antenna")], [], []), "bend_antenna"),
        (own.raw_case("[mms_issue]odd", own.PICTURES, [], [own.desk("wish_for_luck")], []), "wish_for_luck"),
        (own.raw_case("[mms_issue]odd", own.PICTURES, [], [], [own.user("assert_happy")]), "assert_happy"),
        (
            own.raw_case("[mms_issue]odd", own.PICTURES, [own.user("set_network_mode_preference", mode="9g")], [], []),
            "9g",
        ),
        (own.raw_case("[mms_issue]odd", own.PICTURES, [own.user("lock_sim_card", mode="gum")], [], []), "gum"),
        (own.raw_case("[mms_issue]odd", own.PICTURES, [own.user("set_user_location")], [], []), "abroad"),
        (own.raw_case("[mms_issue]odd", own.PICTURES, [], [], [], who=("Nobody", "555-000-0000")), "555-000-0000"),
        (
            own.raw_case(
                "[mms_issue]odd",
                own.PICTURES,
                [own.desk("enable_roaming", customer_id="CUST-2", line_id="LINE-A")],
                [],
                [],
            ),
            "LINE-A",
        ),
        (
            own.raw_case("[mms_issue]odd", own.PICTURES, [], [], [own.user("assert_can_send_mms", wish=1)]),
            "cannot be judged",
        ),
    ],
)
def test_what_cannot_be_done_names_the_case(tmp_path: Path, raw: dict, said: str) -> None:
    data = own.data_set(tmp_path, raw)
    with pytest.raises(CaseProblem, match=r"\[mms_issue\]odd") as problem:
        check_case(data.cases[0], data)
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "not sound JSON"),
        (b"{}", "no list of cases"),
        (b"[]", "no list of cases"),
        (b'[{"id": "half"}]', "case 1 half is incomplete"),
        (b"[7]", "case 1  is incomplete"),
        (b"\x1f\x8b broken", "not a sound gzip file"),
        (gzip.compress(b"[]")[:-6], "not a sound gzip file"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "cases"
    path.write_bytes(content)
    with pytest.raises(CaseProblem, match=said):
        read_cases(path)


def test_a_missing_file_and_missing_records_are_said(tmp_path: Path) -> None:
    with pytest.raises(CaseProblem, match=r"cannot read .*nowhere"):
        read_cases(tmp_path / "nowhere.json")
    with pytest.raises(CaseProblem, match=r"cannot read .*db\.toml"):
        read_data_set(own.write(tmp_path, own.OTHER_CASE))


def test_an_id_names_one_case(tmp_path: Path) -> None:
    with pytest.raises(CaseProblem, match="several cases with the id"):
        own.data_set(tmp_path, own.OTHER_CASE, own.OTHER_CASE)


def test_a_gzipped_file_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "cases.json.gz"
    path.write_bytes(gzip.compress(json.dumps(own.EVERY_CASE).encode()))
    assert read_cases(path) == read_cases(own.write(tmp_path, *own.EVERY_CASE))


def test_families_come_from_the_brackets() -> None:
    names = ("[mms_issue]a", "[mobile_data_issue]b", "[service_issue]c", "[voicemail_issue]d", "e")
    assert [family(name) for name in names] == ["mms", "mobile data", "service", "other", "other"]


def test_the_phone_is_read_and_a_broken_description_is_refused(tmp_path: Path) -> None:
    assert read_phone(own.RECORDS.parent / "user_db.toml") == Phone()
    assert read_phone(tmp_path / "none.toml") == Phone()
    odd = tmp_path / "user_db.toml"
    odd.write_text(
        '[device]\nsim_card_status = "locked_pin"\nnetwork_mode_preference = "3g_only"\nvpn_connected = true\n'
    )
    phone = read_phone(odd)
    assert (phone.sim_lock, phone.mode, phone.vpn) == ("pin", "3g-only", "good")
    odd.write_text('[device]\nnetwork_mode_preference = "6g"\n')
    with pytest.raises(RecordsUnreadable, match="6g"):
        read_phone(odd)
