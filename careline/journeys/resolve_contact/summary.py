"""The summary of a contact, written from what happened; the expert edits it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from careline.guidebook.values import UNKNOWN, Did, Found, Guide, HandedOver, Outcome, Situation, StepKind
from careline.journeys.resolve_contact.told import Happened, reading_name

_CAME = {
    Outcome.DONE: "done", Outcome.CANNOT: "could not be done", Outcome.REFUSED: "not wanted",
    Outcome.DENIED: "not allowed by policy",
}  # fmt: skip


def summary(guide: Guide, words: str, happened: Sequence[Happened], situation: Situation | None) -> str:
    """This function will write what was said, seen, done and found, in plain sentences with a paragraph each."""
    live = [one for one in happened if not one.replaced]
    parts = [
        f"{guide.title}." + (f" The customer said: “{words}”." if words else ""),
        _listed("In our records", [text for one in live for text in _seen(guide, one, silent=True)]),
        _listed("Looked at together", [text for one in live for text in _seen(guide, one, silent=False)]),
        _listed("Done", [text for one in live for text in _done(guide, one)]),
        _found(guide, situation),
        _outcome(situation),
    ]
    return "\n\n".join(part for part in parts if part)


def _listed(label: str, texts: Sequence[str]) -> str:
    return f"{label}: {'; '.join(dict.fromkeys(texts))}." if texts else ""


def _seen(guide: Guide, one: Happened, *, silent: bool) -> list[str]:
    if not isinstance(one.event, Found) or one.event.silent != silent:
        return []
    return [
        f"{_name(reading)}: {_label(guide, reading, finding)}"
        for reading, finding in one.event.findings.items()
        if reading in guide.readings and (not silent or _unusual(guide, reading, finding))
    ]


def _name(reading: str) -> str:
    name = reading_name(reading)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _unusual(guide: Guide, reading: str, finding: str) -> bool:
    return finding not in (UNKNOWN, guide.readings[reading].findings[0].id)


def _label(guide: Guide, reading: str, finding: str) -> str:
    labels = {each.id: each.label for each in guide.readings[reading].findings}
    return labels.get(finding, "could not be told")


def _done(guide: Guide, one: Happened) -> list[str]:
    if one.acted in guide.remedies:
        return [one.message.rstrip(".") or guide.remedies[one.acted].title.lower()]
    if isinstance(one.event, Did) and one.event.remedy in guide.remedies:
        said = f"{guide.remedies[one.event.remedy].title.lower()} ({_CAME[one.event.outcome]})"
        return [f"{said}: {one.message.rstrip('.')}" if one.message else said]
    if isinstance(one.event, HandedOver) and one.event.handover in guide.handovers:
        return [f"handed to {guide.handovers[one.event.handover].to}"]
    return []


def _found(guide: Guide, situation: Situation | None) -> str:
    if situation is None:
        return ""
    repaired = [guide.causes[cause].title.lower() for cause in situation.repaired if cause in guide.causes]
    if situation.kind is StepKind.SOLVED:
        return _listed("What it was", repaired)
    likely = sorted(situation.beliefs.items(), key=lambda pair: -pair[1])[:3]
    open_causes = [f"{guide.causes[c].title.lower()} ({chance:.0%})" for c, chance in likely if chance >= 0.1]
    return " ".join(part for part in (_listed("Repaired", repaired), _listed("Most likely now", open_causes)) if part)


def _outcome(situation: Situation | None) -> str:
    solved = situation is not None and situation.kind is StepKind.SOLVED
    return "Proven by the customer’s own test." if solved else "Not proven yet."
