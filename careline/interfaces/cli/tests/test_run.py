"""`careline run`, as a person runs it: real processes, killed one after the other."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("run")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """One `careline run` in a data folder of its own."""

    def __init__(self, data: Path, *options: str, port: int | None = None, **environment: str) -> None:
        self.data, self.port = data, port or free_port()
        self.output = data.parent / f"{data.name}.{self.port}.out"
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CARELINE_", "DATABASE_", "PYTEST_"))
        }
        command = [sys.executable, "-m", "careline", "run", "--port", str(self.port), "--data", str(data), *options]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env=own | {"COLUMNS": "200"} | environment, start_new_session=True
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def says(self, words: str, seconds: float = 60) -> bool:
        return until(lambda: words in self.said or self.process.poll() is not None, seconds) and words in self.said

    def health(self) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return str(json.load(answer)["status"])
        except urllib.error.HTTPError as refused:
            return str(json.load(refused)["status"])
        except OSError:
            return "no answer"

    def part(self, words: str) -> psutil.Process:
        """The one process of this run whose command line holds the words."""
        return next(one for one in self.everything() if words in " ".join(one.cmdline()))

    def everything(self) -> list[psutil.Process]:
        """Every process that belongs to this run, found by what it was started with or works in."""
        mine = []
        for process in psutil.process_iter():
            try:
                words = " ".join(process.cmdline())
                told = process.environ().get("CARELINE_DATA", "")
                if str(self.data) in words or told == str(self.data) or process.cwd().startswith(str(self.data)):
                    mine.append(process)
            except (psutil.Error, OSError):
                continue
        return [one for one in mine if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]

    def stop(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


def until(true: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data folder whose database exists already: most tests are about what comes after."""
    folder = Path(tempfile.mkdtemp(prefix="careline-run-"))
    first = Running(folder / "data", "--no-demo")
    assert first.says("The desk is open"), first.said
    assert first.stop() == 0
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def run(made: Path) -> Iterator[Callable[..., Running]]:
    """Starts runs, and ends what a failed test left."""
    runs: list[Running] = []

    def start(*options: str, data: Path = made, port: int | None = None, **environment: str) -> Running:
        runs.append(Running(data, "--no-demo", *options, port=port, **environment))
        return runs[-1]

    yield start
    for one in runs:
        for process in one.everything():
            with contextlib.suppress(psutil.Error):
                process.kill()


def test_it_serves_soon_and_leaves_nothing(run: Callable[..., Running]) -> None:
    began = time.monotonic()
    desk = run()
    assert desk.says(f"The desk is open at http://localhost:{desk.port}"), desk.said
    took = time.monotonic() - began
    # 5 s on a quiet machine; tests run beside others
    assert took < 15, f"the second start took {took:.1f} s"
    assert until(lambda: desk.health() == "ok", 15), "the worker did not come"
    assert desk.stop() == 0
    assert "Nothing is left running" in desk.said
    assert until(lambda: not desk.everything(), 2), desk.everything()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_it_can_be_told_to_stop(run: Callable[..., Running], how: int) -> None:
    desk = run()
    assert desk.says("The desk is open"), desk.said
    assert desk.stop(how) == 0
    assert until(lambda: not desk.everything(), 2)


def test_it_can_be_stopped_while_starting(run: Callable[..., Running]) -> None:
    desk = run()
    assert desk.says("Starting the database"), desk.said
    desk.stop()
    assert until(lambda: not desk.everything(), 15), desk.everything()


def test_killed_it_leaves_nothing_either(run: Callable[..., Running]) -> None:
    desk = run()
    assert desk.says("The desk is open"), desk.said
    desk.stop(signal.SIGKILL)
    assert until(lambda: not desk.everything(), 20), desk.everything()


def test_a_port_in_use(run: Callable[..., Running]) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        desk = run(port=holder.getsockname()[1])
        assert desk.process.wait(30) == 2
    assert f"Port {desk.port} cannot be used" in desk.said
    assert re.search(rf"process {os.getpid()}, .* has it", desk.said)
    assert "--port" in desk.said


def test_a_broken_data_folder(run: Callable[..., Running], tmp_path: Path) -> None:
    (tmp_path / "postgres/base").mkdir(parents=True)
    desk = run(data=tmp_path)
    assert desk.process.wait(30) == 2
    assert "is broken" in desk.said
    assert "backup" in desk.said
    assert "Traceback" not in desk.said


def test_the_database_is_killed_under_it(run: Callable[..., Running]) -> None:
    desk = run()
    assert desk.says("The desk is open"), desk.said
    server = int((desk.data / "postgres/postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    assert desk.says("the database stopped unexpectedly (signal 9); starting it again"), desk.said
    assert desk.says("the database is ready"), desk.said
    assert until(lambda: desk.health() == "ok", 45), desk.health()
    assert desk.stop() == 0
    assert until(lambda: not desk.everything(), 5)


def test_the_databases_keeper_is_killed_under_it(run: Callable[..., Running]) -> None:
    desk = run()
    assert desk.says("The desk is open"), desk.said
    desk.part("postgres.keeper").kill()
    assert desk.says("keeper was killed; starting another"), desk.said
    assert until(lambda: desk.health() == "ok", 45), desk.health()
    assert desk.stop() == 0
    assert until(lambda: not desk.everything(), 5)


def test_the_desk_is_killed_under_it(run: Callable[..., Running]) -> None:
    desk = run()
    assert desk.says("The desk is open"), desk.said
    desk.part(" serve ").kill()
    assert desk.says("The desk ended unexpectedly; starting it again"), desk.said
    assert until(lambda: desk.health() in {"ok", "degraded"}, 30), desk.health()
    assert desk.stop() == 0


def test_a_distant_database_that_does_not_answer() -> None:
    """`careline health` asks once and says where it asked."""
    nowhere = f"postgresql://somebody:secret-word@127.0.0.1:{free_port()}/careline"
    asked = subprocess.run([sys.executable, "-m", "careline", "journal", "verify"], capture_output=True, text=True,
                           env=os.environ | {"DATABASE_URL": nowhere})  # fmt: skip
    assert asked.returncode == 2
    assert "does not answer" in asked.stderr
    assert "DATABASE_URL" in asked.stderr
    assert "secret-word" not in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_distant_database_is_waited_for(run: Callable[..., Running], tmp_path: Path) -> None:
    nowhere = f"postgresql://somebody:secret-word@127.0.0.1:{free_port()}/careline"
    desk = run("--patience", "2", data=tmp_path / "data", DATABASE_URL=nowhere)
    assert desk.process.wait(60) == 2
    assert "does not answer" in desk.said
    assert "secret-word" not in desk.said
    assert "Traceback" not in desk.said
