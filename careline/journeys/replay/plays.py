"""Playing many cases, in several processes, with every finished play told as it comes."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import BaseContext

from careline.adapters.cases.judge import check_case
from careline.adapters.cases.values import Case, DataSet
from careline.adapters.handset.temperaments import Temperament
from careline.journeys.replay.play import play_seeds
from careline.journeys.replay.values import Play, Runner

AT_ONCE = 4
"""Cases given to a process in one go: few, so that progress is smooth and an interrupt does not wait long."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be played: these cases, with this customer, once for each seed."""

    data: DataSet
    customer: Temperament
    seeds: int
    load: Callable[[], Runner]  # makes the resolver; called once in each process, so it must be importable by name

    @property
    def plays(self) -> int:
        return len(self.data.cases) * self.seeds


@dataclass(slots=True)
class _Desk:
    order: Order
    run: Runner


_desk: _Desk | None = None  # one for each process; forked processes find their parent's


def check_cases(data: DataSet) -> None:
    """This function will raise CaseProblem for the first case that cannot be built, repaired or judged."""
    for case in data.cases:
        check_case(case, data)


def play_all(order: Order, *, jobs: int, told: Callable[[int], None]) -> list[Play]:
    """This function will play every case of an order in `jobs` processes; `told` hears how many plays were just done.

    Ctrl-C stops all processes before KeyboardInterrupt goes on to the caller.
    """
    _sit_down(order)
    parts = [order.data.cases[start : start + AT_ONCE] for start in range(0, len(order.data.cases), AT_ONCE)]
    plays: list[Play] = []
    with _results(order, parts, jobs) as results:
        for part in results:
            plays.extend(part)
            told(len(part))
    return plays


@contextmanager
def _results(order: Order, parts: Sequence[Sequence[Case]], jobs: int) -> Iterator[Iterator[list[Play]]]:
    if jobs == 1:
        yield map(_play_part, parts)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start_process, initargs=(order,))
    try:
        waiting: list[Future[list[Play]]] = [pool.submit(_play_part, part) for part in parts]
        yield (future.result() for future in as_completed(waiting))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """Forked where possible: guides and cases are then read once, not once for each process."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")


def _sit_down(order: Order) -> None:
    global _desk
    if _desk is None or _desk.order is not order:
        _desk = _Desk(order, order.load())


def _start_process(order: Order) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us in order
    _sit_down(order)


def _play_part(cases: Sequence[Case]) -> list[Play]:
    assert _desk is not None, "a process plays only after it has sat down"
    order = _desk.order
    return [play for case in cases for play in play_seeds(case, order.data, order.customer, order.seeds, _desk.run)]
