"""What became of closed contacts: the causes that were repaired and proven, where, on which phone, and for how long."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from careline.domains.contacts import api as contacts
from careline.domains.contacts.values import ClosedContact, ContactEventView
from careline.domains.customers import api as customers
from careline.domains.diagnosis.api import device_family
from careline.domains.lines import api as lines
from careline.guidebook import learn
from careline.guidebook.think import think
from careline.guidebook.values import Guide, StepKind
from careline.journeys.resolve_contact.told import events_of, story

Say = Callable[[int, int], None]
"""Told how many contacts were looked at, and how many there are."""

Causes = Callable[[str, str], frozenset[str] | None]
"""(reason, what happened) -> causes repaired; None where the contact did not end proven well."""

STORIES_KEPT = 20_000
"""Equal stories are thought through once: most contacts of a reason go one of a few ways."""

_NO_TIME = datetime(1, 1, 1, tzinfo=UTC)


def outcomes(
    guides: Mapping[str, Guide], *, at: datetime, market: str | None, say: Say
) -> Iterator[tuple[str, learn.ClosedContact]]:
    """This function will give reason and outcome of every contact closed seven days before `at` that ended proven well.

    Three queries for every five thousand contacts, and one for how many there are.
    """
    until, reasons = at - learn.HELD_FOR, sorted(guides)
    total, done, causes = contacts.how_many_closed(reasons, until=until), 0, causes_told(guides)
    say(done, total)
    for page in contacts.closed_contacts(reasons, until=until, within=learn.HELD_FOR):
        yield from _outcomes(page, causes, market)
        done += len(page)
        say(done, max(done, total))


def _outcomes(
    page: list[ClosedContact], causes: Causes, market: str | None
) -> Iterator[tuple[str, learn.ClosedContact]]:
    accounts = {one.account_id for one in page}
    markets, devices = customers.markets_of(accounts), lines.devices_of(accounts)
    for one in page:
        where, device = markets[one.account_id], devices.get((one.account_id, one.line_id), "")
        found = causes(one.reason_id, one.told) if market in (None, where) else None
        if found is not None:
            family = device_family(device)
            yield one.reason_id, learn.ClosedContact(found, where, family, one.closed_at, one.reopened_at)


def causes_told(guides: Mapping[str, Guide]) -> Causes:
    """This function will make a reader of stories: which causes the guide says were repaired where the test passed.

    It thinks with the guide's own priors, so that what was learned before has no say in what is learned next.
    """

    @lru_cache(maxsize=STORIES_KEPT)
    def causes(reason: str, told: str) -> frozenset[str] | None:
        # who did it and when has no part in what it was
        views = [ContactEventView(seq, kind, what, "", _NO_TIME, "") for seq, kind, what in json.loads(told)]
        guide = guides[reason]
        situation = think(guide, events_of(story(views)))
        return frozenset(situation.repaired) if situation.kind is StepKind.SOLVED else None

    return causes
