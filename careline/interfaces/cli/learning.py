"""`careline guide learn`: count in closed contacts how likely causes really were, and let new contacts begin with it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from careline.guidebook.values import Guidebook
from careline.journeys.learn_priors.api import (
    FEWEST,
    LearnedSet,
    Learning,
    NoSuchRun,
    forget_learned,
    learn_priors,
    use_learned,
)

BY = "command line"
NEW = 0
"""What --use without a number means: the run that is just made."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the options of `careline guide learn`."""
    say = parser.add_argument
    say("--market", metavar="M", help="one market only (default: every market)")
    say("--minimum", type=_positive, default=FEWEST, metavar="N", help=f"fewest contacts to learn from ({FEWEST})")
    say("--use", type=_positive, nargs="?", const=NEW, metavar="RUN", help="open new contacts with what was learned: "
        "now, or by an earlier run")  # fmt: skip
    say("--forget", action="store_true", help="open new contacts with the guides' own priors again; learn nothing")
    say("--json", action="store_true", help="print one JSON object instead of a table")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def learn(book: Guidebook, args: argparse.Namespace, console: Console) -> int:
    """This function will learn, use an earlier run, or forget: 0 done, 1 nothing could be learned, 2 no such run."""
    at = timezone.now()
    if args.forget:
        return _forget(args, console, at)
    if args.use:
        return _use_again(args, console, at)
    result = _learn(book, args, at)
    used = use_learned(run=result.run, market=args.market, by=BY, at=at) if args.use == NEW and result.run else 0
    if args.json:
        _print_json(asdict(result) | {"in_use": used})
    else:
        _tell(result, used, console)
    return 0 if result.run else 1


def _learn(book: Guidebook, args: argparse.Namespace, at: datetime) -> Learning:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("Reading closed contacts", total=None)
        return learn_priors(
            guidebook=book, market=args.market, minimum=args.minimum, by=BY, at=at,
            say=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip


def _forget(args: argparse.Namespace, console: Console, at: datetime) -> int:
    count = forget_learned(market=args.market, by=BY, at=at)
    if args.json:
        _print_json({"forgotten": count})
    else:
        console.print(f"{_sets(count)} taken out of use. New contacts begin with the guides' own priors.")
    return 0


def _use_again(args: argparse.Namespace, console: Console, at: datetime) -> int:
    try:
        count = use_learned(run=args.use, market=args.market, by=BY, at=at)
    except NoSuchRun as problem:
        console.print(escape(str(problem)))
        return 2
    if args.json:
        _print_json({"run": args.use, "in_use": count})
    else:
        console.print(_in_use(args.use, count), soft_wrap=True)
    return 0


def _print_json(what: object) -> None:
    json.dump(what, sys.stdout, default=str)
    print()


def _tell(result: Learning, used: int, console: Console) -> None:
    console.print(
        f"{result.looked_at:,} closed contacts are old enough; {result.held:,} ended proven well and held seven days.",
        soft_wrap=True,
    )
    for one in result.sets:
        _show(one, console)
    if result.too_few:
        most = max(one.contacts for one in result.too_few)
        console.print(f"\nOwn priors stand for {len(result.too_few)} others (guide, market and device family): fewer "
                      f"than {result.minimum} contacts each, at most {most}.", soft_wrap=True)  # fmt: skip
    if result.run is None:
        console.print("Nothing was learned.")
    elif used:
        console.print(_in_use(result.run, used), soft_wrap=True)
    else:
        console.print(
            f"Kept as run {result.run}, not in use: `careline guide learn --use {result.run}` uses it.", soft_wrap=True
        )


def _show(one: LearnedSet, console: Console) -> None:
    where = f"{one.guide_id}, {one.market or 'no market'}, {one.device_family}"
    console.print(f"\n[bold]{escape(where)}[/bold]")
    table = Table("cause", "as written", "learned", "found in", "contacts", box=None)
    for cause in one.causes:
        table.add_row(escape(cause.cause), f"{cause.written:.3f}", f"{cause.prior:.3f}", f"{cause.count:,}",
                      f"{one.contacts:,}")  # fmt: skip
    console.print(table)


def _in_use(run: int, count: int) -> str:
    return (
        f"{_sets(count)} of run {run} in use for new contacts. `careline guide learn --forget` takes them out again; "
        "open contacts keep what they began with."
    )


def _sets(count: int) -> str:
    return f"{count} learned set{'' if count == 1 else 's'}"
