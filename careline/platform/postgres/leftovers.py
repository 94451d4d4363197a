"""What an earlier server may have left behind, and how ours is told to leave nothing.

PostgreSQL's own pid file can name a process number that something else got since (a container restarted, a machine
rebooted); the server would refuse to start for ever. It is removed only when no process works in the data folder.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from careline.platform.postgres.cluster import Cluster, DatabaseProblem

_PATIENCE_SECONDS = 60
_PR_SET_PDEATHSIG = 1
_STATUS_LINE = 7


def stop_with_parent() -> None:
    """This function will ask Linux to stop this process in good order when its parent dies (no such thing elsewhere).

    Runs between fork and exec.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def is_ready(cluster: Cluster, pid: int) -> bool:
    """This function will read from the server's own pid file whether it accepts connections."""
    try:
        lines = (cluster.home / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > _STATUS_LINE and lines[0].strip() == str(pid) and lines[_STATUS_LINE].strip() == "ready"


def clear(cluster: Cluster, say: Callable[[str], None]) -> None:
    """This function will end servers orphaned in this folder and remove a pid file that names a stranger.

    Called only by the one keeper that holds the folder's lock, so whatever still works there has no keeper.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while working := _working_in(cluster.home):
        say("an earlier database server is still stopping")
        _ask_to_stop(working, hard=time.monotonic() > deadline - _PATIENCE_SECONDS / 2)
        if time.monotonic() > deadline:
            raise DatabaseProblem(
                f"Another PostgreSQL (process {working[0].pid}) works in {cluster.home} and does not stop. "
                "Stop it, then start Careline again."
            )
        time.sleep(0.1)
    (cluster.home / "postmaster.pid").unlink(missing_ok=True)


def _ask_to_stop(working: list[psutil.Process], hard: bool) -> None:
    for process in working:
        try:
            process.send_signal(signal.SIGQUIT if hard else signal.SIGINT)
        except psutil.Error:
            continue


def _working_in(home: Path) -> list[psutil.Process]:
    """Every PostgreSQL process has its data folder as working directory."""
    found = []
    for process in psutil.process_iter(["pid", "name"]):
        try:
            if process.pid != os.getpid() and process.name().startswith("postgres") and Path(process.cwd()) == home:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found
