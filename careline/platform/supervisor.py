"""Keeping processes alive: start them, say when one dies, start it again, and end them all in good order.

Children run in sessions of their own, so that Ctrl-C reaches only the supervisor, which ends them one after the other.
Each child holds the reading end of a pipe whose other end only the supervisor has: when the supervisor is killed, the
pipe closes and the child ends itself (`end_with_supervisor`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Say = Callable[[str], None]
_PIPE = "CARELINE_SUPERVISOR_PIPE"
_PATIENCE_SECONDS = 10
_CALM_SECONDS = 60
_MOST_RESTARTS = 10


class GivenUp(Exception):
    """A process dies again and again; the message says which and where its log is."""


@dataclass
class Child:
    """One process to keep alive. `name` is for people; `log` takes everything it prints."""

    name: str
    command: Sequence[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    resting_until: float = 0.0
    _lifeline: int | None = None

    def start(self) -> None:
        """This function will start the process, or start it again."""
        self._drop_lifeline()
        reading, self._lifeline = os.pipe()
        environment = os.environ | self.environment | {_PIPE: str(reading)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, pass_fds=[reading],
                start_new_session=True,
            )  # fmt: skip
        os.close(reading)

    def look(self, say: Say) -> None:
        """This function will start the process again if it died; raises GivenUp if that happens too often."""
        now = time.monotonic()
        if self.process is None or self.process.poll() is None or now < self.resting_until:
            return
        if not self.resting_until:
            self._count_death(now, say)
            return
        self.resting_until = 0.0
        self.start()

    def _count_death(self, now: float, say: Say) -> None:
        self.deaths = [then for then in self.deaths if now - then < _CALM_SECONDS] + [now]
        if len(self.deaths) > _MOST_RESTARTS:
            raise GivenUp(f"{self.name} ends again and again; the reason is at the end of {self.log}")
        say(f"{self.name} ended unexpectedly; starting it again")
        self.resting_until = now + 0.5 * len(self.deaths)

    def ask_to_end(self) -> None:
        """This function will ask the process to finish what it is doing and end."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """This function will wait for the end, and force it after ten seconds."""
        self.ask_to_end()
        if self.process:
            try:
                self.process.wait(_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._drop_lifeline()

    def _drop_lifeline(self) -> None:
        if self._lifeline is not None:
            with contextlib.suppress(OSError):
                os.close(self._lifeline)
            self._lifeline = None


def end_all(children: Sequence[Child]) -> None:
    """This function will end all children at the same time and wait for the last."""
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end()


def end_with_supervisor() -> None:
    """This function will, in a child, end this process in good order when its supervisor is gone (else do nothing)."""
    pipe = os.environ.pop(_PIPE, None)
    if pipe is None:
        return

    def wait() -> None:
        with contextlib.suppress(OSError):
            os.read(int(pipe), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
