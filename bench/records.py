"""The customer page and the search box at two sizes of operator: time, queries, and whether size is felt.

Run as `python -m bench.records [--sizes 2000,200000] [--folder FOLDER]`. Each size is a demo operator in a data folder
of its own, loaded once and kept when a folder is named. Both are measured in turns, so that a busy machine is busy for
both. Measured is what the rooms do; what a screen adds around it is measured with the screens. Each case is done once
before it is timed, because a desk's customers are mostly in memory; "cold" is the first time, whatever the disk adds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.result import Report, Row, progress

ROUNDS, SAMPLES = 4, 150
MOST_QUERIES = 12
MOST_GROWTH = 1.5
MOST_SEARCH = 50.0
"""Milliseconds in which a search should be there while one types, on a busy machine."""


def measure(seed: int) -> dict[str, Any]:
    """This function will time pages and searches of the operator in $CARELINE_DATA, in milliseconds."""
    import django

    django.setup()
    from careline.domains.customers import api as customers
    from careline.journeys.our_records.api import customer_page

    accounts, keys = _sampled(seed)
    cold = _timed(customer_page, accounts)
    for key in keys:
        customers.find(key)
        customers.find(key[:6])
    return {
        "cold": cold,
        "page": _timed(customer_page, accounts),
        "search": _timed(customers.find, keys),
        "typing": _timed(customers.find, [key[:6] for key in keys]),
        "queries": _queries(lambda: customer_page(accounts[0])),
        "search_queries": _queries(lambda: customers.find(keys[0])),
    }


def _sampled(seed: int) -> tuple[list[int], list[str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select min(id), max(id) from customers_account")
        first, last = cursor.fetchone()
        step = max(1, (last - first) // SAMPLES)
        accounts = list(range(first + seed % step, last, step))[:SAMPLES]
        cursor.execute("select shown from customers_searchkey where account_id = any(%s) order by key", [accounts])
        shown = [row[0] for row in cursor.fetchall()]
    return accounts, shown[:: max(1, len(shown) // SAMPLES)][:SAMPLES]


def _timed(work: Callable[[Any], object], cases: Sequence[Any]) -> list[float]:
    times = []
    for case in cases:
        began = time.perf_counter()
        work(case)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _queries(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def run(sizes: Sequence[int], folder: Path) -> Report:
    """This function will load what is not there yet, measure the sizes in turns, and compare last with first."""
    for size in sizes:
        load(folder / str(size), size)
    found: dict[int, dict[str, Any]] = {size: {} for size in sizes}
    for turn in range(ROUNDS):
        for place, size in enumerate(sizes):
            progress("records", turn * len(sizes) + place + 1, ROUNDS * len(sizes), f"{size:,} customers")
            for name, value in _measured(folder / str(size), turn).items():
                found[size][name] = found[size].get(name, []) + value if isinstance(value, list) else value
    small, large = found[sizes[0]], found[sizes[-1]]
    rows = [
        *(_compared(name, small, large, sizes) for name in ("page", "search", "typing")),
        Row("queries of the customer page", large["queries"], target=MOST_QUERIES, judge="ours"),
        Row("queries of a search", large["search_queries"], target=3, judge="ours"),
    ]
    notes = {
        f"{name} {size:,} {which}": round(figure(found[size][name]), 2)
        for name in ("page", "search", "typing", "cold")
        for size in sizes
        for which, figure in (("p50", statistics.median), ("p99", _p99))
    }
    return Report(tuple(rows), notes)


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _compared(name: str, small: dict[str, Any], large: dict[str, Any], sizes: Sequence[int]) -> Row:
    than = f"at {sizes[0]:,}"
    ours, theirs = _p99(large[name]), _p99(small[name])
    title = f"{name}, p99 at {sizes[-1]:,}"
    if name == "page":
        return Row(title, ours, theirs, target=MOST_GROWTH, unit="ms", than=than)
    # a hundred times more people share a name, so a search has more to show; it has to stay quick, not equal
    return Row(title, ours, theirs, target=MOST_SEARCH, unit="ms", than=than, judge="ours")


def load(data: Path, size: int) -> None:
    """This function will make a demo operator in a data folder, unless that was done before."""
    if not (data / "loaded").exists():
        _call(data, "-m", "django", "migrate", "--verbosity", "0")
        _call(data, "-m", "careline", "demo", "--customers", str(size))
        (data / "loaded").touch()


def _measured(data: Path, turn: int) -> dict[str, Any]:
    said = _call(data, "-m", "bench.records", "--measure", str(turn), capture=True)
    return dict(json.loads(said))


def _call(data: Path, *arguments: str, capture: bool = False) -> str:
    data.mkdir(parents=True, exist_ok=True)
    out = subprocess.PIPE if capture else None
    done = subprocess.run([sys.executable, *arguments], env=data_of(data), check=True, stdout=out, text=True)
    return done.stdout or ""


def data_of(data: Path) -> dict[str, str]:
    """This function will give the environment of a process that works on the operator in a data folder."""
    return {**os.environ, "CARELINE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "careline.project.settings"}


def main() -> int:
    """This function will print the table, or (inside) one measurement as JSON; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="2000,200000")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", type=int, metavar="TURN", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure is not None:
        json.dump(measure(chosen.measure), sys.stdout)
        return 0
    sizes = [int(size) for size in chosen.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="careline-bench-") as passing:
        report = run(sizes, chosen.folder or Path(passing))
    for row in report.rows:
        beside = f"{row.theirs:.2f} {row.unit} {row.than}, ratio {row.ratio:.2f}" if row.theirs else ""
        met = "met" if row.met else "MISSED"
        print(f"{row.name:32} {row.ours:8.2f} {row.unit:3} {beside:40} target {row.target} {met}")
    for name, figure in report.notes.items():
        print(f"  {name:28} {figure} ms")
    return 0 if all(row.met is not False for row in report.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
