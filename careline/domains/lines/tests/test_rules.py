"""What becomes of a line: reasons stack, contracts end, data costs what the plan says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.domains.catalog.values import Plan
from careline.domains.customers.values import Refused
from careline.domains.lines import rules
from careline.domains.lines.values import Line, LineStatus, Reason, ServiceState, Sim
from careline.kernel.money import Money

TODAY = date(2026, 11, 22)
PLAN = Plan(1, "p", "Plus", Money(6500), Decimal(15), Money(200))
LINE = Line(
    id=1, account_id=1, external_id="", msisdn="+12125550101", status=LineStatus.ACTIVE, plan=PLAN, user_id=None,
    area="", opened_on=date(2024, 1, 1), contract_ends_on=None, roaming_enabled=False, data_used_gb=Decimal(3),
    data_added_gb=Decimal(0), sim=Sim(), imei="", device_model="", service=ServiceState(registered=True, bars=()),
)  # fmt: skip


def suspended(*reasons: Reason) -> Line:
    line = LINE
    for reason in reasons:
        line = rules.suspended(line, reason=reason, on=TODAY)
    return line


def test_a_suspended_line_is_barred_and_off_the_network() -> None:
    line = suspended(Reason.NONPAY)
    assert (line.status, line.suspended_on) == (LineStatus.SUSPENDED, TODAY)
    assert line.service.bars == rules.ALL_BARS
    assert line.service.registered is False


def test_resuming_clears_bars_and_waits_for_the_phone() -> None:
    done = rules.resumed(suspended(Reason.NONPAY), today=TODAY)
    assert (done.line.status, done.line.suspended_on, done.line.service.bars) == (LineStatus.ACTIVE, None, ())
    assert done.line.service.registered is False
    assert done.cleared == (Reason.NONPAY,)


def test_stacked_reasons_keep_it_suspended_and_are_named() -> None:
    done = rules.resumed(suspended(Reason.LOST, Reason.NONPAY), today=TODAY)
    assert done.line.status is LineStatus.SUSPENDED
    assert "lost" in done.message
    assert done.line.service.bars == rules.ALL_BARS


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.NONPAY])
def test_other_reasons_alone_are_not_lifted(reason: Reason) -> None:
    with pytest.raises(Refused, match=reason):
        rules.resumed(suspended(reason), today=TODAY)


def test_a_line_whose_reason_is_unknown_can_be_resumed() -> None:
    imported = replace(LINE, status=LineStatus.SUSPENDED)
    assert rules.resumed(imported, today=TODAY).line.status is LineStatus.ACTIVE


@given(st.integers(-400, 400))
def test_nothing_resumes_past_the_contract_end(days: int) -> None:
    line = replace(suspended(Reason.NONPAY), contract_ends_on=TODAY + timedelta(days=days))
    if days < 0:
        with pytest.raises(Refused, match="contract ended"):
            rules.resumed(line, today=TODAY)
    else:
        assert rules.resumed(line, today=TODAY).line.status is LineStatus.ACTIVE


def test_a_reason_holds_once() -> None:
    with pytest.raises(Refused, match="already"):
        rules.suspended(suspended(Reason.LOST), reason=Reason.LOST, on=TODAY)


@pytest.mark.parametrize("status", [LineStatus.CLOSED, LineStatus.PENDING])
def test_a_line_out_of_service_is_not_suspended(status: LineStatus) -> None:
    with pytest.raises(Refused, match="in service"):
        rules.suspended(replace(LINE, status=status), reason=Reason.LOST, on=TODAY)


@given(st.decimals("0.001", 50, places=3))
def test_data_costs_gigabytes_times_the_plans_price(gb: Decimal) -> None:
    line, charge = rules.with_more_data(LINE, gb=gb)
    assert line.data_added_gb == gb
    assert abs(charge.major - gb * 2) <= Decimal("0.005")


@pytest.mark.parametrize("gb", [Decimal(0), Decimal(-1)])
def test_no_data_is_not_sold(gb: Decimal) -> None:
    with pytest.raises(Refused, match="more than 0"):
        rules.with_more_data(LINE, gb=gb)


def test_the_journal_keeps_nothing_personal() -> None:
    kept = str(rules.for_journal(replace(LINE, msisdn="+12125550101", imei="490154203237518")))
    assert "2125550101" not in kept
    assert "490154203237518" not in kept
