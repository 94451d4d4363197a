"""`careline replay` from the command line: figures, report, exit codes, clear messages, and a clean stop."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from careline.adapters.cases.tests import own
from careline.interfaces.cli import replay
from careline.journeys.replay.figures import KEYS

MAIN = [sys.executable, "-m", "careline.interfaces.cli.main", "replay"]


def run(*given: object) -> int:
    return replay.run(parsed(*given))


def parsed(*given: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    replay.add_arguments(parser)
    return parser.parse_args([str(each) for each in given])


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return own.write(tmp_path, *own.EVERY_CASE)


def test_the_autopilot_solves_our_own_cases_and_prints_one_object(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cases, "--records", own.RECORDS, "--json", "--jobs", "1") == 0
    figures = json.loads(capsys.readouterr().out)
    assert tuple(figures) == (*KEYS, "by_family")
    assert figures["cases"] == figures["solved"] == figures["records_exact"] == len(own.EVERY_CASE)
    assert (figures["handover_right"], figures["handover_wrong"]) == (1, 0)


def test_the_same_in_two_processes_with_seeds_and_a_skipping_customer(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cases, "--records", own.RECORDS, "--json", "--customer", "skips:0.3", "--seeds", "2") == 0
    assert json.loads(capsys.readouterr().out)["solved_all_seeds"] == len(own.EVERY_CASE)


def test_a_truthful_replay_is_shown_beside_a_skipping_one(
    cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "out.html"
    assert run(cases, "--records", own.RECORDS, "--report", report, "--only", "[service_issue]*", "--jobs", "1") == 0
    out = capsys.readouterr().out
    assert "Customer: truthful" in out
    assert "Customer: skips, 10%" in out
    text = report.read_text()
    assert "Replay of 2 contacts" in text
    assert "Customer: skips, 10%" in text


def test_only_takes_brackets_as_they_are(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cases, "--records", own.RECORDS, "--only", "[mms_issue]m?ny", "--json", "--jobs", "1") == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 1


def test_what_cannot_be_done_is_said_in_a_sentence(
    cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / "odd"
    odd.mkdir()
    strange = own.write(odd, own.raw_case("[mms_issue]odd", own.PICTURES, [own.user("bend_antenna")], [], []))
    records = ("--records", own.RECORDS)
    for given, said in (
        ((tmp_path / "nowhere.json",), "cannot read"),
        ((cases,), "db.toml"),
        ((strange, *records), "bend_antenna"),
        ((cases, *records, "--only", "nothing like it"), "no case in"),
        ((cases, *records, "--customer", "angry"), 'no customer "angry"'),
        ((cases, *records, "--json", "--jobs", "1", "--report", tmp_path / "no" / "out.html"), "cannot write"),
    ):
        assert run(*given) == 2, given
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("given", [("--seeds", "0"), ("--jobs", "many"), ("--now", "tomorrow")])
def test_a_wrong_option_is_refused_by_name(
    cases: Path, given: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(cases, *given)
    assert given[0] in capsys.readouterr().err


def test_now_without_an_offset_is_in_the_data_sets_own_zone(cases: Path) -> None:
    args = parsed(cases, "--now", "2025-06-01T09:00")
    assert args.now.isoformat() == "2025-06-01T09:00:00-05:00"


def test_ctrl_c_leaves_nothing_running(tmp_path: Path) -> None:
    many = [{**own.PICTURE_CASE, "id": f"[mms_issue]{number}"} for number in range(3000)]
    cases = own.write(tmp_path, *many)
    started = subprocess.Popen(
        [*MAIN, str(cases), "--records", str(own.RECORDS), "--seeds", "9"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while len(_group(started.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(_group(started.pid)) >= 3, "it never came to play"
    os.killpg(started.pid, signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert started.returncode == 130, out + err
    assert "Stopped" in err
    assert "Traceback" not in err
    assert _group(started.pid) == []


def _group(leader: int) -> list[int]:
    """The processes of one group that still live."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[2]) == leader and fields[0] != "Z":
                found.append(int(entry.name))
    return found
