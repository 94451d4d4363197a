"""The figures are counts of cases and steps per play, the worst seed's where there are several."""

from __future__ import annotations

from careline.journeys.replay.figures import KEYS, as_json, mean, percentile, sum_up
from careline.journeys.replay.values import Play


def played(case: str, seed: int = 0, *, outcome: str = "solved", steps: int = 5, family: str = "mms", **more) -> Play:
    told = {"unmet": (), "differences": (), "needs_handover": False, "reference_steps": 2, "writes": 0} | more
    return Play(case, family, seed, outcome, steps=steps, **told)


def test_each_count_is_that_of_the_worst_seed() -> None:
    plays = [
        played("a", 0),
        played("a", 1, unmet=("x",)),
        played("b", 0, differences=("y",)),
        played("b", 1),
        played("c", 0, outcome="handed_over"),
        played("c", 1),
        played("d", 0, outcome="handed_over", needs_handover=True),
        played("d", 1, outcome="stuck", needs_handover=True),
    ]
    figures = sum_up(plays, customer="x", seconds=0).overall
    assert figures.cases == 4
    assert figures.solved == 2  # seed 1: b and c; seed 0: a, b and d
    assert figures.solved_all_seeds == 1  # only b
    assert figures.records_exact == 3
    assert (figures.handover_needed, figures.handover_right, figures.handover_wrong) == (1, 0, 1)


def test_steps_are_those_of_every_play_and_the_reference_those_of_every_case() -> None:
    plays = [played("a", seed, steps=steps, reference_steps=3) for seed, steps in enumerate((4, 6, 20))]
    plays.append(played("b", 0, steps=10, reference_steps=0))
    figures = sum_up(plays, customer="x", seconds=0).overall
    assert (figures.steps_mean, figures.steps_p95, figures.reference_steps_mean) == (10.0, 20, 1.5)
    assert figures.above_reference == 8.5


def test_mean_and_percentile_at_their_edges() -> None:
    assert (mean([]), percentile([], 95)) == (0.0, 0)
    assert percentile(list(range(1, 101)), 95) == 95
    assert percentile([7], 95) == 7
    assert percentile([1, 2, 3, 100], 50) == 2


def test_the_json_object_has_exactly_its_keys() -> None:
    figures = as_json(sum_up([played("a"), played("b", family="other")], customer="x", seconds=1))
    assert tuple(figures) == (*KEYS, "by_family")
    assert list(figures["by_family"]) == ["mms", "other"]
    assert all(tuple(family) == KEYS for family in figures["by_family"].values())
