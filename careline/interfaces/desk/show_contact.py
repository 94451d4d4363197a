"""The contact page: who, what is known already, what was done, what it probably is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from careline.guidebook.values import UNKNOWN, Did, Event, Found, Guide, HandedOver, Outcome, Situation, Who
from careline.interfaces.desk import shown as s
from careline.interfaces.desk.show_step import finding_label
from careline.interfaces.desk.words import percent
from careline.journeys.resolve_contact.api import Happened, reading_name

_OUTCOMES = {
    Outcome.DONE: ("Done", "ok"), Outcome.CANNOT: ("Could not", "warn"), Outcome.REFUSED: ("Did not want to", "warn"),
    Outcome.DENIED: ("Not allowed by policy", "bad"),
}  # fmt: skip
_MOST_BELIEFS = 7
_WORTH_SHOWING = 0.01


def facts(guide: Guide, events: Iterable[Happened]) -> tuple[s.FactRow, ...]:
    """This function will give what silent checks told last, unusual findings first."""
    latest: dict[str, s.FactRow] = {}
    for one in events:
        if isinstance(one.event, Found) and one.event.silent and not one.replaced:
            latest |= _fact_rows(guide, one.event, one.at)
    return tuple(sorted(latest.values(), key=lambda row: row.tone not in ("bad", "warn")))


def _fact_rows(guide: Guide, found: Found, at: datetime) -> dict[str, s.FactRow]:
    check = guide.checks.get(found.check)
    source = "the network" if check and check.who is Who.NETWORK else "our records"
    return {
        reading: s.FactRow(reading_name(reading), _told(guide, reading, finding), source, at,
                           _tone(guide, reading, finding))
        for reading, finding in found.findings.items()
        if reading in guide.readings
    }  # fmt: skip


def _told(guide: Guide, reading: str, finding: str) -> str:
    return "not known" if finding == UNKNOWN else finding_label(guide, reading, finding)


def _tone(guide: Guide, reading: str, finding: str) -> str:
    healthy = guide.readings[reading].findings[0].id
    return "" if finding == UNKNOWN else "" if finding == healthy else "bad"


def done(guide: Guide, events: Sequence[Happened], names: Mapping[str, str], href: str) -> tuple[s.DoneRow, ...]:
    """This function will list what was asked and done, in order; `href` is where an answer can be changed."""
    visible = [one for one in events if not (isinstance(one.event, Found) and one.event.silent)]
    return tuple(_done(guide, one, number, names, href) for number, one in enumerate(visible, 1))


def _done(guide: Guide, one: Happened, number: int, names: Mapping[str, str], href: str) -> s.DoneRow:
    title, answer, tone = _said(guide, one)
    more = _usual(guide, one.event) if isinstance(one.event, Found) else ""
    can = href and not one.replaced and one.event is not None and changeable(guide, one.event)
    change = f"{href}?change={one.seq}#step" if can else ""
    answer = f"{answer}. {one.message}" if one.message else answer
    return s.DoneRow(number, title, answer, names.get(one.by, one.by), one.at, change, one.replaced, tone, more)


def changeable(guide: Guide, event: Event) -> bool:
    """This function will tell whether an answer can be taken back: what was said can, an act in the records cannot."""
    if isinstance(event, Found):
        return not event.silent and event.check in guide.checks
    return isinstance(event, Did) and event.remedy in guide.remedies and not guide.remedies[event.remedy].act


def _said(guide: Guide, one: Happened) -> tuple[str, str, str]:
    event = one.event
    if isinstance(event, Found):
        check = guide.checks.get(event.check)
        return check.title if check else event.check, _findings(guide, event), _worst(guide, event)
    if isinstance(event, HandedOver):
        to = guide.handovers.get(event.handover)
        return "Handed over", to.to if to else event.handover, "warn"
    step = event.remedy if isinstance(event, Did) else one.acted
    title = guide.remedies[step].title if step in guide.remedies else step
    return (title, *_OUTCOMES[event.outcome]) if isinstance(event, Did) else (title, "Our part is done", "ok")


def _findings(guide: Guide, event: Found) -> str:
    """What stands out; where nothing does, that all is as it should be, or the only answer there is."""
    if len(event.findings) == 1:
        return ", ".join(finding_label(guide, r, f) for r, f in event.findings.items())
    unusual = [_part(guide, r, f) for r, f in event.findings.items() if not _is_usual(guide, r, f)]
    return "; ".join(unusual) or "All as it should be"


def _usual(guide: Guide, event: Found) -> str:
    if len(event.findings) == 1:
        return ""
    return "; ".join(_part(guide, r, f) for r, f in event.findings.items() if _is_usual(guide, r, f))


def _part(guide: Guide, reading: str, finding: str) -> str:
    return f"{reading_name(reading)}: {finding_label(guide, reading, finding)}"


def _is_usual(guide: Guide, reading: str, finding: str) -> bool:
    return reading in guide.readings and finding == guide.readings[reading].findings[0].id


def _worst(guide: Guide, event: Found) -> str:
    return "bad" if any(_tone(guide, r, f) for r, f in event.findings.items() if r in guide.readings) else ""


def beliefs(guide: Guide, situation: Situation) -> tuple[s.BeliefRow, ...]:
    """This function will give the causes by belief, as bars with their numbers; repaired ones last, marked as such."""
    likely = sorted(situation.beliefs.items(), key=lambda pair: -pair[1])
    rows = [
        _belief(guide, cause, chance) for cause, chance in likely if chance >= _WORTH_SHOWING and cause in guide.causes
    ]
    fixed = [
        s.BeliefRow(guide.causes[cause].title, 100, "repaired", "ok", fixed=True)
        for cause in situation.repaired
        if cause in guide.causes and situation.beliefs.get(cause, 0.0) < 0.5
    ]
    return (*rows[:_MOST_BELIEFS], *fixed)


def _belief(guide: Guide, cause: str, chance: float) -> s.BeliefRow:
    return s.BeliefRow(guide.causes[cause].title, round(100 * chance), percent(chance), "" if chance >= 0.1 else "low")
