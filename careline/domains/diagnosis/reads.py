"""Rows of the diagnosis room as values."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from django.db.models import QuerySet

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
    return _views(models.LearnedPrior.objects.filter(set_id=set_id))[0]


def _views(rows: QuerySet[models.LearnedPrior]) -> list[LearnedSet]:
    by_set: dict[int, list[models.LearnedPrior]] = defaultdict(list)
    for row in rows.select_related("set__run").order_by("-count", "cause"):
        by_set[row.set_id].append(row)
    return sorted(map(_view, by_set.values()), key=lambda one: (one.guide_id, one.market, one.device_family))


def _view(rows: list[models.LearnedPrior]) -> LearnedSet:
    one = rows[0].set
    return LearnedSet(
        one.guide_id, one.guide_hash, one.market, one.device_family, one.contacts,
        tuple(LearnedPrior(row.cause, row.written, row.prior, row.count) for row in rows),
        one.run.minimum, one.run.learned_at, one.run.by, one.id, one.run_id,
    )  # fmt: skip


def in_use(guide_id: str) -> list[LearnedSet]:
    """This function will read the learned sets of a guide that new contacts are opened with; one query."""
    used = models.PriorsInUse.objects.filter(guide_id=guide_id).values("set_id")
    return _views(models.LearnedPrior.objects.filter(set_id__in=used))


def ids_in_use(guide_id: str, guide_hash: str) -> dict[tuple[str, str], int]:
    """This function will give (market, device family) -> learned set in use for this very text of a guide; one query.

    A guide whose text has changed since has no set until one is learned for it.
    """
    rows = models.PriorsInUse.objects.filter(guide_id=guide_id, set__guide_hash=guide_hash)
    return {
        (market, family): set_id for market, family, set_id in rows.values_list("market", "device_family", "set_id")
    }
