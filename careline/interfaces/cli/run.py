"""`careline run`: everything at once, from nothing to a served desk, and nothing left when it ends."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import threading
from types import ModuleType

from rich.console import Console

from careline.interfaces.cli.starting import Start, StartProblem
from careline.platform.postgres import DatabaseProblem
from careline.platform.supervisor import GivenUp

NAME = "run"
HELP = "start everything: database, demo operator, desk, jobs; Ctrl-C stops everything"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port of the desk (default: 8000)")
    parser.add_argument("--patience", type=int, default=30, metavar="SECONDS",
                        help="how long to wait for the database that DATABASE_URL names (default: 30)")  # fmt: skip
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")


def run(args: argparse.Namespace) -> int:
    """This function will start everything and keep it running until Ctrl-C or SIGTERM."""
    console = Console(highlight=False, soft_wrap=True)
    enough = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: _stop(enough))
    start = Start(console=console, host=args.host, port=args.port, patience=args.patience, enough=enough)
    try:
        start.everything(demo=None if args.no_demo else _demo())
        start.watch()
    except (StartProblem, DatabaseProblem, GivenUp) as problem:
        console.print(f"[bold red]Cannot go on.[/] {problem}")
        return 2
    except KeyboardInterrupt:
        pass
    finally:
        # a second Ctrl-C must not leave half of it running
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        start.end()
    console.print("Stopped. Nothing is left running.")
    return 0


def _stop(enough: threading.Event) -> None:
    """While still starting, break off at once; while serving, end the watch."""
    if enough.is_set():
        return
    enough.set()
    raise KeyboardInterrupt


def _demo() -> ModuleType | None:
    """The demo operator is a command of its own; an installation may leave it out."""
    try:
        return importlib.import_module("careline.interfaces.cli.demo")
    except ModuleNotFoundError as problem:
        if problem.name != "careline.interfaces.cli.demo":
            raise
        print("No demo operator is installed; starting with an empty database.", file=sys.stderr)
        return None
