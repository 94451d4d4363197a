"""Why a bill is higher: the parts add up to the whole, and what nothing explains is never blamed on something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.domains.diagnosis.bill_probes import BILL_READINGS, KINDS, compare_bills, differences_by_kind
from careline.domains.diagnosis.ports import BillItemView, BillView, ChangeView, RecordsSnapshot
from careline.domains.diagnosis.tests.test_probes import SNAPSHOT
from careline.kernel.money import Money

ALL_CODES = sorted({code for codes in KINDS.values() for code in codes} | {"mystery"})


def bill(month: int, items: dict[str, str], *, total: str = "", status: str = "paid") -> BillView:
    first, due = date(2026, month, 1), date(2026, month, 20)
    rows = tuple(BillItemView(code, code, Money.of(amount), "L1", first) for code, amount in items.items())
    amount = Money.of(total) if total else sum((row.amount for row in rows), Money(0))
    return BillView(f"B{month}", status, first, date(2026, month + 1, 1), date(2026, month, 3), due, amount, rows)


def records(newer: BillView, older: BillView, *changes: ChangeView) -> RecordsSnapshot:
    return replace(SNAPSHOT, bills=(newer, older), changes=changes)


BEFORE = {"plan": "50", "discount": "-5", "promo": "-10", "tax": "4"}
SAME = {reading: findings[0] for reading, findings in BILL_READINGS.items()}


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (BEFORE, {}),
        ({**BEFORE, "promo": "0"}, {"bill-promotion": "ended"}),
        ({"plan": "50", "discount": "-5", "tax": "4"}, {"bill-promotion": "ended"}),
        ({**BEFORE, "discount": "0"}, {"bill-discount": "lost"}),
        ({**BEFORE, "instalment": "25"}, {"bill-instalment": "new"}),
        ({**BEFORE, "late-fee": "7"}, {"bill-one-time": "found"}),
        ({**BEFORE, "roaming": "30", "tax": "6"}, {"bill-usage": "found"}),
        ({**BEFORE, "plan": "55"}, {"bill-price": "raised"}),
        ({**BEFORE, "tax": "5"}, {"bill-price": "raised"}),
        ({**BEFORE, "mystery": "9"}, {"bill-rest": "unexplained"}),
        ({**BEFORE, "plan": "40"}, {}),
        ({**BEFORE, "late-fee": "7", "promo": "0"}, {"bill-one-time": "found", "bill-promotion": "ended"}),
    ],
)
def test_each_kind_of_difference(now: dict[str, str], found: dict[str, str]) -> None:
    assert compare_bills(records(bill(10, now), bill(9, BEFORE))) == {**SAME, **found}


def test_a_change_of_plan_is_no_raise_of_price() -> None:
    change = ChangeView(datetime(2026, 10, 2, tzinfo=UTC), "plan-change", "Fifteen to Thirty", "L1")
    found = compare_bills(records(bill(10, {**BEFORE, "plan": "80"}), bill(9, BEFORE), change))
    assert (found["bill-plan"], found["bill-price"]) == ("changed", "same")


def test_a_credit_and_a_charge_on_one_line_are_the_mark_of_a_change() -> None:
    newer = bill(10, {**BEFORE, "plan": "90", "proration": "-20"})
    assert compare_bills(records(newer, bill(9, BEFORE)))["bill-plan"] == "changed"


def test_a_total_that_its_lines_do_not_explain() -> None:
    found = compare_bills(records(bill(10, BEFORE, total="44.01"), bill(9, BEFORE)))
    assert found == {**SAME, "bill-rest": "unexplained"}
    assert differences_by_kind(bill(10, BEFORE, total="44.01"), bill(9, BEFORE))["bill-rest"] == 501


def test_a_bill_that_is_still_open_beside_this_one() -> None:
    assert compare_bills(records(bill(10, BEFORE), bill(9, BEFORE, status="overdue"))) == {
        **SAME,
        "bill-before": "open",
    }


def test_drafts_are_left_out_and_one_bill_is_not_compared() -> None:
    draft = bill(11, {**BEFORE, "late-fee": "7"}, status="draft")
    snapshot = replace(SNAPSHOT, bills=(draft, bill(10, BEFORE), bill(9, BEFORE)))
    assert compare_bills(snapshot) == SAME
    assert set(compare_bills(replace(SNAPSHOT, bills=(draft, bill(10, BEFORE)))).values()) == {"unknown"}


items = st.dictionaries(st.sampled_from(ALL_CODES), st.integers(-9999, 9999).map(lambda cents: f"{cents / 100:.2f}"))


@given(items, items, st.integers(-500, 500))
def test_the_parts_add_up_to_the_whole_to_the_cent(now: dict[str, str], before: dict[str, str], slip: int) -> None:
    newer, older = bill(10, now), bill(9, before)
    newer = replace(newer, total=newer.total + Money(slip))
    parts = differences_by_kind(newer, older)
    assert sum(parts.values()) == (newer.total - older.total).minor
    mystery = Money.of(now.get("mystery", "0")) - Money.of(before.get("mystery", "0"))
    assert parts["bill-rest"] == slip + mystery.minor
