"""From plays to figures. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from careline.journeys.replay.values import Figures, Play, Replay

KEYS = (
    "cases",
    "solved",
    "records_exact",
    "handover_right",
    "handover_wrong",
    "steps_mean",
    "steps_p95",
    "reference_steps_mean",
    "solved_all_seeds",
)
"""The keys of the JSON object, in their order."""

FAMILY_ORDER = ("mms", "mobile data", "service", "other")


def sum_up(plays: Iterable[Play], *, customer: str, seconds: float) -> Replay:
    """This function will sum up all plays of one kind of customer; plays are put in the order of case and seed."""
    ordered = tuple(sorted(plays, key=lambda play: (play.case, play.seed)))
    groups: dict[str, list[Play]] = defaultdict(list)
    for play in ordered:
        groups[play.family].append(play)
    families = {name: figures(groups[name]) for name in FAMILY_ORDER if name in groups}
    seeds = len({play.seed for play in ordered})
    return Replay(customer, seeds, ordered, figures(ordered), families, seconds)


def figures(plays: Sequence[Play]) -> Figures:
    """This function will count one group of plays."""
    cases = {play.case for play in plays}
    unsolved = {play.case for play in plays if not play.solved}
    first = {play.case: play for play in reversed(plays)}.values()
    return Figures(
        cases=len(cases),
        solved=_worst(plays, lambda play: play.solved, min),
        records_exact=_worst(plays, lambda play: play.exact, min),
        handover_right=_worst(plays, lambda play: play.handover_right, min),
        handover_wrong=_worst(plays, lambda play: play.handover_wrong, max),
        handover_needed=sum(play.needs_handover for play in first),
        steps_mean=mean([play.steps for play in plays]),
        steps_p95=percentile([play.steps for play in plays], 95),
        reference_steps_mean=mean([play.reference_steps for play in first]),
        solved_all_seeds=len(cases - unsolved),
    )


def _worst(plays: Sequence[Play], holds: Callable[[Play], bool], choose: Callable[[Iterable[int]], int]) -> int:
    """How many cases a question holds for, in the seed where it looks worst."""
    counts = {play.seed: 0 for play in plays}
    for play in plays:
        counts[play.seed] += holds(play)
    return choose(counts.values()) if counts else 0


def mean(values: Sequence[int]) -> float:
    """This function will return the mean to two decimals, 0 for nothing."""
    return round(sum(values) / len(values), 2) if values else 0.0


def percentile(values: Sequence[int], percent: int) -> int:
    """This function will return the smallest value that this percentage of all values do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[math.ceil(len(ranked) * percent / 100) - 1] if ranked else 0


def as_json(replay: Replay) -> dict[str, Any]:
    """This function will return the figures as one object for JSON, with the same object per fault family."""
    return {**_plain(replay.overall), "by_family": {name: _plain(f) for name, f in replay.by_family.items()}}


def _plain(figures: Figures) -> dict[str, Any]:
    every = asdict(figures)
    return {key: every[key] for key in KEYS}
