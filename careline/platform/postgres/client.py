"""Attaching to the embedded database: start it where it is not running, join it where it is, let go in the end."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import careline
from careline.platform.postgres.cluster import DATABASE, SUPERUSER, Cluster, DatabaseProblem, check_folder

Say = Callable[[str], None]

_TURNS = 5
_attached: dict[Path, Attachment] = {}
_one_at_a_time = threading.RLock()


class KeeperGone(DatabaseProblem):
    """The keeper ended while we were attached."""


class Attachment:
    """A hold on a running database. While at least one process holds on, the server runs."""

    def __init__(
        self, cluster: Cluster, connection: socket.socket, keeper: subprocess.Popen[bytes] | None = None
    ) -> None:
        self.cluster = cluster
        self._connection = connection
        # the keeper, where this process started it
        self._keeper = keeper
        self._unread = b""
        self._owner = os.getpid()

    @property
    def host(self) -> str:
        """This function will give what goes into the `host` of a connection: the folder of the socket."""
        return str(self.cluster.sockets)

    def alive(self) -> bool:
        """This function will tell whether the keeper is still there."""
        try:
            readable, _, _ = select.select([self._connection], [], [], 0)
            return not readable or bool(self._connection.recv(1, socket.MSG_PEEK))
        except (OSError, ValueError):
            return False

    def news(self, wait_seconds: float | None) -> Iterator[tuple[str, str]]:
        """This function will give (state, sentence) pairs as the keeper sends them, until none came for the given
        time (None: for ever). Raises DatabaseProblem when the keeper is gone."""
        while True:
            while b"\n" in self._unread:
                line, self._unread = self._unread.split(b"\n", 1)
                told = json.loads(line)
                yield told["state"], told["say"]
            if not select.select([self._connection], [], [], wait_seconds)[0]:
                return
            received = self._connection.recv(65536)
            if not received:
                raise KeeperGone("The database's keeper has stopped; start Careline again.")
            self._unread += received

    def wait_until_ready(self, say: Say) -> None:
        """This function will wait, however long crash recovery takes, passing on what the keeper says.

        Raises DatabaseProblem with the reason if the database cannot start.
        """
        for state, sentence in self.news(None):
            if state == "ready":
                return
            if state == "failed":
                raise DatabaseProblem(sentence)
            say(sentence)

    def leave(self) -> None:
        """This function will let go; the last one to do so waits until the server is down."""
        _attached.pop(self.cluster.data, None)
        if self._owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            self._connection.sendall(b"leave\n")
            while self._connection.recv(65536):
                pass
            self._gone_with_the_last()
        self._connection.close()

    def _gone_with_the_last(self) -> None:
        """The keeper lets go of its last user when the server is down, and then ends; others may still hold it."""
        if self._keeper is not None and not self.cluster.keeper_socket.exists():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._keeper.wait(5)


def ensure_running(data: Path | str, *, say: Say = lambda sentence: None, durable: bool = True) -> Attachment:
    """This function will give a hold on the database in a data folder, starting (and creating) it where needed.

    One hold per process and folder; calling again is cheap and renews a hold whose keeper was killed. `say` receives
    sentences for people while something takes time. Raises DatabaseProblem in plain words.
    """
    folder = Path(data).expanduser().absolute()
    with _one_at_a_time:
        held = _attached.get(folder)
        if held and held._owner == os.getpid() and held.alive():
            return held
        attachment = _attach_until_ready(Cluster(data=folder, durable=durable), say)
        _make_database(attachment)
        _attached[folder] = attachment
        return attachment


def _attach_until_ready(cluster: Cluster, say: Say) -> Attachment:
    """A keeper may be met just when it leaves after its last user; the next one is then ours."""
    for turn in range(_TURNS):
        attachment = _attach(cluster, say)
        try:
            attachment.wait_until_ready(say)
            return attachment
        except KeeperGone:
            attachment.leave()
            if turn == _TURNS - 1:
                raise
        except BaseException:
            attachment.leave()
            raise
    raise AssertionError("the last turn returns or raises")


def _attach(cluster: Cluster, say: Say) -> Attachment:
    """Join the keeper, or start one; a lock makes two starters take turns."""
    connection = _connect(cluster)
    if connection is not None:
        return Attachment(cluster, connection)
    check_folder(cluster)
    with (cluster.data / "postgres.start").open("w") as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        connection = _connect(cluster)
        return Attachment(cluster, connection) if connection else _start_keeper(cluster, say)


def _connect(cluster: Cluster) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(cluster.keeper_socket))
    except PermissionError:
        connection.close()
        raise DatabaseProblem(
            f"Another user runs the database in {cluster.data}. Run Careline as that user, or choose another --data."
        ) from None
    except OSError:
        connection.close()
        return None
    return connection


def _start_keeper(cluster: Cluster, say: Say) -> Attachment:
    """Start the keeper in its own session, so that Ctrl-C in the terminal does not reach the database first."""
    home = str(Path(careline.__file__).parent.parent)
    paths = os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH")) if part)
    kind = "durable" if cluster.durable else "throw-away"
    with (cluster.data / "keeper.log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "careline.platform.postgres.keeper", str(cluster.data), kind],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, cwd="/", start_new_session=True,
            env=os.environ | {"PYTHONPATH": paths},
        )  # fmt: skip
    if keeper.stdout is None:
        raise AssertionError("the keeper was started with a pipe")
    if not select.select([keeper.stdout], [], [], 1)[0]:
        say("waiting for an earlier database server to stop")
    word = keeper.stdout.readline().decode().strip()
    keeper.stdout.close()
    # reaps it whenever it ends
    threading.Thread(target=keeper.wait, daemon=True).start()
    connection = _connect(cluster) if word == "listening" else None
    if connection is None:
        reason = word or (cluster.data / "keeper.log").read_text(errors="replace").strip()[-400:]
        raise DatabaseProblem(f"The database could not be started: {reason}")
    return Attachment(cluster, connection, keeper)


def _make_database(attachment: Attachment) -> None:
    """Create our database inside a new cluster."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(host=attachment.host, user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if not known:
            # another process may make it at the same moment; both errors mean that it did
            with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


@atexit.register
def _leave_all() -> None:
    """Ending in good order is not left to the kernel: nothing of ours runs after us."""
    for attachment in list(_attached.values()):
        attachment.leave()
