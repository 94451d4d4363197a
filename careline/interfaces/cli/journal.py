"""`careline journal verify`: is the journal still what was written?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from careline.platform.api import Verdict, verify

NAME = "journal"
HELP = "check the journal: every line, every chain"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("what", choices=["verify"], help="verify: compute every hash anew and compare")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    parser.add_argument("--seal", metavar="HASH", help="the seal of an earlier, unchanged journal, to compare with")


def run(args: argparse.Namespace) -> int:
    """This function will verify the journal; the exit code is 1 if a line was tampered with."""
    with _progress() as progress:
        verdict = verify(progress)
    other_seal = args.seal is not None and args.seal != verdict.seal
    if args.json:
        print(json.dumps(asdict(verdict) | {"ok": verdict.broken is None and not other_seal}))
    else:
        _tell(verdict, other_seal)
    return int(verdict.broken is not None or other_seal)


def _tell(verdict: Verdict, other_seal: bool) -> None:
    broken = verdict.broken
    if broken:
        where = f"account {broken.account_id}, line {broken.number}"
        print(f"The journal was tampered with: {where}: {broken.problem}.")
        print("Keep the database as it is, and compare with a backup made before.")
        return
    print(f"The journal is whole: {verdict.lines:,} lines in {verdict.accounts:,} chains.")
    print(f"Seal: {verdict.seal}")
    if other_seal:
        print("This is not the seal you gave: since then lines were added, or whole chains were cut.")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal; nothing where output is not read by people."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("Reading the journal", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
