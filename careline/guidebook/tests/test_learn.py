"""Learned priors: only what held, never from too few, always shown with counts, and reversible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.guidebook.learn import HELD_FOR, ClosedContact, contacts_of, held, learned_priors
from careline.guidebook.tests.texts import read

GUIDE = read().guides["LAMP-1"]
CLOSED = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
LATER = CLOSED + timedelta(days=30)

contacts = st.builds(
    ClosedContact,
    causes=st.frozensets(st.sampled_from([*GUIDE.causes, "unheard-of"])),
    market=st.sampled_from(["north", "south"]),
    device_family=st.sampled_from(["android", "iphone"]),
    closed_at=st.just(CLOSED),
    reopened_at=st.none() | st.integers(0, 20).map(lambda days: CLOSED + timedelta(days=days)),
)


def contact(*causes: str, reopened_after: timedelta | None = None) -> ClosedContact:
    reopened = None if reopened_after is None else CLOSED + reopened_after
    return ClosedContact(frozenset(causes), "north", "android", CLOSED, reopened)


def test_the_posterior_adds_counts_to_the_guides_opinion() -> None:
    learned = learned_priors(GUIDE, [contact("bulb-loose")] * 10 + [contact("switch-down")] * 30, minimum=30)
    assert learned.used
    assert learned.priors["bulb-loose"] == pytest.approx((0.1 * 20 + 10) / (20 + 40))
    assert learned.priors["switch-down"] == pytest.approx((0.4 * 20 + 30) / (20 + 40))
    assert learned.shown("bulb-loose") == "0.20 (10 of 40)"


def test_several_causes_in_one_contact_all_count() -> None:
    learned = learned_priors(GUIDE, [contact("bulb-loose", "switch-down")] * 30)
    assert (learned.counts["bulb-loose"], learned.counts["switch-down"], learned.counts["mast-down"]) == (30, 30, 0)


@pytest.mark.parametrize(
    ("reopened_after", "seen_after", "holds"),
    [
        (None, HELD_FOR, True),
        (None, HELD_FOR - timedelta(seconds=1), False),
        (HELD_FOR - timedelta(seconds=1), timedelta(days=30), False),
        (HELD_FOR, timedelta(days=30), True),
    ],
)
def test_a_fix_holds_after_seven_days(reopened_after: timedelta | None, seen_after: timedelta, holds: bool) -> None:
    assert held(contact("bulb-loose", reopened_after=reopened_after), CLOSED + seen_after) is holds


def test_no_smaller_number_than_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        learned_priors(GUIDE, [], minimum=0)


@given(st.lists(contacts, max_size=60), st.integers(1, 60))
def test_never_from_too_few(outcomes: list[ClosedContact], minimum: int) -> None:
    learned = learned_priors(GUIDE, outcomes, minimum)
    assert learned.used == (len(outcomes) >= minimum)
    if not learned.used:
        assert learned.priors == {cause.id: cause.prior for cause in GUIDE.causes.values()}


@given(st.lists(contacts, min_size=1, max_size=60))
def test_priors_stay_between_the_guides_and_what_was_seen(outcomes: list[ClosedContact]) -> None:
    learned = learned_priors(GUIDE, outcomes, minimum=1)
    for cause in GUIDE.causes.values():
        seen = learned.counts[cause.id] / learned.contacts
        low, high = sorted((cause.prior, seen))
        assert low - 1e-12 <= learned.priors[cause.id] <= high + 1e-12
        assert 0 < learned.priors[cause.id] < 1


@given(st.lists(contacts, max_size=40), st.randoms())
def test_the_order_of_contacts_does_not_matter(outcomes: list[ClosedContact], dice: object) -> None:
    shuffled = list(outcomes)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert learned_priors(GUIDE, shuffled, 1) == learned_priors(GUIDE, outcomes, 1)


@given(st.lists(contacts, min_size=2, max_size=40))
def test_leaving_contacts_out_takes_back_what_they_taught(outcomes: list[ClosedContact]) -> None:
    before = {cause.id: cause.prior for cause in GUIDE.causes.values()}
    learned_priors(GUIDE, outcomes, 1)
    assert {cause.id: cause.prior for cause in GUIDE.causes.values()} == before
    assert learned_priors(GUIDE, outcomes[:-1], 1) == learned_priors(GUIDE, tuple(outcomes[:-1]), 1)
    assert learned_priors(GUIDE, [], 1).priors == before


def test_more_of_the_same_moves_the_prior_steadily_towards_it() -> None:
    steps = [
        learned_priors(GUIDE, [contact("mast-down")] * count, 1).priors["mast-down"] for count in range(0, 200, 10)
    ]
    assert all(less < more for less, more in pairwise(steps))
    assert steps[-1] > 0.9


@given(st.lists(contacts, max_size=40))
def test_markets_and_devices_learn_apart(outcomes: list[ClosedContact]) -> None:
    parts = [
        contacts_of(outcomes, market=market, device_family=family, at=LATER)
        for market in ("north", "south")
        for family in ("android", "iphone")
    ]
    assert sum(map(len, parts)) == sum(held(each, LATER) for each in outcomes)
    assert all(len({(each.market, each.device_family) for each in part}) <= 1 for part in parts)
