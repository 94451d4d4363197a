"""Verbs that keep what was learned, put it into use and take it out again. The guides themselves are never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from careline.domains.diagnosis import models
from careline.domains.diagnosis.values import LearnedSet, NoSuchRun
from careline.platform.api import acting, write_journal
from careline.platform.journal import who


def keep_learned(*, sets: Sequence[LearnedSet], minimum: int, by: Any, at: datetime) -> int:
    """This function will keep what a run learned as a version of its own, and return the run's number."""
    with acting():
        run = models.LearnedRun.objects.create(learned_at=at, by=who(by), minimum=minimum)
        rows = models.LearnedSet.objects.bulk_create(_row(run, one) for one in sets)
        models.LearnedPrior.objects.bulk_create(
            models.LearnedPrior(set=row, cause=one.cause, written=one.written, prior=one.prior, count=one.count)
            for row, each in zip(rows, sets, strict=True)
            for one in each.causes
        )
        after = {"sets": len(sets), "contacts": sum(one.contacts for one in sets), "minimum": minimum}
        write_journal(by=by, at=at, action="priors.learn", subject=f"learned:{run.id}", why="contacts were counted",
                      after=after)  # fmt: skip
    return run.id


def _row(run: models.LearnedRun, one: LearnedSet) -> models.LearnedSet:
    return models.LearnedSet(
        run=run, guide_id=one.guide_id, guide_hash=one.guide_hash, market=one.market,
        device_family=one.device_family, contacts=one.contacts,
    )  # fmt: skip


def use_learned(*, run: int, market: str | None = None, by: Any, at: datetime) -> int:
    """This function will open new contacts with what a run learned (in one market only, if named), instead of what
    was used before; it returns how many sets are now in use from it.

    Contacts that are open keep the priors they were opened with. Raises NoSuchRun.
    """
    with acting():
        wanted = _of_market(models.LearnedSet.objects.filter(run_id=run), market)
        if not wanted:
            raise NoSuchRun(f"Nothing was learned by run {run}{_where(market)}. Learn first, or name another run.")
        places = {_place(one) for one in wanted}
        before = {place: one.set_id for place, one in _in_use(market).items() if place in places}
        models.PriorsInUse.objects.bulk_create(
            [
                models.PriorsInUse(guide_id=one.guide_id, market=one.market, device_family=one.device_family, set=one)
                for one in wanted
            ],
            update_conflicts=True, unique_fields=["guide_id", "market", "device_family"], update_fields=["set"],
        )  # fmt: skip
        write_journal(
            by=by, at=at, action="priors.use", subject=f"learned:{run}", why="new contacts begin with what was learned",
            before=_plain(before.items()), after=_plain((_place(one), one.id) for one in wanted),
        )  # fmt: skip
    return len(wanted)


def forget_learned(*, market: str | None = None, by: Any, at: datetime) -> int:
    """This function will open new contacts with the guides' own priors again (in one market only, if named), and
    return how many learned sets were in use. What was learned stays kept and can be used again."""
    with acting():
        rows = _in_use(market)
        if rows:
            models.PriorsInUse.objects.filter(id__in=[one.id for one in rows.values()]).delete()
            before = _plain((place, one.set_id) for place, one in rows.items())
            write_journal(by=by, at=at, action="priors.forget", subject=f"priors:{market or 'all'}",
                          why="new contacts begin with the guides' own priors", before=before, after={})  # fmt: skip
    return len(rows)


_Place = tuple[str, str, str]


def _place(one: models.LearnedSet | models.PriorsInUse) -> _Place:
    return one.guide_id, one.market, one.device_family


def _in_use(market: str | None) -> dict[_Place, models.PriorsInUse]:
    """Locked, so that the journal tells what really was before."""
    rows = _of_market(models.PriorsInUse.objects.select_for_update().order_by("id"), market)
    return {_place(one): one for one in rows}


def _of_market(rows: Any, market: str | None) -> list[Any]:
    return list(rows if market is None else rows.filter(market=market))


def _where(market: str | None) -> str:
    return "" if market is None else f" in the market {market}"


def _plain(sets: Iterable[tuple[_Place, int]]) -> dict[str, int]:
    return {" / ".join(place): set_id for place, set_id in sets}
