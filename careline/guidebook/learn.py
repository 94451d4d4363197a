"""Priors re-estimated from what really was the cause, per market and family of device.

Only contacts count whose fix held seven days. The guide's own prior is kept as the opinion of so many contacts, and
the counts are added to it (Beta for each cause, since several can hold at once; a Dirichlet per contact would force one
cause each). The content is never overwritten: learned priors are computed anew from the counts, so leaving a contact
out, or starting again, is only a matter of counting again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from careline.guidebook.values import Guide

HELD_FOR = timedelta(days=7)
"""A fix holds when the contact was not opened again within this time. Source: field guide 7.1 (repeat contacts)."""

FEWEST = 30
"""Contacts that must have held before anything is learned; a setting [D]."""

WEIGHT_OF_THE_GUIDE = 20.0
"""How many contacts the guide's own prior counts for [D]."""


@dataclass(frozen=True, slots=True)
class ClosedContact:
    """What became of one contact: the causes found and repaired, where, on which phone, and whether it held."""

    causes: frozenset[str]
    market: str
    device_family: str
    closed_at: datetime
    reopened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LearnedPriors:
    """Priors of one guide for one market and device family, with the counts they come from."""

    priors: Mapping[str, float]  # cause -> prior; the guide's own where nothing may be learned yet
    counts: Mapping[str, int]  # cause -> contacts in which it was found and its repair held
    contacts: int  # contacts that held
    fewest: int  # contacts that are needed
    used: bool  # False: too few contacts, the guide's own priors stand

    def shown(self, cause: str) -> str:
        """This function will return a prior with its counts, as "0.31 (14 of 40)"."""
        return f"{self.priors[cause]:.2f} ({self.counts[cause]} of {self.contacts})"


def held(contact: ClosedContact, at: datetime) -> bool:
    """This function will tell whether a fix has held seven days, seen from `at`."""
    if at - contact.closed_at < HELD_FOR:
        return False
    return contact.reopened_at is None or contact.reopened_at - contact.closed_at >= HELD_FOR


def contacts_of(
    outcomes: Iterable[ClosedContact], *, market: str, device_family: str, at: datetime
) -> list[ClosedContact]:
    """This function will keep the contacts of one market and device family whose fix has held."""
    return [
        each for each in outcomes if each.market == market and each.device_family == device_family and held(each, at)
    ]


def learned_priors(guide: Guide, outcomes: Iterable[ClosedContact], minimum: int = FEWEST) -> LearnedPriors:
    """This function will re-estimate a guide's priors from contacts that held (see `contacts_of`).

    With fewer than `minimum` contacts the guide's own priors stand and `used` is False. The order of contacts does not
    matter, and causes that the guide does not know are left out. Raises ValueError when `minimum` is below 1.
    """
    if minimum < 1:
        raise ValueError(f"the fewest contacts to learn from are at least 1, not {minimum}: correct the setting")
    found = [contact.causes for contact in outcomes]
    counts = {cause: sum(cause in causes for causes in found) for cause in guide.causes}
    if len(found) < minimum:
        own = {cause.id: cause.prior for cause in guide.causes.values()}
        return LearnedPriors(own, counts, len(found), minimum, used=False)
    priors = {cause.id: _posterior(cause.prior, counts[cause.id], len(found)) for cause in guide.causes.values()}
    return LearnedPriors(priors, counts, len(found), minimum, used=True)


def _posterior(prior: float, count: int, contacts: int) -> float:
    return (prior * WEIGHT_OF_THE_GUIDE + count) / (WEIGHT_OF_THE_GUIDE + contacts)
