"""Playing one case: build its world, let the contact be resolved blind, and judge the end."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import replace

from careline.adapters.cases.judge import failures, reference_world
from careline.adapters.cases.values import Case, DataSet
from careline.adapters.cases.world import World, build_world
from careline.adapters.handset.temperaments import Temperament
from careline.adapters.memory_tables import differences
from careline.domains.diagnosis.ports import CustomerLeft
from careline.journeys.replay.values import BROKEN, LEFT, Play, Runner


def play_seeds(case: Case, data: DataSet, customer: Temperament, seeds: int, run: Runner) -> list[Play]:
    """This function will play a case once per seed, from 0 on, and compare each with the reference repair."""
    reference = reference_world(case, data)
    return [play_once(case, data, customer, seed, run, reference) for seed in range(seeds)]


def play_once(case: Case, data: DataSet, customer: Temperament, seed: int, run: Runner, reference: World) -> Play:
    """This function will play a case once. A resolver that breaks down is a failed play, not the end of all."""
    world = build_world(case, data, customer, seed)
    outcome, trace = _resolve(world, run)
    play = Play(
        case=case.id,
        family=case.family,
        seed=seed,
        outcome=outcome,
        unmet=failures(case, world),
        differences=differences(world.records.tables, reference.records.tables),
        needs_handover=case.needs_handover,
        steps=world.customer.steps,
        reference_steps=case.reference_steps,
        writes=len(world.records.attempts),
    )
    return replace(play, story=_story(case, world, trace)) if play.fell_short else play


def _resolve(world: World, run: Runner) -> tuple[str, Sequence[object]]:
    try:
        resolved = run(records=world.records, customer=world.customer)
    except CustomerLeft as left:
        return LEFT, (str(left),)
    except Exception:
        return BROKEN, traceback.format_exc().splitlines()
    return resolved.outcome, resolved.trace


def _story(case: Case, world: World, trace: Sequence[object]) -> tuple[str, ...]:
    """Everything that happened, as somebody would want to read it who looks for the reason."""
    return (
        "What was broken:",
        *(f"   {call}" for call in case.breaks),
        "The reference repair:",
        *(f"   {call}" for call in case.reference),
        "What really happened, at the phone and in the records:",
        *world.records.diary,
        "What the desk thought:",
        *(f"   {line}" for line in trace),
        f"The phone at the end: {world.phone}",
    )
