"""`careline import`: load an operator from a folder of files, everything or nothing."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from careline.journeys.load_operator.api import Imported, described, import_folder

NAME = "import"
HELP = "load an operator's customers, lines and bills from a folder of CSV files"
SHOWN = 50
"""Mistakes shown on the screen; --json gives all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("folder", nargs="?", type=Path, help="the folder with operator.toml and the CSV files")
    parser.add_argument("--dry-run", action="store_true", help="check everything, load nothing")
    parser.add_argument("--json", action="store_true", help="write the result as one JSON object")
    parser.add_argument("--describe", action="store_true", help="write what the files look like, as Markdown")


def run(args: argparse.Namespace) -> int:
    """This function will import a folder: 0 loaded (or fine), 1 mistakes in the files, 2 no such folder."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if args.describe:
        sys.stdout.write(described())
        return 0
    if args.folder is None or not args.folder.is_dir():
        console.print(f"{args.folder or 'FOLDER'} is not a folder. Name the folder that holds operator.toml.")
        return 2
    with _bar(console) as progress:
        task = progress.add_task("Reading", total=None)
        result = import_folder(
            args.folder, at=timezone.now(), dry_run=args.dry_run,
            say=lambda step, done, of: progress.update(task, description=step, completed=done, total=of),
        )  # fmt: skip
    if args.json:
        json.dump(asdict(result), sys.stdout)
        print()
    else:
        _tell(console, result, dry_run=args.dry_run)
    return 1 if result.errors else 0


def _bar(console: Console) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True)


def _tell(console: Console, result: Imported, *, dry_run: bool) -> None:
    for word, style, troubles in (("Warning", "yellow", result.warnings), ("Error", "red", result.errors)):
        for trouble in troubles[:SHOWN]:
            console.print(f"[{style}]{word}[/] {escape(str(trouble))}")
        if len(troubles) > SHOWN:
            console.print(f"… and {len(troubles) - SHOWN} more; --json gives all.")
    rows = ", ".join(
        f"{count:,} {name.removesuffix('.csv').replace('_', ' ')}" for name, count in result.counts.items()
    )
    console.print(f"Read {rows or 'nothing'}.")
    if result.errors:
        console.print(f"{len(result.errors)} errors: nothing was loaded. Correct the files and run it again.")
    elif dry_run:
        console.print("Everything fits. Nothing was loaded (dry run).")
    else:
        console.print(f"Loaded; {result.new_customers:,} customers are new.")
