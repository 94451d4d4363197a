"""`careline replay`: play recorded contacts on autopilot, blind, and show what came of it."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from careline.adapters.cases.values import DataSet
    from careline.adapters.handset.temperaments import Temperament
    from careline.journeys.replay.plays import Order
    from careline.journeys.replay.values import Play, Replay

NAME = "replay"
HELP = "play recorded contacts on autopilot, blind, and compare with their reference repairs"

SKIPPING = "skips:10%"
"""The customer that a truthful replay is shown beside: one instruction in ten is reported as done and is not."""

STORIES_IN_TERMINAL = 3
HEADS = ("family", "cases", "solved", "exact", "handed over", "wrongly", "steps", "p95", "reference")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    say = parser.add_argument
    say("cases", type=Path, metavar="CASES", help="a JSON file of cases, gzipped or not")
    say("--records", type=Path, metavar="FILE", help="the operator's records (default: db.toml beside CASES)")
    say("--customer", default="truthful", metavar="KIND", help=_customers())
    say("--seeds", type=_positive, default=1, metavar="N", help="play every case with this many seeds (default 1)")
    say("--only", default="", metavar="PATTERN", help="only cases whose id holds this text; * and ? stand for any text")
    say("--jobs", type=_positive, default=2, metavar="N", help="processes that play side by side (default 2)")
    say("--now", type=_moment, metavar="TIME", help="the moment of the contacts (default: that of the data set)")
    say("--report", type=Path, metavar="FILE", help="write the report as one HTML page")
    say("--json", action="store_true", help="print the figures as one JSON object")


def run(args: argparse.Namespace) -> int:
    """This function will play the cases; exit code 0 when all went right, 1 when not, 2 when it cannot be done."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes are the parallelism; set before numpy is loaded
    from careline.adapters.cases.values import CaseProblem
    from careline.adapters.handset.temperaments import temperament

    try:
        customer = temperament(args.customer)
        return _replay(args, customer)
    except (CaseProblem, ValueError) as problem:
        print(f"careline replay: {problem}", file=sys.stderr)
        return 2


def _replay(args: argparse.Namespace, customer: Temperament) -> int:
    from rich.console import Console

    from careline.journeys.replay.figures import as_json

    progress, data = Console(stderr=True), _cases(args)
    try:
        replays = [_play(data, args, kind, progress) for kind in _kinds(args, customer)]
    except KeyboardInterrupt:
        progress.print("Stopped. Nothing was written.")
        return 130
    if args.report:
        _write_report(args, replays)
        progress.print(f"The report is in {args.report}")
    if args.json:
        print(json.dumps(as_json(replays[0])))
    else:
        _show(replays, Console())
    return int(bool(replays[0].failures))


def _kinds(args: argparse.Namespace, customer: Temperament) -> list[Temperament]:
    """A truthful customer is shown beside one who skips, unless only the figures of the one are wanted."""
    from careline.adapters.handset.temperaments import temperament

    alone = customer.name != "truthful" or (args.json and not args.report)
    return [customer] if alone else [customer, temperament(SKIPPING)]


def _cases(args: argparse.Namespace) -> DataSet:
    from careline.adapters.cases.read import read_data_set
    from careline.adapters.cases.values import DOCUMENTED_NOW, CaseProblem
    from careline.journeys.replay.plays import check_cases

    data = read_data_set(args.cases, args.records, args.now or DOCUMENTED_NOW)
    chosen = tuple(case for case in data.cases if _wanted(args.only, case.id))
    if not chosen:
        raise CaseProblem(f'no case in {args.cases} matches "{args.only}"')
    data = replace(data, cases=chosen)
    check_cases(data)
    return data


def _wanted(pattern: str, case_id: str) -> bool:
    """Brackets are part of the ids, so only * and ? are special."""
    text = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.search(text, case_id) is not None


def _play(data: DataSet, args: argparse.Namespace, customer: Temperament, console: Console) -> Replay:
    from django.conf import settings

    from careline.interfaces.cli.autopiloted import load_autopilot
    from careline.journeys.replay.figures import sum_up
    from careline.journeys.replay.plays import Order

    load = partial(load_autopilot, settings.CONTENT)
    order, began = Order(data, customer, args.seeds, load), time.monotonic()
    plays = _with_progress(order, args.jobs, console)
    return sum_up(plays, customer=_name(customer), seconds=time.monotonic() - began)


def _with_progress(order: Order, jobs: int, console: Console) -> list[Play]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from careline.journeys.replay.plays import play_all

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Drawn when a play ends and never from a thread: the processes are forked from this one.
    with Progress(*columns, console=console, auto_refresh=False) as progress:
        task = progress.add_task(f"Customer: {_name(order.customer)}", total=order.plays)

        def told(done: int) -> None:
            progress.update(task, advance=done)
            progress.refresh()

        progress.refresh()
        return play_all(order, jobs=jobs, told=told)


def _name(customer: Temperament) -> str:
    if customer.patience:
        return f"{customer.name}, leaves after {customer.patience} steps"
    return f"{customer.name}, {customer.rate:.0%}" if customer.rate else customer.name


def _show(replays: Sequence[Replay], console: Console) -> None:
    for replay in replays:
        console.print(_table(replay))
        if replay.seeds > 1:
            console.print(
                f"Solved in all {replay.seeds} seeds: {replay.overall.solved_all_seeds:,} of {replay.overall.cases:,}"
            )
    for replay in replays:
        _show_failures(replay, console)


def _table(replay: Replay) -> Table:
    from rich.table import Table

    table = Table(title=f"Customer: {replay.customer} ({replay.seconds:.1f} s)", title_justify="left")
    for head in HEADS:
        table.add_column(head, justify="left" if head == "family" else "right")
    for name, f in {**replay.by_family, "all": replay.overall}.items():
        over = f"{f.handover_right} of {f.handover_needed}"
        counts = (f.cases, f.solved, f.records_exact, over, f.handover_wrong)
        table.add_row(name, *map(str, (*counts, f.steps_mean, f.steps_p95, f.reference_steps_mean)))
    return table


def _show_failures(replay: Replay, console: Console) -> None:
    from careline.journeys.replay.page import shortfall

    for number, play in enumerate(replay.failures):
        console.print(f"{play.case} seed {play.seed}: {shortfall(play)}", markup=False, highlight=False)
        if number < STORIES_IN_TERMINAL:
            console.print("\n".join(f"    {line}" for line in play.story), markup=False, highlight=False)
    if len(replay.failures) > STORIES_IN_TERMINAL:
        console.print("The full trace of every failure is in the page that --report writes.")


def _write_report(args: argparse.Namespace, replays: Sequence[Replay]) -> None:
    from careline.journeys.replay.page import page

    try:
        args.report.write_text(page(replays, source=args.cases.name, at=datetime.now(UTC)), encoding="utf-8")
    except OSError as error:
        raise ValueError(f"cannot write {args.report}: {error.strerror or error}") from error


def _customers() -> str:
    from careline.adapters.handset.temperaments import TEMPERAMENTS

    known = "; ".join(f"{name}: {manner.about}" for name, manner in TEMPERAMENTS.items())
    return f"how the customer is, with :rate if wanted, e.g. skips:0.2 ({known})".replace("%", "%%")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of at least 1')
    return int(text)


def _moment(text: str) -> datetime:
    """A moment in ISO form; without an offset it is taken in the data set's own time zone."""
    from careline.adapters.cases.values import DOCUMENTED_NOW

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a moment; write for example 2025-02-25T12:08') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=DOCUMENTED_NOW.tzinfo)
