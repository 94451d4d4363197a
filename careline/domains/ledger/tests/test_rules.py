"""Bills as rules see them: sums, one way through the statuses, and where the next draft begins."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.domains.customers.values import Refused
from careline.domains.ledger import rules
from careline.domains.ledger.values import UNPAID, Bill, BillItem, BillStatus, ChargeCode
from careline.kernel.money import Money
from careline.kernel.period import Period

OCTOBER = Period.month(date(2026, 10, 1))


def bill(status: BillStatus, *, total: int = 6500, period: Period = OCTOBER, bill_id: int = 1) -> Bill:
    return Bill(bill_id, 1, f"B{bill_id}", "", status, period, period.until, period.until, Money(total))


@pytest.mark.parametrize("status", [one for one in BillStatus if one is not BillStatus.OVERDUE])
def test_payment_is_requested_for_an_overdue_bill_only(status: BillStatus) -> None:
    assert rules.called_for(bill(BillStatus.OVERDUE)).status is BillStatus.AWAITING
    with pytest.raises(Refused, match="overdue bill only"):
        rules.called_for(bill(status))


@pytest.mark.parametrize("status", BillStatus)
def test_exactly_what_is_due_pays_a_bill_that_is_open(status: BillStatus) -> None:
    if status in UNPAID:
        assert rules.paid(bill(status), Money(6500)).status is BillStatus.PAID
        with pytest.raises(Refused, match="exact amount"):
            rules.paid(bill(status), Money(6499))
    else:
        with pytest.raises(Refused, match="nothing to pay"):
            rules.paid(bill(status), Money(6500))


def test_charges_go_on_a_draft_only() -> None:
    item = BillItem(ChargeCode.DATA_ADDED, "2 GB", Money(400), None, date(2026, 10, 2))
    draft = rules.with_item(bill(BillStatus.DRAFT, total=0), item)
    assert (draft.total, draft.items) == (Money(400), (item,))
    with pytest.raises(Refused, match="draft"):
        rules.with_item(bill(BillStatus.ISSUED), item)


def test_a_bill_called_for_is_still_owed_and_overdue() -> None:
    bills = [bill(BillStatus.AWAITING), bill(BillStatus.ISSUED, total=100), bill(BillStatus.PAID, total=1)]
    assert rules.owed(bills) == Money(6600)
    assert rules.overdue(bills) == Money(6500)


def test_facts_name_the_bill_and_count_the_others() -> None:
    facts = rules.facts_of([bill(BillStatus.OVERDUE), bill(BillStatus.AWAITING, bill_id=2)], bill_id=1)
    assert facts == {
        "account.bills_overdue": 1,
        "account.bills_awaiting_payment": 1,
        "bill.status": "overdue",
        "bill.amount_due": Money(6500),
    }


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 28))
def test_the_first_draft_holds_today(today: date, cycle_day: int) -> None:
    period = rules.next_period([], today=today, cycle_day=cycle_day)
    assert period.holds(today)
    assert period.start.day == cycle_day


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 28), st.integers(0, 5))
def test_the_next_draft_never_overlaps_a_bill(today: date, cycle_day: int, months_back: int) -> None:
    newest = Period.month(rules.months_after(today.replace(day=1), -months_back))
    period = rules.next_period([bill(BillStatus.PAID, period=newest)], today=today, cycle_day=cycle_day)
    assert not period.overlaps(newest)
