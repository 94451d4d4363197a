"""The embedded database: started by whoever comes first, stopped after the last, whatever is killed in between."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from careline.platform.postgres import Attachment, DatabaseProblem, ensure_running
from careline.platform.postgres.cluster import Cluster
from careline.platform.postgres.identity import identity_for

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def data() -> Iterator[Path]:
    """A short path (sockets), removed afterwards; whatever still runs there is ended and makes the test fail."""
    folder = Path(tempfile.mkdtemp(prefix="careline-pg-"))
    yield folder
    until(lambda: not processes(folder), 5)
    left = processes(folder)
    for process in left:
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)
    assert left == [], "something was left running"


def processes(folder: Path) -> list[psutil.Process]:
    """Everything that works for a data folder: keeper, server, and the server's own processes."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()) or process.cwd().startswith(str(folder)):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return [process for process in found if process.pid != os.getpid() and process.is_running()]


def server_of(folder: Path) -> int:
    return int((folder / "postgres/postmaster.pid").read_text().split()[0])


def ask(attachment: Attachment, question: str) -> object:
    with psycopg.connect(host=attachment.host, user="careline", dbname="careline", autocommit=True) as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def until(true: Callable[[], object], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


def start_elsewhere(folder: Path) -> subprocess.Popen[str]:
    """Another process that starts or joins the database, says so, and then stays."""
    words = (
        "import sys, time; from careline.platform.postgres import ensure_running; "
        "ensure_running(sys.argv[1], durable=False); print('ready', flush=True); time.sleep(600)"
    )
    other = subprocess.Popen([sys.executable, "-c", words, str(folder)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    return other


class TestLife:
    def test_it_starts_from_nothing_and_leaves_nothing(self, data: Path) -> None:
        said: list[str] = []
        hold = ensure_running(data, say=said.append, durable=False)
        assert "creating the database" in said
        assert ask(hold, "show server_encoding") == "UTF8"
        assert ask(hold, "select datlocprovider from pg_database where datname = 'careline'") == "b"
        assert ask(hold, "show listen_addresses") == ""
        hold.leave()
        assert processes(data) == []

    def test_it_is_joined_and_kept_for_the_last(self, data: Path) -> None:
        other = start_elsewhere(data)
        hold = ensure_running(data, durable=False)
        assert ensure_running(data) is hold
        other.kill()
        other.wait()
        time.sleep(1)
        assert ask(hold, "select 1") == 1
        hold.leave()

    def test_a_killed_user_does_not_keep_it_alive(self, data: Path) -> None:
        other = start_elsewhere(data)
        assert processes(data)
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert until(lambda: not processes(data)), "the server outlived its last user"

    def test_two_who_start_at_the_same_time_share_one(self, data: Path) -> None:
        words = (
            "import sys; from careline.platform.postgres import ensure_running; "
            "hold = ensure_running(sys.argv[1], durable=False); print(hold.host); sys.stdin.read()"
        )
        starters = [
            subprocess.Popen([sys.executable, "-c", words, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for _ in range(3)
        ]
        assert until(lambda: len(list(data.glob("postgres/postmaster.pid"))) == 1)
        for starter in starters:
            starter.communicate(timeout=30)
        assert [starter.returncode for starter in starters] == [0, 0, 0]
        assert until(lambda: not processes(data))

    def test_nobody_else_can_reach_it(self, data: Path) -> None:
        hold = ensure_running(data, durable=False)
        assert Path(hold.host).stat().st_mode & 0o077 == 0
        hold.leave()

    def test_a_path_too_long_for_a_socket(self, data: Path) -> None:
        deep = data / ("long" * 20) / ("longer" * 10)
        hold = ensure_running(deep, durable=False)
        assert len(hold.host) < 60
        assert ask(hold, "select 1") == 1
        hold.leave()
        assert not Path(hold.host).exists()


class TestKilled:
    def test_the_server(self, data: Path) -> None:
        hold = ensure_running(data)
        ask(hold, "create table kept as select 42 as answer")
        os.kill(server_of(data), signal.SIGKILL)
        news = hold.news(20)
        assert any("stopped unexpectedly" in words for _, words in news)
        assert any(state == "ready" for state, _ in news)
        assert ask(hold, "select answer from kept") == 42
        hold.leave()

    def test_the_keeper(self, data: Path) -> None:
        hold = ensure_running(data)
        ask(hold, "create table kept as select 42 as answer")
        keeper = next(process for process in processes(data) if "keeper" in " ".join(process.cmdline()))
        keeper.kill()
        keeper.wait(5)
        assert not hold.alive()
        again = ensure_running(data)
        assert again is not hold
        assert ask(again, "select answer from kept") == 42
        again.leave()

    def test_both_and_the_number_given_to_something_else(self, data: Path) -> None:
        hold = ensure_running(data)
        ask(hold, "create table kept as select 42 as answer")
        everything = processes(data)
        for process in everything:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(everything, 5)
        note = data / "postgres/postmaster.pid"
        if not note.exists():
            pytest.fail("the killed server should have left its note")
        lines = note.read_text().splitlines()
        # a process that lives, belongs to us and is no database
        note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        again = ensure_running(data)
        assert ask(again, "select answer from kept") == 42
        again.leave()

    def test_while_being_created(self, data: Path) -> None:
        half = data / "postgres.new"
        half.mkdir()
        (half / "PG_VERSION").write_text("18\n")
        hold = ensure_running(data, durable=False)
        assert ask(hold, "select 1") == 1
        assert not half.exists()
        hold.leave()


class TestFoldersThatCannotBeServed:
    """Each says what is wrong and what to do, and changes nothing."""

    def refused(self, data: Path) -> str:
        with pytest.raises(DatabaseProblem) as refusal:
            ensure_running(data, durable=False)
        return str(refusal.value)

    def test_somebody_elses_files(self, data: Path) -> None:
        (data / "postgres").mkdir()
        (data / "postgres/holiday.jpg").touch()
        assert "holds holiday.jpg" in self.refused(data)
        assert (data / "postgres/holiday.jpg").exists()

    def test_a_file(self, data: Path) -> None:
        (data / "file").touch()
        assert "--data" in self.refused(data / "file")

    def test_parts_missing(self, data: Path) -> None:
        ensure_running(data, durable=False).leave()
        (data / "postgres/global/pg_control").unlink()
        words = self.refused(data)
        assert "global/pg_control missing" in words
        assert "backup" in words

    def test_damage_that_only_the_server_sees(self, data: Path) -> None:
        ensure_running(data, durable=False).leave()
        control = data / "postgres/global/pg_control"
        control.write_bytes(b"\0" * control.stat().st_size)
        words = self.refused(data)
        assert "does not start" in words
        assert "incompatible" in words

    def test_another_version(self, data: Path) -> None:
        ensure_running(data, durable=False).leave()
        (data / "postgres/PG_VERSION").write_text("15\n")
        assert "made by PostgreSQL 15" in self.refused(data)

    @pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
    def test_a_folder_that_cannot_be_written(self, data: Path) -> None:
        data.chmod(0o500)
        try:
            assert "cannot be" in self.refused(data)
        finally:
            data.chmod(0o700)

    @pytest.mark.skipif(not AS_ROOT, reason="only root can give a folder away")
    def test_a_socket_folder_of_somebody_else(self, data: Path) -> None:
        deep = data / ("long" * 20) / ("longer" * 10)
        short = Cluster(data=deep).sockets
        short.mkdir()
        os.chown(short, 12345, 12345)
        try:
            assert "belongs to somebody else" in self.refused(deep)
        finally:
            short.rmdir()


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary user runs the server as themselves")
class TestAsRoot:
    def test_the_server_is_not_root_in_its_own_eyes(self) -> None:
        seen = subprocess.run(identity_for(None).dress(["id", "-u"]), capture_output=True, text=True, check=True)
        assert seen.stdout.strip() != "0"

    def test_where_user_namespaces_are_forbidden(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Containers mostly forbid them: the server then runs as nobody, even below a folder closed to nobody."""
        without = data / "bin"
        without.mkdir()
        (without / "unshare").write_text("#!/bin/sh\nexit 1\n")
        (without / "unshare").chmod(0o755)
        monkeypatch.setenv("PATH", f"{without}:{os.environ['PATH']}")
        closed = data / "closed"
        closed.mkdir(mode=0o700)
        hold = ensure_running(closed)
        assert psutil.Process(server_of(closed)).uids().effective != 0
        ask(hold, "create table kept as select 42 as answer")
        hold.leave()
        again = ensure_running(closed)
        assert ask(again, "select answer from kept") == 42
        again.leave()
