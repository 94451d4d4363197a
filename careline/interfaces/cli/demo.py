"""`careline demo`: a fictional operator to look around in, of any size, the same for the same seed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date, datetime
from datetime import time as time_of_day

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from careline.journeys.load_operator.api import (
    DEMO_PASSWORD,
    EXPERTS,
    OPERATOR,
    STORIES,
    AlreadyThere,
    Loaded,
    make_demo,
)

NAME = "demo"
HELP = "fill an empty database with a fictional operator"
SIGN_IN = tuple((username, DEMO_PASSWORD, str(role)) for username, _, role in EXPERTS)
"""User name, password, role: only ever made by this command."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("--customers", type=_positive, default=2000, metavar="N", help="how many (default: 2000)")
    parser.add_argument("--seed", type=int, default=7, help="another seed makes another operator (default: 7)")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the operator's today, YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="write what was made as one JSON object")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 customer")
    return number


def run(args: argparse.Namespace) -> int:
    """This function will make the demo operator and say what was made; 2 when there are customers already."""
    console = Console(stderr=True, highlight=False)
    at = _moment(args.as_of)
    began = time.monotonic()
    try:
        with _bar(console) as progress:
            task = progress.add_task(f"Making {OPERATOR}", total=args.customers)
            loaded = make_demo(
                count=args.customers, seed=args.seed, at=at, say=lambda done: progress.update(task, completed=done)
            )
    except (AlreadyThere, ValueError) as problem:
        console.print(str(problem))
        return 2
    _tell(console, loaded, time.monotonic() - began, as_json=args.json)
    return 0


def _moment(as_of: date | None) -> datetime:
    """The clock is read here, in the window, and nowhere below."""
    if as_of is None:
        return timezone.now()
    return timezone.make_aware(datetime.combine(as_of, time_of_day(12)))


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _tell(console: Console, loaded: Loaded, seconds: float, *, as_json: bool) -> None:
    made = {
        "customers": loaded.customers, "lines": loaded.lines, "bills": loaded.bills, "payments": loaded.payments,
        "contacts": loaded.contacts, "rows": loaded.rows, "journal_lines": loaded.journal, "seconds": round(seconds, 1),
    }  # fmt: skip
    if as_json:
        json.dump(made, sys.stdout)
        print()
        return
    table = Table("customer", "number", "says", "what is so", box=None)
    for (name, number, _), story in zip(loaded.stories, STORIES, strict=False):
        table.add_row(name, number, story.says, story.truth)
    console.print(table)
    console.print(", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in made.items() if what != "seconds"))
    console.print(f"{OPERATOR} is ready after {seconds:.1f} s.")
