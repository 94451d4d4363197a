"""The autopilot, ready to resolve contacts by the operator's own guides and policies."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from careline.domains.diagnosis.api import VOCABULARY, guide_vocabulary
from careline.domains.diagnosis.ports import CustomerSide, OperatorRecords
from careline.guidebook.read import read_guides
from careline.guidebook.values import Guidebook
from careline.journeys.resolve_contact import autopilot
from careline.policybook.api import Policybook, read_policies


class NoContent(ValueError):
    """There is nothing to go by; the message says where it was looked for."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A contact that is over: how, and what the desk thought at each step."""

    outcome: str
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Autopilot:
    """Resolves contacts by these guides and policies."""

    guidebook: Guidebook
    policybook: Policybook

    def __call__(self, *, records: OperatorRecords, customer: CustomerSide) -> Ended:
        trace: list[str] = []
        result = autopilot.run(
            records=records,
            customer=customer,
            guidebook=self.guidebook,
            policybook=self.policybook,
            log=trace.append,
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
