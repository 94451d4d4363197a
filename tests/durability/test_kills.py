"""kill -9 of the working process and of the database while money is spent: every charge once, however often the
request came. The same at the screen, with 200 contacts: test_desk_kills.py."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from careline.platform.postgres import ensure_running
from tests.architecture.code import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("durability")]
CONTACTS = 60
KILLS = 6


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A demo operator of its own, in a database that survives crashes."""
    folder = tmp_path_factory.mktemp("durability") / "data"
    hold = ensure_running(folder)
    run(
        folder, "-c", "from django.core.management import execute_from_command_line as run; run(['', 'migrate', '-v0'])"
    )
    run(folder, "-m", "careline", "demo", "--customers", "300", "--json")
    yield folder
    hold.leave()


def environment(data: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CARELINE_", "DATABASE_", "PYTEST_"))
    }
    return kept | {"CARELINE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "careline.project.settings"}


def run(data: Path, *words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment(data), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def start_expert(data: Path, contacts: Path, confirmed: Path) -> subprocess.Popen[bytes]:
    words = ["-m", "tests.durability.expert", "work", str(contacts), str(confirmed)]
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment(data))


def kill_database(data: Path) -> None:
    """The server, wherever it is in starting or working."""
    try:
        os.kill(int((data / "postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return


def confirmed_steps(confirmed: Path) -> int:
    return len(confirmed.read_text().splitlines()) if confirmed.exists() else 0


def test_nothing_lost_nothing_twice(data: Path, tmp_path: Path) -> None:
    contacts, confirmed = tmp_path / "contacts.json", tmp_path / "confirmed"
    run(data, "-m", "tests.durability.expert", "prepare", str(contacts), str(CONTACTS))
    assert len(json.loads(contacts.read_text())) == CONTACTS
    dice = random.Random(20261122)
    expert, kills = start_expert(data, contacts, confirmed), {"expert": 0, "database": 0}
    steps = CONTACTS * 6
    # spread over the whole work: every so many confirmed steps somebody dies, somewhere inside the next one
    for number, mark in enumerate(sorted(dice.sample(range(10, steps - 10), KILLS))):
        wait_until_confirmed(confirmed, mark, expert)
        time.sleep(dice.random() / 50)
        victim = ("expert", "database")[number % 2]
        kills[victim] += 1
        if victim == "database":
            kill_database(data)
        else:
            expert.kill()
            expert.wait()
            expert = start_expert(data, contacts, confirmed)
    assert expert.wait(300) == 0
    assert kills == {"expert": KILLS // 2, "database": KILLS // 2}
    assert confirmed_steps(confirmed) == steps, "every step was confirmed once"
    found = json.loads(run(data, "-m", "tests.durability.expert", "check", str(contacts)))
    assert found["wrong"] == []
    assert found["journal"], "the journal is broken"


def wait_until_confirmed(confirmed: Path, steps: int, expert: subprocess.Popen[bytes], seconds: float = 240) -> None:
    """Wait until so many steps are confirmed, or the expert has ended."""
    deadline = time.monotonic() + seconds
    while confirmed_steps(confirmed) < steps and expert.poll() is None:
        assert time.monotonic() < deadline, "the expert does not get on"
        time.sleep(0.005)


def test_the_check_itself_notices(data: Path, tmp_path: Path) -> None:
    """A contact that was never worked on is lost in the eyes of the check."""
    contacts = tmp_path / "contacts.json"
    contacts.write_text(json.dumps([[9999, 1, 1]]))
    found = json.loads(run(data, "-m", "tests.durability.expert", "check", str(contacts)))
    assert found["wrong"] == ["contact 9999: 0 contacts"]
