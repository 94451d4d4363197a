"""The customer page and the contact page of the desk at two sizes of operator: time, queries, whether size is felt.

Run as `python -m bench.run pages`. Each size is a demo operator in a data folder of its own, with a process of its own
that asks for pages as a signed-in expert: address, middleware, permission, policy, guide, template and the journal line
that every protected read leaves. The two take turns by the batch, so that a busy machine is busy for both.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.records import data_of, load
from bench.result import Report, Row, progress

ACCOUNTS, BATCH, ROUNDS = 200, 10, 2
"""Different customers of each size, how many pages of each kind one turn asks for, and how often each is timed."""
MOST_QUERIES = 12
MOST_GROWTH = 1.5
PAGES = ("customer page", "contact page")
_EXPERT = "theo"
_NOT_QUERIES = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")
_Times = dict[str, list[float]]


class Browser:
    """One expert's browser on the operator in $CARELINE_DATA, and the customers that it looks at."""

    def __init__(self) -> None:
        import django

        django.setup()
        from django.test import Client

        from careline.platform.api import User

        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(User.objects.get(username=_EXPERT))
        self.customers: list[str] = []
        self.contacts: list[str] = []

    def get_ready(self) -> dict[str, Any]:
        """This function will open each customer and a contact with them once, and count what each page asks."""
        from careline.interfaces.desk import books

        cold, reasons = [], sorted(books.guidebook().guides)
        for place, (account, line) in enumerate(_chosen()):
            self.customers.append(f"/customers/{account}")
            cold.append(self._timed(self.customers[-1]))
            self.contacts.append(self._opened(account, line, reasons[place % len(reasons)]))
            self._timed(self.contacts[-1])
        return {"cold": cold, "queries": {p: self._most_asked(a) for p, a in self._addresses(0, ACCOUNTS)}}

    def batch(self, start: int) -> _Times:
        """This function will time one batch of each page, in milliseconds."""
        return {page: [self._timed(one) for one in some] for page, some in self._addresses(start, start + BATCH)}

    def _addresses(self, start: int, end: int) -> Sequence[tuple[str, list[str]]]:
        return tuple(zip(PAGES, (self.customers[start:end], self.contacts[start:end]), strict=True))

    def _opened(self, account: int, line: int, reason: str) -> str:
        form = {"words": "It does not work.", "line": line, "reason": reason, "key": uuid.uuid4()}
        answer = self.client.post(f"/customers/{account}/contacts", form)
        assert answer.status_code == 302, f"no contact for account {account}: {answer.status_code}"
        return str(answer["Location"])

    def _timed(self, address: str) -> float:
        began = time.perf_counter()
        status = self.client.get(address).status_code
        took = (time.perf_counter() - began) * 1000
        assert status == 200, f"{address}: {status}"
        return took

    def _most_asked(self, addresses: Sequence[str]) -> int:
        """Counted again where it is too many: once a minute a page also notes that its session is in use."""
        counts = ((address, self._asked(address)) for address in addresses)
        return max(count if count <= MOST_QUERIES else self._asked(address) for address, count in counts)

    def _asked(self, address: str) -> int:
        from django.db import connection, reset_queries
        from django.test.utils import CaptureQueriesContext

        reset_queries()  # what is kept of them is bounded
        with CaptureQueriesContext(connection) as caught:
            self._timed(address)
        return sum(not each["sql"].startswith(_NOT_QUERIES) for each in caught)


def _chosen() -> list[tuple[int, int]]:
    """Customers anywhere in the operator, each with a line; others in every run, because a contact stays open."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select account_id, min(id) from lines_line group by account_id order by account_id")
        return random.sample(cursor.fetchall(), ACCOUNTS)


def serve() -> None:
    """This function will answer each line that comes in, a start of a batch or -1 to get ready, with one of JSON."""
    browser = Browser()
    for line in sys.stdin:
        start = int(line)
        print(json.dumps(browser.get_ready() if start < 0 else browser.batch(start)), flush=True)


class Side:
    """The process that measures one size."""

    def __init__(self, data: Path) -> None:
        self._log = (data / "pages.log").open("w", encoding="utf-8")
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "bench.pages"], env=data_of(data), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
        )  # fmt: skip

    def ask(self, start: int) -> dict[str, Any]:
        """This function will have one batch done; RuntimeError names the log when the process has ended."""
        assert self._worker.stdin
        assert self._worker.stdout
        self._worker.stdin.write(f"{start}\n")
        self._worker.stdin.flush()
        said = self._worker.stdout.readline()
        if not said:
            raise RuntimeError(f"the pages could not be measured; see {self._log.name}")
        return dict(json.loads(said))

    def __enter__(self) -> Side:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._worker.stdin
        self._worker.stdin.close()
        self._worker.wait(60)
        self._log.close()


def run(sizes: tuple[int, int], folders: tuple[Path, Path]) -> Report:
    """This function will load what is not there yet, measure both sizes in turns, and compare large with small."""
    for size, folder in zip(sizes, folders, strict=True):
        load(folder, size)
        for command in (["migrate"], ["collectstatic", "--no-input"]):
            order = [sys.executable, "-m", "django", *command, "--verbosity", "0"]
            subprocess.run(order, env=data_of(folder), check=True)
    with ExitStack() as open_sides:
        sides = [open_sides.enter_context(Side(folder)) for folder in folders]
        ready = [side.ask(-1) for side in sides]
        times = _in_turns(sides)
    rows = [row for page in PAGES for row in _rows(page, sizes, times, ready)]
    return Report(tuple(rows), _notes(sizes, times, ready))


def _in_turns(sides: Sequence[Side]) -> tuple[_Times, ...]:
    times: tuple[_Times, ...] = tuple({page: [] for page in PAGES} for _ in sides)
    starts = [start for _ in range(ROUNDS) for start in range(0, ACCOUNTS, BATCH)]
    for turn, start in enumerate(starts):
        progress("pages", turn + 1, len(starts))
        # the one that comes second finds a warmer machine, so they change places
        for place in (0, 1) if turn % 2 else (1, 0):
            for page, took in sides[place].ask(start).items():
                times[place][page] += took
    return times


def _rows(page: str, sizes: tuple[int, int], times: Sequence[_Times], ready: Sequence[dict[str, Any]]) -> list[Row]:
    small, large = (each[page] for each in times)
    than, at = f"at {sizes[0]:,}", f"{sizes[1]:,}"
    asked = max(each["queries"][page] for each in ready)
    return [
        Row(f"{page}, p50 at {at}", statistics.median(large), statistics.median(small), unit="ms", than=than),
        Row(f"{page}, p99 at {at}", _p99(large), _p99(small), MOST_GROWTH, "ms", than),
        Row(f"{page}, most queries", asked, target=MOST_QUERIES, judge="ours"),
    ]


def _notes(sizes: tuple[int, int], times: Sequence[_Times], ready: Sequence[dict[str, Any]]) -> dict[str, Any]:
    figures: tuple[tuple[str, Callable[[list[float]], float]], ...] = (("p50", statistics.median), ("p99", _p99))
    notes: dict[str, Any] = {"customers": list(sizes), "requests of each page and size": ROUNDS * ACCOUNTS}
    for size, each, first in zip(sizes, times, ready, strict=True):
        for name, values in (*each.items(), ("customer page, first time", first["cold"])):
            notes |= {f"{name} {size:,} {which}": round(figure(values), 2) for which, figure in figures}
    return notes


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def from_environment(operators: Path) -> Report:
    """This function will measure the sizes that the environment names, in its folders or in the given one."""
    sizes = tuple(int(os.environ.get(f"BENCH_PAGES_{name}") or n) for name, n in (("SMALL", 2_000), ("LARGE", 200_000)))
    large = os.environ.get("BENCH_PAGES_LARGE_DATA")
    folders = operators / str(sizes[0]), Path(large) if large else operators / str(sizes[1])
    return run((sizes[0], sizes[1]), folders)


if __name__ == "__main__":
    serve()
