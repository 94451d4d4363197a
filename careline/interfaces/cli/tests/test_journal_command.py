"""`careline journal verify`, as a person runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from careline.interfaces.cli import main
from careline.platform.api import Line, write_many

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def written(db: None) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    lines = (Line(by="autopilot", at=at, action="a", subject="s", why="w", account_id=7) for _ in range(5))
    write_many(lines)


def test_a_whole_journal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["journal", "verify"]) == 0
    assert "whole: 5 lines in 1 chains" in capsys.readouterr().out


def test_a_tampered_row_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table platform_journalline disable trigger user")
        cursor.execute("update platform_journalline set why = 'goodwill' where number = 3")
        cursor.execute("alter table platform_journalline enable trigger user")
    assert main.main(["journal", "verify"]) == 1
    assert "account 7, line 3" in capsys.readouterr().out
    assert main.main(["journal", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"]
    assert told["broken"]["number"] == 3


def test_a_seal_kept_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    main.main(["journal", "verify", "--json"])
    seal = json.loads(capsys.readouterr().out)["seal"]
    assert main.main(["journal", "verify", "--seal", seal]) == 0
    assert main.main(["journal", "verify", "--seal", "0" * 64]) == 1
