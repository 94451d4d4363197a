"""Cases are played, judged and compared; in several processes, whatever the resolver does."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from careline.adapters.cases.tests import own
from careline.adapters.cases.values import CaseProblem, DataSet
from careline.adapters.handset.temperaments import temperament
from careline.domains.diagnosis.ports import CustomerSide, Instruction, OperatorRecords, Question
from careline.journeys.replay.figures import as_json, sum_up
from careline.journeys.replay.plays import Order, check_cases, play_all
from careline.journeys.replay.tests.checklist import load
from careline.journeys.replay.values import Play, Runner


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return own.data_set(tmp_path, *own.EVERY_CASE)


def play(
    data: DataSet, customer: str = "truthful", *, seeds: int = 1, jobs: int = 1, load: Callable[[], Runner] = load
) -> list[Play]:
    order = Order(data, temperament(customer), seeds, load)
    return sorted(play_all(order, jobs=jobs, told=lambda done: None), key=lambda p: (p.case, p.seed))


def only(data: DataSet, part: str) -> DataSet:
    return replace(data, cases=tuple(case for case in data.cases if part in case.id))


def test_a_resolver_that_repairs_everything_is_found_to_do_so(data: DataSet) -> None:
    plays = play(data)
    assert [p.fell_short for p in plays] == [False] * len(own.EVERY_CASE), [p for p in plays if p.fell_short]
    assert {p.outcome for p in plays} == {"solved", "handed_over"}
    assert all(p.story == () for p in plays)


@pytest.mark.parametrize("customer", ["skips:0.3", "forgets:0.5", "cannot-find:0.5", "impatient"])
def test_other_customers_are_played_too(data: DataSet, customer: str) -> None:
    plays = play(data, customer, seeds=3)
    assert len(plays) == 3 * len(own.EVERY_CASE)
    assert all(p.solved for p in plays), [p for p in plays if not p.solved]


def test_several_processes_come_to_the_same(data: DataSet) -> None:
    assert play(data, "skips:0.3", seeds=3, jobs=2) == play(data, "skips:0.3", seeds=3)


def test_every_finished_play_is_told_once(data: DataSet) -> None:
    told: list[int] = []
    play_all(Order(data, temperament("truthful"), 2, load), jobs=2, told=told.append)
    assert sum(told) == 2 * len(own.EVERY_CASE)


@dataclass
class Ends:
    outcome: str
    trace: tuple[str, ...] = ("thought nothing",)


@dataclass
class Resolver:
    """Does one thing to every contact, then ends it."""

    outcome: str
    what: str = ""

    def __call__(self, *, records: OperatorRecords, customer: CustomerSide) -> Ends:
        if self.what == "breaks down":
            raise RuntimeError("out of coffee")
        if self.what == "sells data":
            records.add_data(customer_id="CUST-1", line_id="LINE-B", gb=Decimal(2), key="k")
        if self.what == "wears out":
            for _ in range(9):
                customer.ask(Question("again", "And now?", {"sim": {}}))
        if self.what == "mends":
            customer.do(Instruction("apn", "Please", ("apn.reset", "phone.restart")))
        return Ends(self.outcome)


def one(data: DataSet, case: str, resolver: Resolver, customer: str = "truthful") -> Play:
    (found,) = play(only(data, case), customer, load=lambda: resolver)
    return found


def test_doing_nothing_solves_nothing_and_tells_its_story(data: DataSet) -> None:
    found = one(data, "unpaid", Resolver("solved"))
    assert not found.solved
    assert found.unmet == (
        "assert_service_status(expected_status=connected)",
        "assert_no_overdue_bill(overdue_bill_id=BILL-NEW)",
    )
    assert any(line.startswith("lines.LINE-A.status: Suspended / Active") for line in found.differences)
    assert "   thought nothing" in found.story


def test_damage_elsewhere_is_seen_although_the_phone_works(data: DataSet) -> None:
    found = one(data, "without a family", Resolver("solved", "mends"))
    assert found.solved
    assert found.exact
    sold = one(data, "locked", Resolver("handed_over", "sells data"))
    assert (sold.solved, sold.exact, sold.writes) == (True, False, 1)
    assert "lines.LINE-B.data_refueling_gb: 2.0 / 0.0" in sold.differences


def test_handing_over_is_right_only_when_needed(data: DataSet) -> None:
    needed, kept = one(data, "locked", Resolver("handed_over")), one(data, "locked", Resolver("stuck"))
    assert (needed.handover_right, needed.handover_wrong, needed.solved) == (True, False, True)
    assert (kept.handover_right, kept.handover_wrong, kept.solved) == (False, True, False)
    needless = one(data, "without a family", Resolver("handed_over", "mends"))
    assert needless.unmet == ()
    assert (needless.handover_right, needless.handover_wrong, needless.solved) == (False, True, False)


def test_a_resolver_that_breaks_down_fails_its_case_only(data: DataSet) -> None:
    found = one(data, "many", Resolver("solved", "breaks down"))
    assert found.outcome == "broken"
    assert any("out of coffee" in line for line in found.story)


def test_a_customer_who_leaves_ends_the_contact(data: DataSet) -> None:
    found = one(data, "many", Resolver("solved", "wears out"), "impatient:5")
    assert (found.outcome, found.solved) == ("left", False)


def test_a_case_that_cannot_be_played_is_named_before_anything_is_played(tmp_path: Path) -> None:
    odd = own.raw_case("[mms_issue]odd", own.PICTURES, [own.user("bend_antenna")], [], [])
    with pytest.raises(CaseProblem, match=r"odd.*bend_antenna"):
        check_cases(own.data_set(tmp_path, own.OTHER_CASE, odd))


def test_a_worker_that_dies_does_not_hang_the_replay(data: DataSet) -> None:
    with pytest.raises(Exception, match="terminated abruptly"):
        play(data, jobs=2, load=partial(_dying, os.getpid()))


@dataclass
class Dies:
    parent: int

    def __call__(self, *, records: OperatorRecords, customer: CustomerSide) -> Ends:
        if os.getpid() != self.parent:
            os._exit(9)
        return Ends("solved")


def _dying(parent: int) -> Dies:
    return Dies(parent)


def test_the_sum_over_families_is_the_whole(data: DataSet) -> None:
    figures = as_json(sum_up(play(data), customer="truthful", seconds=0))
    families = figures.pop("by_family")
    assert set(families) == {"mms", "mobile data", "service", "other"}
    for key in ("cases", "solved", "records_exact", "handover_right", "handover_wrong", "solved_all_seeds"):
        assert sum(family[key] for family in families.values()) == figures[key]
    assert figures["cases"] == figures["solved"] == figures["records_exact"] == len(own.EVERY_CASE)
