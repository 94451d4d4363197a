"""What the system can see is gathered before anything is asked, and looked at again after every act."""

from __future__ import annotations

from collections.abc import Sequence

from careline.domains.diagnosis.api import look
from careline.domains.diagnosis.ports import RecordsSnapshot
from careline.guidebook.values import SILENT, Check, Did, Event, Found, Guide


def silent_findings(guide: Guide, snapshot: RecordsSnapshot, events: Sequence[Event]) -> list[Found]:
    """This function will return what the silent checks of a guide find now, where it is new since the events.

    A finding is new when it differs from the last one, or when something was done since that may have changed it (then
    an unchanged finding is news as well: it did not help).
    """
    news = []
    for check in guide.checks.values():
        if check.who in SILENT and check.probe:
            findings = dict(look(check.probe, snapshot))
            if _last_found(check, events) != findings or _done_since(guide, check, events):
                news.append(Found(check.id, findings, silent=True))
    return news


def _last_found(check: Check, events: Sequence[Event]) -> dict[str, str] | None:
    for event in reversed(events):
        if isinstance(event, Found) and event.silent and event.check == check.id:
            return dict(event.findings)
    return None


def _done_since(guide: Guide, check: Check, events: Sequence[Event]) -> bool:
    told = {c for r in check.readings for f in guide.readings[r].findings for c in f.shown_by}
    for event in reversed(events):
        if isinstance(event, Found) and event.silent and event.check == check.id:
            return False
        if isinstance(event, Did) and event.remedy in guide.remedies:
            remedy = guide.remedies[event.remedy]
            if told & (remedy.repairs.keys() | set(remedy.leaves)):
                return True
    return True
