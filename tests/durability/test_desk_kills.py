"""kill -9 of the desk and of its database during 200 contacts taken at the screen: nothing lost, nothing done twice."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from tests.architecture.code import ROOT
from tests.durability.robot import Robot
from tests.durability.test_kills import environment, kill_database, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("durability")]
CONTACTS, KILLS = 200, 12
# four steps on average in a contact, and the kills shall fall into the whole of the work
STEPS_AT_LEAST = 3 * CONTACTS


class Desk:
    """`careline run` with a demo operator of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = data.parent / "run.log"
        command = [sys.executable, "-m", "careline", "run", "--port", str(self.port), "--data", str(data)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=log, stderr=log)
        self._wait()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _wait(self) -> None:
        deadline = time.monotonic() + 180
        while "The desk is open" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def kill_server(self) -> None:
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                if "serve" in child.cmdline():
                    child.kill()

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database behind the desk, as somebody who looks from outside."""
        with psycopg.connect(host=str(self.data / "run"), user="careline", dbname="careline") as connection:
            return connection.execute(question, values).fetchall()


@pytest.fixture
def desk() -> Iterator[Desk]:
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="careline-kills-"))
    made = Desk(folder / "data")
    yield made
    made.process.send_signal(signal.SIGTERM)
    made.process.wait(60)
    shutil.rmtree(folder, ignore_errors=True)


def test_nothing_lost_nothing_twice_at_the_desk(desk: Desk) -> None:
    dice = random.Random(20261122)
    marks = set(dice.sample(range(5, STEPS_AT_LEAST), KILLS))
    victims: list[str] = []

    def somebody_dies(confirmed: int) -> None:
        """A moment later, when the next form is on its way."""
        if confirmed in marks:
            victims.append(("desk", "database")[len(victims) % 2])
            kill = desk.kill_server if victims[-1] == "desk" else lambda: kill_database(desk.data)
            threading.Timer(dice.random() / 20, kill).start()

    robot = Robot(desk.address, somebody_dies, dice)
    robot.sign_in("clara", "northlight-demo-2026")
    accounts = [
        row[0] for row in desk.ask("select account_id from lines_line group by 1 order by 1 limit %s", CONTACTS)
    ]
    for account in accounts:
        robot.resolve(account)
    assert len(accounts) == CONTACTS
    assert victims.count("desk") == victims.count("database") == KILLS // 2, "not everybody died who should have"
    assert robot.sent_again > 0, "no request met a kill"
    compare(desk, robot)


def compare(desk: Desk, robot: Robot) -> None:
    """What the desk confirmed against what the database holds."""
    opened = [key for kind, _, key in robot.confirmed if kind == "open"]
    steps = [key for kind, _, key in robot.confirmed if kind == "step"]
    assert len(set(opened)) == len(opened)
    assert len(set(steps)) == len(steps)
    contacts = dict(desk.ask("select key, count(*) from contacts_contact where key = any(%s) group by key", opened))
    assert contacts == dict.fromkeys(opened, 1)
    mine = "select id from contacts_contact where key = any(%s)"
    held = desk.ask(f"select key from contacts_contactevent where contact_id in ({mine})", opened)
    # what was gathered silently has a key of its own behind a stroke
    by_hand = sorted(key for (key,) in held if "/" not in key)
    assert by_hand == sorted(steps), "a step was lost, or one was recorded that nobody confirmed"
    numbered = desk.ask(f"select count(*), max(seq) from contacts_contactevent where contact_id in ({mine}) "
                        "group by contact_id", opened)  # fmt: skip
    assert all(count == last for count, last in numbered), "the events of a contact have gaps"
    twice = desk.ask("select key, count(*) from customers_act group by account_id, key having count(*) > 1")
    assert twice == []
    journal = json.loads(run(desk.data, "-m", "careline", "journal", "verify", "--json"))
    assert journal["ok"], journal
    with urllib.request.urlopen(f"{desk.address}/health", timeout=20) as answer:
        assert json.load(answer)["status"] == "ok"
