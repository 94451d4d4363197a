"""`careline demo` and `careline import` as commands: what they say and with which exit code."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from careline.domains.ledger.models import Bill
from careline.interfaces.cli import demo, importing
from careline.interfaces.cli.main import make_parser
from careline.journeys.load_operator.tests.files import write_set


@pytest.mark.django_db
def test_the_command_says_what_it_made(capsys: pytest.CaptureFixture[str]) -> None:

    parser = make_parser({"demo": demo})
    assert demo.run(parser.parse_args(["demo", "--customers", "20", "--as-of", "2026-03-31", "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["customers"] == 20
    newest = Bill.objects.order_by("-period_until").values_list("period_until", flat=True)[0]
    assert date(2026, 2, 28) < newest <= date(2026, 3, 31)
    assert demo.run(parser.parse_args(["demo", "--customers", "20"])) == 2


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:

    folder = write_set(tmp_path, {"lines.csv": ("active,P1,A1", "active,P9,A1")})
    arguments = make_parser({"import": importing}).parse_args(["import", str(folder), "--json"])
    assert importing.run(arguments) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["loaded"] is False
    assert said["errors"][0]["row"] == 2


@pytest.mark.django_db
def test_a_sound_folder_is_loaded_and_a_missing_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = make_parser({"import": importing})
    assert importing.run(parser.parse_args(["import", str(write_set(tmp_path)), "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["new_customers"] == 2
    assert importing.run(parser.parse_args(["import", str(tmp_path / "nowhere")])) == 2
    assert "is not a folder" in capsys.readouterr().err
