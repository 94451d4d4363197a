"""The steps of `careline run`, each with a sentence on the screen and a plain reason when it fails."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from careline.platform.postgres import Attachment, DatabaseProblem, ensure_running
from careline.platform.supervisor import Child, end_all

_PATIENCE_WITH_DESK = 60


# user name, password, role
SignIn = tuple[str, str, str]


class StartProblem(Exception):
    """Starting is not possible; the message says why and what to do."""


class Start:
    """One run of everything, from the first step to the last process ended."""

    def __init__(self, *, console: Console, host: str, port: int, patience: int, enough: threading.Event) -> None:
        self.console, self.host, self.port, self.enough = console, host, port, enough
        self.patience = patience
        self.began = time.monotonic()
        self.attachment: Attachment | None = None
        self.children: list[Child] = []
        self.sign_ins: list[SignIn] = []
        self.reachable = True
        self.asked_at = time.monotonic()

    def everything(self, demo: ModuleType | None) -> None:
        """This function will take every step, in order."""
        # what goes wrong is said here in words; the log lines of libraries would only disturb the display
        logging.disable(logging.WARNING)
        check_port(self.host, self.port)
        self._open_database()
        with self._step("Bringing the tables up to date"):
            migrate()
        if demo is not None and is_empty():
            self._load_demo(demo)
        with self._step("Preparing static files"):
            call_command("collectstatic", interactive=False, verbosity=0)
        self.sign_ins = [] if demo is None else usable(getattr(demo, "SIGN_IN", ()))
        connection.close()
        with self._step("Opening the desk"):
            self._start_children()
            self._wait_for_desk()
        self._welcome()

    # -- steps -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _step(self, words: str) -> Iterator[Any]:
        """Show a turning sign while a step is going on, then how long it took."""
        began = time.monotonic()
        with self.console.status(f"{words} …") as status:
            yield lambda more: status.update(f"{words} … {more}")
        self.console.print(f"[green]✓[/] {words} [dim]{time.monotonic() - began:.1f} s[/]")

    def _open_database(self) -> None:
        folder = settings.DATABASES["default"].get("DATA_FOLDER")
        if not folder:
            with self._step("Reaching the database at DATABASE_URL") as say:
                wait_for_database(say, self.patience, self.enough)
            return
        self.console.print(f"Data folder: {folder}")
        with self._step("Starting the database") as say:
            self.attachment = ensure_running(folder, say=say)

    def _load_demo(self, demo: ModuleType) -> None:
        self.console.print("The database is empty: loading the demo operator")
        parser = argparse.ArgumentParser()
        demo.add_arguments(parser)
        if demo.run(parser.parse_args([])):
            # the command said why: an operator's own customers are there, who get no fictional company
            self.console.print("Nobody can sign in yet. Give somebody a sign-in with: careline expert USERNAME")

    def _start_children(self) -> None:
        logs = Path(settings.DATA) / "log"
        logs.mkdir(parents=True, exist_ok=True)
        careline = [sys.executable, "-m", "careline"]
        serve = ["serve", "--host", self.host, "--port", str(self.port)]
        serving = {"CARELINE_SERVING": "1"}
        self.children = [
            Child(name="The desk", command=[*careline, *serve], log=logs / "web.log", environment=serving),
            Child(name="The job worker", command=[*careline, "worker"], log=logs / "worker.log"),
        ]
        for child in self.children:
            child.start()

    def _wait_for_desk(self) -> None:
        deadline = time.monotonic() + _PATIENCE_WITH_DESK
        while time.monotonic() < deadline:
            desk = self.children[0]
            if desk.process and desk.process.poll() is not None:
                raise StartProblem(
                    f"The desk ended at once; the reason is at the end of {desk.log}:\n{_end_of(desk.log)}"
                )
            if _answers(self.address):
                return
            time.sleep(0.05)
        raise StartProblem(f"The desk does not answer at {self.address}; see {self.children[0].log}.")

    @property
    def address(self) -> str:
        """This function will give the address to open in a browser."""
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::"} else self.host  # noqa: S104 - compared only
        return f"http://{host}:{self.port}"

    def _welcome(self) -> None:
        took = time.monotonic() - self.began
        self.console.print(f"\n[bold]The desk is open at {self.address}[/] [dim](after {took:.1f} s)[/]")
        for username, password, role in self.sign_ins:
            self.console.print(f"  sign in as [bold]{username}[/] with the password [bold]{password}[/] [dim]{role}[/]")
        self.console.print("[dim]Ctrl-C stops everything.[/]")

    # -- while it runs ---------------------------------------------------------------------------------------------

    def watch(self) -> None:
        """This function will watch everything until it is enough: processes, the embedded database, a distant one."""
        while not self.enough.wait(0.2):
            for child in self.children:
                child.look(self._say)
            if self.attachment is not None:
                self._watch_own_database()
            elif time.monotonic() - self.asked_at > 5:
                self._watch_distant_database()

    def _say(self, words: str) -> None:
        self.console.print(f"[yellow]•[/] {words}")

    def _watch_own_database(self) -> None:
        """Pass on what the keeper says; if the keeper itself is gone, start another."""
        if self.attachment is None:
            return
        try:
            for state, words in self.attachment.news(0):
                self._say(words)
                if state == "failed":
                    raise StartProblem(words)
        except DatabaseProblem:
            self._say("the database's keeper was killed; starting another")
            self.attachment = ensure_running(settings.DATA, say=self._say)
            self._say("the database is ready")

    def _watch_distant_database(self) -> None:
        self.asked_at = time.monotonic()
        problem = unreachable()
        if problem and self.reachable:
            self._say(f"the database does not answer ({problem}); trying again until it does")
        elif not problem and not self.reachable:
            self._say("the database answers again")
        self.reachable = not problem

    def end(self) -> None:
        """This function will end the processes, then the database."""
        with contextlib.suppress(Exception):
            connection.close()
        end_all(self.children)
        if self.attachment is not None:
            self.attachment.leave()


def check_port(host: str, port: int) -> None:
    """This function will raise StartProblem if somebody else listens on the port already, and say who if it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise StartProblem(f"Port {port} is reserved for root. Choose one above 1023 with --port.") from None
        except (OSError, OverflowError) as problem:
            raise StartProblem(f"Port {port} cannot be used{_by_whom(port)}: {_why(problem)}. Choose another: "
                               f"careline run --port {port % 65000 + 1}.") from None  # fmt: skip


def _why(problem: Exception) -> str:
    return (getattr(problem, "strerror", None) or str(problem)).lower()


def _by_whom(port: int) -> str:
    try:
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and found.laddr.port == port and found.pid:
                return f" (process {found.pid}, {psutil.Process(found.pid).name()}, has it)"
    except psutil.Error:
        pass
    return ""


def unreachable() -> str:
    """This function will give the reason why the database does not answer, or nothing if it does."""
    try:
        connection.close()
        connection.ensure_connection()
    except OperationalError as problem:
        return str(problem).strip().splitlines()[-1] if str(problem).strip() else "no answer"
    return ""


def wait_for_database(say: Any, patience: int, enough: threading.Event) -> None:
    """This function will try for `patience` seconds to reach a distant database; raises OperationalError then."""
    deadline = time.monotonic() + patience
    while (problem := unreachable()) and time.monotonic() < deadline:
        say(f"no answer yet ({problem}); trying again")
        enough.wait(1)
    connection.ensure_connection()


def migrate() -> None:
    """This function will migrate where something is to be done; looking takes a quarter of a second."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def is_empty() -> bool:
    """This function will tell whether nobody could sign in yet: a database nothing was put into."""
    from careline.platform.api import User

    return not User.objects.exists()


def usable(published: Sequence[SignIn]) -> list[SignIn]:
    """This function will give the demo's sign-ins that open this desk: none in an operator's own, and none any more
    once the password was changed."""
    from careline.platform.api import User

    people = {user.get_username(): user for user in User.objects.filter(username__in=[one[0] for one in published])}
    first = next((one for one in published if one[0] in people), None)
    if first is None or not people[first[0]].check_password(first[1]):
        return []
    return [one for one in published if one[0] in people]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:  # noqa: S310 - our own address
            return "status" in json.load(answer)
    except (OSError, ValueError):
        return False


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").strip().splitlines()[-3:])
