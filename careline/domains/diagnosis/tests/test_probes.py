"""Silent probes read the records and never guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from careline.domains.diagnosis.ports import BillView, ChangeView, LineView, NetworkView, PlanView, RecordsSnapshot
from careline.domains.diagnosis.probes import PROBES, guide_vocabulary, look
from careline.kernel.money import Money

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PLAN = PlanView("P", "Fifteen", Money.of("65"), Decimal(15), Money.of("2"))
LINE = LineView(
    id="L1",
    msisdn="+12025550123",
    status="active",
    suspend_reasons=(),
    suspended_on=None,
    plan=PLAN,
    data_used_gb=Decimal("3.2"),
    data_added_gb=Decimal(0),
    roaming_enabled=False,
    contract_ends_on=date(2027, 12, 31),
)
SNAPSHOT = RecordsSnapshot("C1", "Ada Brook", "active", LINE, (), at=NOW)


def bill(status: str, total: str = "65") -> BillView:
    day = date(2026, 10, 1)
    return BillView(f"B {status}", status, day, date(2026, 11, 1), day, date(2026, 10, 15), Money.of(total), ())


def with_line(**changes: object) -> RecordsSnapshot:
    return replace(SNAPSHOT, line=replace(LINE, **changes))  # type: ignore[arg-type]


def suspended(*bills: BillView, on_the_way: tuple[Money, ...] = (), **changes: object) -> RecordsSnapshot:
    return replace(with_line(status="suspended", **changes), bills=bills, payments_on_the_way=on_the_way)


@pytest.mark.parametrize(
    ("snapshot", "finding"),
    [
        (SNAPSHOT, "none"),
        (replace(SNAPSHOT, bills=(bill("overdue"),)), "none"),
        (suspended(bill("paid"), bill("issued"), bill("draft")), "paid-up"),
        (suspended(bill("overdue")), "unpaid-bill"),
        (suspended(bill("awaiting payment")), "unpaid-bill"),
        (suspended(bill("overdue"), on_the_way=(Money.of("65"),)), "payment-on-its-way"),
        (suspended(bill("overdue"), on_the_way=(Money.of("64.99"),)), "unpaid-bill"),
        (suspended(bill("overdue"), contract_ends_on=NOW.date() - timedelta(days=1)), "contract-ended"),
        (suspended(bill("overdue"), contract_ends_on=NOW.date()), "unpaid-bill"),
        (suspended(contract_ends_on=None), "paid-up"),
        (suspended(bill("overdue"), suspend_reasons=("nonpay", "lost")), "other-reason"),
        (suspended(bill("overdue"), suspend_reasons=("nonpay",)), "unpaid-bill"),
        (suspended(suspend_reasons=("voluntary",), contract_ends_on=date(2026, 1, 1)), "contract-ended"),
        (with_line(status="closed"), "not-in-service"),
        (with_line(status="pending activation"), "not-in-service"),
        (with_line(status="asleep"), "unknown"),
        (replace(suspended(bill("overdue")), at=None), "unknown"),
    ],
)
def test_why_a_line_is_suspended(snapshot: RecordsSnapshot, finding: str) -> None:
    assert look("line-account", snapshot) == {"suspension": finding}


@pytest.mark.parametrize(
    ("used", "added", "finding"),
    [
        ("14.9", "0", "left"),
        ("15", "0", "used-up"),
        ("15.1", "0", "used-up"),
        ("15.1", "1", "left"),
        ("16.5", "1", "used-up"),
        ("16.9", "0", "used-up"),
        ("17", "0", "used-up-beyond"),
        ("17", "2", "used-up-beyond"),
        ("40", "0", "used-up-beyond"),
    ],
)
def test_whether_data_is_left_and_adding_would_help(used: str, added: str, finding: str) -> None:
    snapshot = with_line(data_used_gb=Decimal(used), data_added_gb=Decimal(added))
    assert look("data-allowance", snapshot) == {"allowance": finding}


def test_roaming_of_the_line() -> None:
    assert look("line-roaming", SNAPSHOT) == {"line-roaming": "off"}
    assert look("line-roaming", with_line(roaming_enabled=True)) == {"line-roaming": "on"}


@pytest.mark.parametrize(
    ("kind", "days_ago", "line", "finding"),
    [
        ("sim-change", 1, "L1", "recent"),
        ("port-out", 2, None, "recent"),
        ("sim-change", 4, "L1", "none"),
        ("sim-change", 1, "L2", "none"),
        ("plan-change", 1, "L1", "none"),
    ],
)
def test_a_recent_change_of_sim(kind: str, days_ago: int, line: str | None, finding: str) -> None:
    change = ChangeView(NOW - timedelta(days=days_ago), kind, "", line)
    assert look("sim-change", replace(SNAPSHOT, changes=(change,))) == {"sim-change": finding}


def test_what_the_network_did_not_say_is_unknown() -> None:
    for name, probe in PROBES.items():
        if probe.source == "network":
            assert set(look(name, SNAPSHOT).values()) == {"unknown"}, name


NETWORK = NetworkView(
    registered=False,
    bars=("outgoing",),
    outage="",
    voicemail_box="not set up",
    voicemail_forward="elsewhere",
    sim_profile="mismatch",
    voicemail_platform="working",
)


@pytest.mark.parametrize(
    ("probe", "finds"),
    [
        ("registration", {"registered": "no"}),
        ("network-bars", {"bars": "left-behind"}),
        ("area-outage", {"outage": "none"}),
        ("sim-profile", {"sim-profile": "mismatch"}),
        (
            "voicemail",
            {"voicemail-box": "not-set-up", "voicemail-forward": "elsewhere", "voicemail-platform": "working"},
        ),
    ],
)
def test_what_the_network_says(probe: str, finds: dict[str, str]) -> None:
    assert look(probe, with_line(network=NETWORK)) == finds


def test_bars_of_a_suspended_line_belong_to_the_suspension() -> None:
    assert look("network-bars", with_line(network=NETWORK, status="suspended")) == {"bars": "none"}


def test_an_open_outage_and_words_outside_the_list() -> None:
    assert look("area-outage", with_line(network=NetworkView(outage="O-7"))) == {"outage": "open"}
    assert look("sim-profile", with_line(network=NetworkView(sim_profile="melted"))) == {"sim-profile": "unknown"}


def test_every_probe_finds_only_what_it_promises() -> None:
    for name, probe in PROBES.items():
        for snapshot in (SNAPSHOT, with_line(network=NETWORK), suspended(bill("overdue"))):
            found = look(name, snapshot)
            assert set(found) == set(probe.readings)
            assert all(finding in (*probe.readings[reading], "unknown") for reading, finding in found.items())


def test_guides_may_use_every_probe() -> None:
    assert set(guide_vocabulary().probes) == set(PROBES)
