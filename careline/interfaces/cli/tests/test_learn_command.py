"""`careline guide learn`: what it prints, keeps, uses and forgets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from careline.interfaces.cli import main
from careline.journeys.learn_priors.api import in_use
from careline.journeys.learn_priors.tests.conftest import CAUSE, CONTENT, MARKET, REASON, Desk, make_desk


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def run(*words: str) -> int:
    return main.main(["guide", "learn", "--content", str(CONTENT), *words])


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_it_learns_then_uses_then_forgets_and_uses_again(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.resolved(3)
    assert run("--minimum", "3") == 0
    shown = capsys.readouterr().out
    assert f"{REASON}, {MARKET}, aurora" in shown
    assert [row.split() for row in shown.splitlines() if row.split()[:1] == [CAUSE]] == [
        [CAUSE, "0.400", f"{(0.4 * 20 + 3) / 23:.3f}", "3", "3"]
    ]
    assert not in_use(REASON)
    assert run("--minimum", "3", "--use", "--json") == 0
    made = told(capsys)
    assert (made["in_use"], made["held"]) == (1, 3)
    assert [one.run for one in in_use(REASON)] == [made["run"]]
    assert run("--forget", "--json") == 0
    assert told(capsys) == {"forgotten": 1}
    assert not in_use(REASON)
    assert run("--use", str(made["run"])) == 0
    assert "1 learned set of run" in capsys.readouterr().out
    assert [one.run for one in in_use(REASON)] == [made["run"]]


def test_too_few_and_a_run_that_is_not_there_are_said(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.resolved(3)
    assert run() == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "fewer than 30 contacts each, at most 3" in shown
    assert "Nothing was learned." in shown
    assert run("--use", "987654") == 2
    assert "Nothing was learned by run 987654" in capsys.readouterr().out
