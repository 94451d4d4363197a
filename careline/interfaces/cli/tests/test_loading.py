"""`careline demo` and `careline import` as commands: what they say and with which exit code."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from careline.domains.diagnosis.api import VOCABULARY
from careline.domains.diagnosis.ports import RecordsSnapshot
from careline.domains.ledger.models import Bill
from careline.interfaces.cli import demo, importing, play
from careline.interfaces.cli.main import make_parser
from careline.journeys.load_operator.api import make_demo
from careline.journeys.load_operator.tests.files import write_set
from careline.journeys.our_records.api import OurRecords
from careline.policybook.api import decide, read_policies


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


@pytest.mark.django_db
def test_a_suspended_story_can_be_played_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Bruno Acker: payment requested, paid by the customer, resumed, restarted, registered."""
    make_demo(count=3, seed=7, at=timezone.now())
    (found,) = _records().find_by_number("+1 201 555 0101")
    ((line_id, number),) = found.lines.items()
    who = {"customer_id": found.customer_id}
    assert _play(number, "pay") == 1, "nothing is asked for yet"
    bill = next(one for one in _seen(who, line_id).bills if one.status == "overdue")
    _records().request_payment(**who, bill_id=bill.id, key="ask")
    assert _play(number, "pay") == 0
    _records().resume_line(**who, line_id=line_id, key="resume")
    assert _seen(who, line_id).line.network.registered is False
    assert _play(number, "restart") == 0
    line = _seen(who, line_id).line
    assert (line.status, line.network.registered, line.network.bars) == ("active", True, ())
    assert "back on the network" in capsys.readouterr().out
    assert _play("+1 999 555 0000", "pay") == 1


def _play(number: str, step: str) -> int:
    return play.run(make_parser({"play": play}).parse_args(["play", number, step]))


def _records() -> OurRecords:
    book = read_policies(settings.CONTENT / "policies", rates=settings.CONTENT / "rates", vocabulary=VOCABULARY)
    return OurRecords(by="autopilot", clock=timezone.now, decide=lambda act, facts, at: decide(book, act, facts, at))


def _seen(who: dict[str, str], line_id: str) -> RecordsSnapshot:
    return _records().snapshot(**who, line_id=line_id)
