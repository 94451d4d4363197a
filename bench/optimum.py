"""The engine against the exact optimum on random problems of up to ten steps, beside two plain policies.

Run as `python -m bench.optimum [--problems N] [--first SEED]`. Every figure is an exact expectation over everything
that can be found, not a simulation.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from statistics import fmean

from bench.exact import Problem
from bench.policies import chance_over_cost, fixed_tree, ours
from bench.random_guides import random_guide
from bench.result import progress


@dataclass(frozen=True, slots=True)
class One:
    """Expected seconds to a proven fix of one problem, per policy."""

    seed: int
    steps: int
    optimum: float
    ours: float
    chance_over_cost: float
    fixed_tree: float


def solve(seed: int) -> One:
    """This function will return the exact expected cost of every policy on one random problem."""
    problem = Problem(random_guide(seed))
    costs = [problem.cost_of(make(problem)) for make in (ours, chance_over_cost, fixed_tree)]
    return One(seed, len(problem.moves()) + 2, problem.optimum(), *costs)  # with the test and hand-over


def compare(seeds: Sequence[int], processes: int = 2) -> list[One]:
    """This function will solve the problems side by side, with a progress display."""
    done: list[One] = []
    with ProcessPoolExecutor(processes) as pool:
        for future in as_completed(pool.submit(solve, seed) for seed in seeds):
            done.append(future.result())
            progress("guide-optimum", len(done), len(seeds))
    return sorted(done, key=lambda one: one.seed)


def ratios(results: Iterable[One], policy: str) -> tuple[float, float]:
    """This function will return mean expected cost over the optimum's mean, and the worst ratio of one problem."""
    results = list(results)
    mean = fmean(getattr(one, policy) for one in results) / fmean(one.optimum for one in results)
    return mean, max(getattr(one, policy) / one.optimum for one in results)


def mean_ratio(results: Iterable[One], policy: str) -> float:
    """This function will return the mean over problems of cost / optimum."""
    return fmean(getattr(one, policy) / one.optimum for one in results)


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will print the comparison, and with --json every problem."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--problems", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(arguments)
    results = compare(range(args.first, args.first + args.problems))
    if args.json:
        print(json.dumps([asdict(one) for one in results]))
    for policy in ("ours", "chance_over_cost", "fixed_tree"):
        mean, worst = ratios(results, policy)
        print(f"{policy:18} mean {mean:.4f}, mean of ratios {mean_ratio(results, policy):.4f}, worst {worst:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
