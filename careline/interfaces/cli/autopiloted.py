"""The autopilot, ready to resolve contacts by the operator's own guides and policies."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from careline.domains.diagnosis.api import VOCABULARY, guide_vocabulary
from careline.domains.diagnosis.ports import CustomerSide, OperatorRecords
from careline.guidebook.api import read_guides, think
from careline.guidebook.values import Event, Guide, Guidebook, Situation
from careline.journeys.resolve_contact import autopilot
from careline.policybook.api import Policybook, read_policies


class NoContent(ValueError):
    """There is nothing to go by; the message says where it was looked for."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A contact that is over: how, and what the desk thought at each step."""

    outcome: str
    trace: tuple[str, ...]


class RemembersThoughts:
    """The next step for a guide and its events, kept for the next contact that comes to the same point.

    Sound because a thought depends on nothing else; worth it because replayed contacts begin alike.
    """

    def __init__(self, most: int = 10_000) -> None:
        self.most = most
        self._known: dict[object, Situation] = {}

    def __call__(self, guide: Guide, events: Sequence[Event]) -> Situation:
        """This function will return the situation, thought through at the first time and remembered afterwards."""
        point = (guide.id, guide.hash, *(_fixed(event) for event in events))
        situation = self._known.get(point)
        if situation is None:
            situation = think(guide, events)
            if len(self._known) >= self.most:
                del self._known[next(iter(self._known))]  # the oldest
            self._known[point] = situation
        return situation


def _fixed(event: Event) -> tuple[object, ...]:
    """An event as a value that can be a key: its kind, and its fields with mappings in order."""
    values = (getattr(event, each.name) for each in fields(event))
    return (type(event), *(tuple(sorted(v.items())) if isinstance(v, Mapping) else v for v in values))


@dataclass(frozen=True, slots=True)
class Autopilot:
    """Resolves contacts by these guides and policies."""

    guidebook: Guidebook
    policybook: Policybook
    thinking: RemembersThoughts = field(default_factory=RemembersThoughts)

    def __call__(self, *, records: OperatorRecords, customer: CustomerSide) -> Ended:
        trace: list[str] = []
        result = autopilot.run(
            records=records,
            customer=customer,
            guidebook=self.guidebook,
            policybook=self.policybook,
            log=trace.append,
            thinking=self.thinking,
        )
        return Ended(result.outcome, (f"guide {result.guide or 'none'}", *trace))


def load_autopilot(content: Path) -> Autopilot:
    """This function will read guides and policies below a folder and return the autopilot that goes by them.

    What has a mistake is left out and told on standard error. Raises NoContent when there is no guide at all.
    """
    guidebook = read_guides(content / "guides", guide_vocabulary())
    policybook = read_policies(content / "policies", rates=content / "rates", vocabulary=VOCABULARY)
    _tell((*guidebook.problems, *policybook.problems))
    if not guidebook.guides:
        raise NoContent(f"there is no guide to go by in {content / 'guides'}")
    return Autopilot(guidebook, policybook)


def _tell(problems: Iterable[object]) -> None:
    for problem in problems:
        print(f"left out: {problem}", file=sys.stderr)
