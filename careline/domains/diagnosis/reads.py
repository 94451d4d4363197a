"""Rows of the diagnosis room as values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from careline.domains.diagnosis import models
from careline.domains.diagnosis.values import LearnedPrior, LearnedSet

MOST_KEPT = 1024


def learned_set(set_id: int) -> LearnedSet | None:
    """This function will read one learned set; None when there is none. A set never changes, so it is read once."""
    try:
        return _learned_set(set_id)
    except LookupError:
        return None


@lru_cache(maxsize=MOST_KEPT)
def _learned_set(set_id: int) -> LearnedSet:
    return _views([set_id])[0]


def _views(set_ids: Iterable[int]) -> list[LearnedSet]:
    rows = models.LearnedSet.objects.filter(id__in=list(set_ids)).select_related("run").prefetch_related("causes")
    return [_view(row) for row in rows.order_by("guide_id", "market", "device_family")]


def _view(row: models.LearnedSet) -> LearnedSet:
    causes = tuple(LearnedPrior(one.cause, one.written, one.prior, one.count) for one in row.causes.all())
    return LearnedSet(
        row.guide_id, row.guide_hash, row.market, row.device_family, row.contacts,
        tuple(sorted(causes, key=lambda one: (-one.count, one.cause))),
        row.run.minimum, row.run.learned_at, row.run.by, row.id, row.run_id,
    )  # fmt: skip


def in_use(guide_id: str) -> list[LearnedSet]:
    """This function will read the learned sets of a guide that new contacts are opened with; three queries."""
    return _views(models.PriorsInUse.objects.filter(guide_id=guide_id).values_list("set_id", flat=True))


def ids_in_use(guide_id: str, guide_hash: str) -> dict[tuple[str, str], int]:
    """This function will give (market, device family) -> learned set in use for this very text of a guide; one query.

    A guide whose text has changed since has no set until one is learned for it.
    """
    rows = models.PriorsInUse.objects.filter(guide_id=guide_id, set__guide_hash=guide_hash)
    return {
        (market, family): set_id for market, family, set_id in rows.values_list("market", "device_family", "set_id")
    }
