"""The operator's own policies on facts read from records: what the real cases need, at their boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careline.domains.diagnosis.facts import FACTS, VOCABULARY, data_that_may_be_added, facts_for, the_overdue_bill
from careline.domains.diagnosis.ports import BillView, Consent, LineView, PlanView, RecordsSnapshot
from careline.domains.diagnosis.probes import MOST_DATA_ADDED_GB
from careline.kernel.money import Money
from careline.policybook.api import Decision, Effect, Policybook, decide, read_authority, read_policies, wrong_facts

CONTENT = Path(__file__).parents[4] / "content"
NOW = datetime(2025, 2, 25, 17, 8, tzinfo=UTC)
TODAY = date(2025, 2, 25)
PLAN = PlanView("P1", "Plan", Money(6500), Decimal(15), Money(200))


@pytest.fixture(scope="module")
def book() -> Policybook:
    return read_policies(CONTENT / "policies", rates=CONTENT / "rates", vocabulary=VOCABULARY)


def line(**changes: Any) -> LineView:
    usual = LineView(
        "L1", "+12025550101", "active", (), None, PLAN, Decimal("3.2"), Decimal(0), False, date(2026, 12, 31)
    )
    return replace(usual, **changes)


def bill(status: str, bill_id: str = "B1", cents: int = 8500, due: date = date(2025, 2, 10)) -> BillView:
    first = date(2025, 1, 1)
    return BillView(bill_id, status, first, date(2025, 2, 1), first, due, Money(cents), ())


def snapshot(line_view: LineView | None = None, *bills: BillView) -> RecordsSnapshot:
    return RecordsSnapshot("C1", "A. Example", "active", line_view or line(), bills)


def decided(book: Policybook, act: str, records: RecordsSnapshot, **more: Any) -> Decision:
    facts = facts_for(act, records, today=TODAY, **more)
    assert wrong_facts(VOCABULARY, facts) == ()
    return decide(book, act, facts, NOW)


def outcome(decision: Decision) -> tuple[str, str]:
    return decision.effect.value, decision.clause.rule


def test_the_content_is_sound(book: Policybook) -> None:
    assert [str(problem) for problem in book.problems] == []
    assert read_authority(CONTENT / "rates" / "authority.yaml")[1] == ()
    assert {policy.act for policy in book.policies} == set(VOCABULARY.acts)


def test_every_declared_fact_belongs_to_an_act() -> None:
    assert {fact.name for fact in FACTS} == {name for act in VOCABULARY.acts.values() for name in act.facts}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("overdue", ("grant", "overdue")),
        ("issued", ("refuse", "not-late-yet")),
        ("draft", ("refuse", "not-late-yet")),
        ("paid", ("refuse", "already-paid")),
        ("awaiting payment", ("refuse", "already-sent")),
        ("disputed", ("refuse", "under-dispute")),
    ],
)
def test_only_an_overdue_bill_is_asked_for(book: Policybook, status: str, expected: tuple[str, str]) -> None:
    decision = decided(book, "payment.request", snapshot(None, bill(status)), bill_id="B1")
    assert outcome(decision) == expected
    assert decision.amount == (Money(8500) if decision.granted else None)


def test_one_request_at_a_time_and_a_bill_has_to_be_named(book: Policybook) -> None:
    both = snapshot(None, bill("overdue"), bill("awaiting payment", "B2"))
    assert outcome(decided(book, "payment.request", both, bill_id="B1")) == ("refuse", "one-at-a-time")
    unnamed = decided(book, "payment.request", snapshot(None, bill("overdue")))
    assert unnamed.effect is Effect.ASK
    assert "the status of the bill" in unnamed.ask_for


def test_the_overdue_bill_that_fell_due_first_comes_first() -> None:
    later, earlier = bill("overdue", "B9", due=date(2025, 2, 20)), bill("overdue", "B2", due=date(2025, 1, 20))
    assert the_overdue_bill(snapshot(None, bill("issued"), later, earlier)) == earlier
    assert the_overdue_bill(snapshot(None, bill("issued"))) is None


@pytest.mark.parametrize(
    ("changes", "bills", "expected"),
    [
        ({}, ("paid", "issued"), ("grant", "all-paid")),
        ({"suspend_reasons": ("nonpay",)}, (), ("grant", "all-paid")),
        ({}, ("overdue",), ("refuse", "pay-first")),
        ({}, ("awaiting payment",), ("refuse", "payment-not-in-yet")),
        ({"contract_ends_on": date(2025, 2, 24)}, ("paid",), ("refuse", "contract-ended")),
        ({"contract_ends_on": TODAY}, ("paid",), ("grant", "all-paid")),
        ({"contract_ends_on": None}, ("paid",), ("grant", "all-paid")),
        ({"suspend_reasons": ("nonpay", "lost")}, ("paid",), ("refuse", "lost-phone")),
        ({"suspend_reasons": ("fraud",)}, ("paid",), ("refuse", "fraud-block")),
        ({"suspend_reasons": ("voluntary",)}, ("paid",), ("refuse", "asked-for-pause")),
        ({"suspend_reasons": ("court order",)}, ("paid",), ("ask", "nothing-said")),
        ({"status": "active"}, ("paid",), ("refuse", "not-suspended")),
    ],
)
def test_a_line_comes_back_only_when_everything_is_paid(
    book: Policybook, changes: dict[str, Any], bills: tuple[str, ...], expected: tuple[str, str]
) -> None:
    records = snapshot(line(**{"status": "suspended", **changes}), *(bill(status, status) for status in bills))
    facts = facts_for("line.resume", records, today=TODAY)
    assert outcome(decide(book, "line.resume", facts, NOW)) == expected


YES = {"consent": Consent(True, Decimal(2)), "price_stated": Money(200)}


def test_used_up_data_is_offered_with_its_price_then_added_as_agreed(book: Policybook) -> None:
    used_up = snapshot(line(data_used_gb=Decimal("15.1")))
    offer = decided(book, "data.add", used_up, requested_gb=Decimal(2))
    assert outcome(offer) == ("ask", "ask-first")
    assert "2 GB for 4.00 USD" in offer.say
    agreed = decided(book, "data.add", used_up, **YES)
    assert (agreed.effect, agreed.amount, agreed.facts["data.requested_gb"]) == (Effect.GRANT, Money(400), Decimal(2))


@pytest.mark.parametrize(
    ("changes", "more", "expected"),
    [
        ({"data_used_gb": Decimal("14.9")}, YES, ("refuse", "allowance-not-used-up")),
        ({"data_used_gb": Decimal(15)}, YES, ("grant", "with-consent")),
        ({"data_used_gb": Decimal(17)}, YES, ("refuse", "would-not-help")),
        ({"data_used_gb": Decimal("16.9")}, YES, ("grant", "with-consent")),
        ({"data_used_gb": Decimal("15.6"), "data_added_gb": Decimal("0.5")}, YES, ("refuse", "most-in-a-cycle")),
        ({}, {**YES, "consent": Consent(True, Decimal("2.5"))}, ("refuse", "most-in-a-cycle")),
        ({}, {**YES, "consent": Consent(False)}, ("refuse", "customer-said-no")),
        ({}, {}, ("ask", "no-quantity")),
        ({}, {**YES, "consent": Consent(False), "requested_gb": Decimal(2)}, ("refuse", "customer-said-no")),
        ({}, {**YES, "price_stated": Money(150)}, ("ask", "another-price")),
        ({}, {**YES, "consent": Consent(True, Decimal(1)), "requested_gb": Decimal(2)}, ("ask", "ask-first")),
        ({}, {**YES, "consent": Consent(True), "requested_gb": Decimal(2)}, ("grant", "with-consent")),
        ({}, {"consent": Consent(True, Decimal(2))}, ("ask", "another-price")),
        ({"status": "suspended"}, YES, ("refuse", "line-out-of-service")),
    ],
)
def test_data_is_added_only_where_it_helps_and_as_agreed(
    book: Policybook, changes: dict[str, Any], more: dict[str, Any], expected: tuple[str, str]
) -> None:
    records = snapshot(line(**{"data_used_gb": Decimal("15.1"), **changes}))
    assert outcome(decided(book, "data.add", records, **more)) == expected


def test_the_probe_and_the_policy_read_the_same_limit(book: Policybook) -> None:
    assert book.rates.on("data.most-added", TODAY) == MOST_DATA_ADDED_GB


def test_what_may_still_be_added() -> None:
    assert data_that_may_be_added(line(), Decimal(2)) == 2
    assert data_that_may_be_added(line(data_added_gb=Decimal("1.5")), Decimal(2)) == Decimal("0.5")
    assert data_that_may_be_added(line(data_added_gb=Decimal(3)), Decimal(2)) == 0


@pytest.mark.parametrize(
    ("abroad", "enabled", "expected"),
    [
        (True, False, ("grant", "abroad")),
        (True, True, ("refuse", "already-on")),
        (None, True, ("refuse", "already-on")),
        (False, False, ("refuse", "at-home")),
        (None, False, ("ask", "at-home")),
    ],
)
def test_roaming_is_free_abroad(
    book: Policybook, abroad: bool | None, enabled: bool, expected: tuple[str, str]
) -> None:
    decision = decided(book, "roaming.enable", snapshot(line(roaming_enabled=enabled)), abroad=abroad)
    assert outcome(decision) == expected
    assert decision.amount is None


def test_hand_over_needs_a_reason(book: Policybook) -> None:
    def asked(**more: Any) -> tuple[str, str]:
        facts = {"cause_needs_other_team": False, "steps_left": 2, "customer_insists": False, "going_on_offered": False}
        return outcome(decided(book, "contact.hand_over", snapshot(), **{**facts, **more}))

    assert asked() == ("refuse", "more-to-try")
    assert asked(cause_needs_other_team=True) == ("grant", "another-team-repairs-it")
    assert asked(steps_left=0) == ("grant", "nothing-left")
    assert asked(customer_insists=True) == ("ask", "offer-once-more")
    assert asked(customer_insists=True, going_on_offered=True) == ("grant", "customer-wants-it")


def test_facts_that_are_not_known_are_left_out() -> None:
    assert set(facts_for("roaming.enable", snapshot(), today=TODAY)) == {"line.status", "line.roaming_enabled"}
    assert facts_for("contact.hand_over", snapshot(), today=TODAY) == {}
    with pytest.raises(KeyError):
        facts_for("credit.give", snapshot(), today=TODAY)
    with pytest.raises(TypeError):
        facts_for("data.add", snapshot(), today=TODAY, wishes=1)


gigabytes = st.decimals(min_value=-1, max_value=30, places=1)


@settings(max_examples=300, deadline=None)
@given(used=gigabytes, added=gigabytes.map(abs), wanted=gigabytes, told=st.sampled_from([100, 200]), yes=st.booleans())
def test_whatever_is_sold_helps_stays_below_the_limit_and_was_agreed(
    book: Policybook, used: Decimal, added: Decimal, wanted: Decimal, told: int, yes: bool
) -> None:
    records = snapshot(line(data_used_gb=used, data_added_gb=added))
    decision = decided(book, "data.add", records, consent=Consent(yes, wanted), price_stated=Money(told))
    if decision.granted:
        assert yes
        assert told == 200
        assert 0 < wanted <= 2 - added
        assert used - added - wanted < 15 <= used - added
        assert decision.amount == Money(200).times(wanted)
