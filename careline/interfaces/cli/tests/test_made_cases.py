"""The autopilot on cases that nobody wrote: any mix of faults, other customers, plans and lines, other temperaments."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from careline.adapters.cases.judge import failures, reference_world
from careline.adapters.cases.tests import own
from careline.adapters.handset.temperaments import temperament
from careline.interfaces.cli.autopiloted import load_autopilot
from careline.journeys.replay.figures import sum_up
from careline.journeys.replay.page import shortfall
from careline.journeys.replay.plays import Order, play_all
from careline.journeys.replay.tests.made import made_case

CONTENT = Path(__file__).parents[4] / "content"
HOW_MANY = 30


def test_the_made_repairs_repair(tmp_path: Path) -> None:
    data = own.data_set(tmp_path, *(made_case(number) for number in range(400)))
    for case in data.cases:
        assert failures(case, reference_world(case, data)) == (), case.id
        assert bool(failures(case, own.world_of(case, data))) is not case.needs_handover, case.id


@pytest.mark.slow
@pytest.mark.parametrize("customer", ["truthful", "cannot-find", "impatient"])
def test_the_autopilot_solves_what_it_has_never_seen(tmp_path: Path, customer: str) -> None:
    data = own.data_set(tmp_path, *(made_case(number) for number in range(HOW_MANY)))
    order = Order(data, temperament(customer), 1, partial(load_autopilot, CONTENT))
    replay = sum_up(play_all(order, jobs=2, told=lambda done: None), customer=customer, seconds=0)
    assert [f"{play.case}: {shortfall(play)}" for play in replay.failures] == []
