"""Every measurement that the documentation quotes, each against its target.

Run as `make bench` or `python -m bench.run [NAME ...]`; `make bench ONLY=name` runs one. Prints a table and writes
bench/results.json with the date and the machine. A target that is missed is said; the exit code is still 0.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: one thread, so that times can be compared
os.environ.setdefault("OMP_NUM_THREADS", "1")

from bench.result import Report, Row

RESULTS = Path(__file__).parent / "results.json"
NETWORK = "CARELINE_WIN95PTS"
"""Where the printer network lies, when it is not in the folder of shared data sets beside the repository."""


def guide_optimum() -> Report:
    """This function will compare with the exact optimum on 500 random problems."""
    from bench.optimum import compare, ratios

    results = compare(range(int(os.environ.get("BENCH_PROBLEMS", "500"))))
    best = fmean(one.optimum for one in results)
    rows = []
    for policy, name in (("ours", "ours"), ("chance_over_cost", "chance over cost"), ("fixed_tree", "fixed tree")):
        mean, worst = ratios(results, policy)
        judged = policy == "ours"
        rows.append(Row(f"{name}, mean cost", best * mean, best, 1.03 if judged else None, "s", "optimum"))
        rows.append(Row(f"{name}, worst", worst, 1.0, 1.15 if judged else None, "x", "optimum"))
    return Report(tuple(rows), {"problems": len(results)})


def win95pts() -> Report:
    """This function will repair the printer with the engine, without and with symptoms, and with priced questions."""
    import math
    from dataclasses import replace

    from bench.printer import Printer, guide_of, work_all

    printer = Printer.read(_network())
    seen, test = printer.failures(300_000, 1), printer.failures(12_000, 2)
    count = min(len(test.fixes), int(os.environ.get("BENCH_FAILURES", "3000")))
    test = replace(test, fixes=test.fixes[:count], symptoms=test.symptoms[:count])
    guide = guide_of(printer, seen, math.inf, 1)
    plain = work_all(printer, guide, test, told=False, question=math.inf, name="no symptoms")
    told = work_all(printer, guide, test, told=True, question=math.inf, name="symptoms free")
    rows = [
        Row("repairs, no symptoms", plain.repairs, 4.01, 4.2, "", "updated static", "ours"),
        Row("repairs, symptoms free", told.repairs, 2.16, 2.4, "", "same, told", "ours"),
    ]
    notes: dict[str, Any] = {"one repair fixes": seen.share, "no symptoms": asdict(plain), "told": asdict(told)}
    for price in (0.05, 0.1, 0.2, 0.4):
        asked = work_all(printer, guide_of(printer, seen, price, 1), test, told=False, question=price, name=f"{price}")
        either = min(plain.cost, told.repairs + price * len(printer.leaves))
        rows.append(Row(f"cost, a question {price}", asked.cost, either, 1.0, "", "better alone"))
        notes[f"question {price}"] = asdict(asked)
    return Report(tuple(rows), notes)


def _network() -> Path:
    named = os.environ.get(NETWORK)
    beside = Path(__file__).parents[2] / "shared" / "datasets" / "networks" / "win95pts.bif.gz"
    path = Path(named) if named else beside
    if not path.exists():
        raise FileNotFoundError(f"The printer network win95pts.bif.gz is not at {path}; name it with {NETWORK}=FILE.")
    return path


def guide_speed() -> Report:
    """This function will time the whole choice beside pyAgrum's posterior."""
    import numpy as np

    from bench.guide_speed import side_by_side

    speed = side_by_side(8)
    ours, theirs, wall = (np.array(x) * 1000 for x in (speed.ours, speed.theirs, speed.wall))
    rows = (
        Row("whole choice, mean", float(ours.mean()), float(theirs.mean()), 0.2, "ms", "pyAgrum"),
        Row("whole choice, p50", float(np.median(ours)), float(np.median(theirs)), None, "ms", "pyAgrum"),
        Row("whole choice, p99", float(np.percentile(ours, 99)), None, 10.0, "ms", "", "ours"),
        Row("posteriors apart", speed.apart, None, 1e-6, "", "", "ours"),
    )
    return Report(rows, {"p99 by the clock, ms": float(np.percentile(wall, 99)), "abnormal at most": speed.abnormal})


def policy_speed() -> Report:
    """This function will compare decisions per second by the same ten rules."""
    from bench.policy_speed import compare

    speed = compare(3_000)
    rows = [
        Row("decisions, plain", speed["policybook"], speed["zen-engine"], 1.0, "/s", "zen-engine", at_least=True),
        Row("decisions, traced", speed["policybook with trace"], speed["zen-engine with trace"], 1.0, "/s", "zen-engine",
            at_least=True),
        Row("decisions, plain", speed["policybook"], speed["cedarpy"], 1.0, "/s", "cedarpy", at_least=True),
    ]  # fmt: skip
    return Report(tuple(rows), speed)


def records() -> Report:
    """This function will time the customer page and the search at two sizes of operator."""
    from bench.records import run

    return run((2_000, 200_000), _operators())


def pages() -> Report:
    """This function will time the customer page and the contact page of the desk at two sizes of operator."""
    from bench.pages import from_environment

    return from_environment(_operators())


@cache
def _operators() -> Path:
    """Where the demo operators lie: loading the large one takes minutes, so it is loaded once for all who need it."""
    named = os.environ.get("BENCH_FOLDER")
    if named:
        return Path(named)
    passing = tempfile.TemporaryDirectory(prefix="careline-bench-")
    atexit.register(passing.cleanup)
    return Path(passing.name)


BENCHES: Mapping[str, Callable[[], Report]] = {
    "guide-optimum": guide_optimum,
    "win95pts": win95pts,
    "guide-speed": guide_speed,
    "policy-speed": policy_speed,
    "records": records,
    "pages": pages,
}


def machine() -> dict[str, Any]:
    """This function will tell what the figures were measured on, and what else the machine was doing."""
    cpu = next((x.split(":")[1].strip() for x in _lines("/proc/cpuinfo") if x.startswith("model name")), "")
    return {
        "cpu": cpu or platform.processor(),
        "cores": os.cpu_count(),
        "load": list(os.getloadavg()),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in ("numpy", "django", "pyagrum", "zen-engine", "cedarpy")},
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def show(name: str, report: Report) -> None:
    """This function will print the lines of one benchmark."""
    for row in report.rows:
        theirs = "" if row.theirs is None else f"{row.theirs:,.4g} {row.than}"
        ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
        target = "" if row.target is None else f"{'≥' if row.at_least else '≤'} {row.target:g}"
        met = {None: "", True: "met", False: "MISSED"}[row.met]
        print(f"{name:14} {row.name:26} {row.ours:>10,.4g} {row.unit:3} {theirs:>24} {ratio:>7} {target:>9} {met}")


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will run the benchmarks asked for (all without a name), print and keep their figures."""
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    names = [n for n in parser.parse_args(arguments).names if n] or list(BENCHES)
    if unknown := [n for n in names if n not in BENCHES]:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    print(f"{'bench':14} {'figure':26} {'ours':>10}     {'theirs':>24} {'ratio':>7} {'target':>9}")
    missed = 0
    for name in names:
        start = time.perf_counter()
        try:
            report = BENCHES[name]()
        except (FileNotFoundError, ImportError) as problem:
            print(f"{name:14} not run: {problem}")
            continue
        show(name, report)
        missed += sum(row.met is False for row in report.rows)
        rows = [{**asdict(row), "ratio": row.ratio, "met": row.met} for row in report.rows]
        kept[name] = {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.perf_counter() - start, 1),
            "machine": machine(),
            "rows": rows,
            "notes": dict(report.notes),
        }
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"{missed} targets missed." if missed else "Every target is met.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
