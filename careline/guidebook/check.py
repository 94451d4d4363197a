"""Does a guide make sense? Everything it names must exist, be told by something, lead somewhere and be proven.

Each check is a small function from a `Case` to problems; adding one means writing one and naming it in `CHECKS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from careline.guidebook import text as parts
from careline.guidebook.draft import Sections
from careline.guidebook.fields import Pair
from careline.guidebook.text import Page
from careline.guidebook.values import SILENT, UNKNOWN, Check, Guide, Place, Problem, Remedy, Vocabulary, Who


@dataclass(frozen=True, slots=True)
class Case:
    """A guide under examination, with the places of its parts and the words it may use."""

    guide: Guide
    page: Page
    sections: Sections
    vocabulary: Vocabulary

    def at(self, kind: str, id: str, key: str = "") -> Place:
        return self.sections[(kind, id)].at(key)

    def finding_at(self, reading: str, finding: str) -> Place:
        """This function will return the row of a finding, or the reading's first row where it has none."""
        rows = [row for section in self.sections.values() for row in section.rows if row.cells["reading"] == reading]
        return next((row.place for row in rows if row.cells["finding"] == finding), rows[0].place)

    def has(self, pair: Pair) -> bool:
        """This function will tell whether some check tells this finding of this reading."""
        reading = self.guide.readings.get(pair[0])
        return reading is not None and any(finding.id == pair[1] for finding in reading.findings)


def check_guide(guide: Guide, page: Page, sections: Sections, vocabulary: Vocabulary) -> list[Problem]:
    """This function will return every mistake in what a guide says, each with file, line and what to do."""
    case = Case(guide, page, sections, vocabulary)
    return [problem for each in CHECKS for problem in each(case)]


# --- the head ----------------------------------------------------------------------------------------------------


def _head(case: Case) -> Iterator[Problem]:
    head, guide = case.page.head, case.guide
    try:
        date.fromisoformat(guide.reviewed)
    except ValueError:
        yield Problem(head.at("reviewed"), f"`reviewed` is `{guide.reviewed}`: write a date as 2026-11-22")
    if guide.test not in guide.checks:
        yield Problem(
            head.at("test"),
            f"the symptom's own test `{guide.test}` is not a check of this guide: write it or correct the id",
        )
        return
    for reading, finding in guide.goal:
        if not case.has((reading, finding)):
            yield Problem(
                head.at("goal"), f"the goal `{reading} = {finding}` is told by no check: correct it or add the row"
            )
        elif reading not in guide.checks[guide.test].readings:
            yield Problem(
                head.at("goal"),
                f"the goal's reading `{reading}` is not told by the test `{guide.test}`: choose a test that tells it",
            )
    if not guide.handovers or all(each.when for each in guide.handovers.values()):
        yield Problem(head.place, "there is no last resort: write one hand-over with an empty `when`")


# --- names -------------------------------------------------------------------------------------------------------


def _pairs_exist(case: Case) -> Iterator[Problem]:
    for kind, id, key, pairs in _all_pairs(case.guide):
        for pair in pairs:
            if not case.has(pair):
                yield Problem(
                    case.at(kind, id, key),
                    f"`{key}` of {kind} `{id}` names `{pair[0]} = {pair[1]}`, which no check tells: "
                    "correct it or add the row",
                )


def _all_pairs(guide: Guide) -> Iterator[tuple[str, str, str, tuple[Pair, ...]]]:
    for cause in guide.causes.values():
        yield parts.CAUSE, cause.id, "certain when", cause.certain_when
        yield parts.CAUSE, cause.id, "ruled out when", cause.ruled_out_when
    for remedy in guide.remedies.values():
        yield parts.REMEDY, remedy.id, "proof", remedy.proof
        yield parts.REMEDY, remedy.id, "holds first", remedy.holds_first


def _causes_exist(case: Case) -> Iterator[Problem]:
    for kind, id, key, causes in _all_causes(case.guide):
        for cause in causes:
            if cause not in case.guide.causes:
                yield Problem(
                    case.at(kind, id, key),
                    f"`{key}` of {kind} `{id}` names an unknown cause `{cause}`: correct it or write the cause",
                )
    for reading in case.guide.readings.values():
        for finding in reading.findings:
            for cause in set(finding.shown_by) - set(case.guide.causes):
                yield Problem(
                    case.finding_at(reading.id, finding.id),
                    f"`shown by` names an unknown cause `{cause}`: correct it or write the cause",
                )


def _all_causes(guide: Guide) -> Iterator[tuple[str, str, str, Iterable[str]]]:
    for remedy in guide.remedies.values():
        yield parts.REMEDY, remedy.id, "repairs", remedy.repairs
        yield parts.REMEDY, remedy.id, "only without", remedy.only_without
        yield parts.REMEDY, remedy.id, "leaves", remedy.leaves
    for handover in guide.handovers.values():
        yield parts.HAND_OVER, handover.id, "when", handover.when


def _readings_exist(case: Case) -> Iterator[Problem]:
    for check in case.guide.checks.values():
        for reading in check.readings:
            if reading not in case.guide.readings:
                yield Problem(
                    case.at(parts.CHECK, check.id, "readings"),
                    f"check `{check.id}` names a reading `{reading}` that has no rows: write them in one check",
                )
        if not check.readings:
            yield Problem(check.place, f"check `{check.id}` tells nothing: give it rows or `readings:`")


# --- checks ------------------------------------------------------------------------------------------------------


def _silent_checks(case: Case) -> Iterator[Problem]:
    for check in case.guide.checks.values():
        if check.who in SILENT:
            yield from _probe_problems(check, case)
        elif check.who is Who.EXPERT:
            yield Problem(
                case.at(parts.CHECK, check.id, "who"),
                f"check `{check.id}` is made by the expert: write system, network, device or customer",
            )
        elif not check.ask:
            yield Problem(check.place, f"check `{check.id}` has no `ask`: write the words to say")


def _probe_problems(check: Check, case: Case) -> Iterator[Problem]:
    place = case.at(parts.CHECK, check.id, "probe")
    if not check.probe:
        yield Problem(
            place, f"silent check `{check.id}` has no `probe`: name one of {', '.join(sorted(case.vocabulary.probes))}"
        )
        return
    known = case.vocabulary.probes.get(check.probe)
    if known is None:
        yield Problem(place, f"unknown probe `{check.probe}`: use one of {', '.join(sorted(case.vocabulary.probes))}")
        return
    if check.cost:
        yield Problem(
            case.at(parts.CHECK, check.id, "cost"),
            f"silent check `{check.id}` costs the customer nothing: leave `cost` out",
        )
    for reading in check.readings:
        if reading not in known:
            yield Problem(check.place, f"probe `{check.probe}` tells no `{reading}`: use {', '.join(sorted(known))}")
        else:
            yield from _findings_problems(reading, known[reading], case, complete=True)


def _device_readings(case: Case) -> Iterator[Problem]:
    for check in case.guide.checks.values():
        if check.who in SILENT:
            continue
        for reading in check.readings:
            known = case.vocabulary.device_readings.get(reading)
            if known is None:
                words = ", ".join(sorted(case.vocabulary.device_readings))
                yield Problem(
                    check.place,
                    f"no customer or phone can tell `{reading}`: use one of {words}, or add the word to the vocabulary",
                )
            else:
                yield from _findings_problems(reading, known, case, complete=False)


def _findings_problems(reading: str, known: tuple[str, ...], case: Case, *, complete: bool) -> Iterator[Problem]:
    findings = case.guide.readings[reading].findings
    for finding in findings:
        if finding.id == UNKNOWN or finding.id not in known:
            yield Problem(
                case.finding_at(reading, finding.id), f"`{reading}` cannot be `{finding.id}`: use {', '.join(known)}"
            )
        if not finding.label:
            yield Problem(
                case.finding_at(reading, finding.id), f"`{reading} = {finding.id}` has no label: write what people read"
            )
    place = case.guide.readings[reading].place
    if findings and findings[0].id != known[0]:
        yield Problem(place, f"the first row of `{reading}` is the healthy one: begin with `{known[0]}`")
    if len(findings) < 2:
        yield Problem(place, f"`{reading}` has one finding only: a check that cannot differ tells nothing")
    missing = sorted(set(known) - {finding.id for finding in findings}) if complete else []
    if missing:
        yield Problem(place, f"the probe can also find `{', '.join(missing)}` for `{reading}`: add a row for each")


# --- causes ------------------------------------------------------------------------------------------------------


def _causes_are_shown(case: Case) -> Iterator[Problem]:
    shown = {
        cause for reading in case.guide.readings.values() for finding in reading.findings for cause in finding.shown_by
    }
    for cause in case.guide.causes.values():
        if cause.id not in shown and not cause.certain_when:
            yield Problem(
                cause.place, f"nothing shows cause `{cause.id}`: name it in a `shown by`, or write `certain when`"
            )


def _causes_have_a_way_out(case: Case) -> Iterator[Problem]:
    repaired = {cause for remedy in case.guide.remedies.values() for cause in remedy.repairs}
    handed = {cause for handover in case.guide.handovers.values() for cause in handover.when}
    for cause in case.guide.causes.values():
        if cause.id not in repaired | handed:
            yield Problem(cause.place, f"cause `{cause.id}` has no remedy and no hand-over: write one")


# --- remedies and hand-overs -------------------------------------------------------------------------------------


def _remedy_words(case: Case) -> Iterator[Problem]:
    for remedy in case.guide.remedies.values():
        for step in remedy.steps:
            if step not in case.vocabulary.device_steps:
                words = ", ".join(sorted(case.vocabulary.device_steps))
                yield Problem(
                    case.at(parts.REMEDY, remedy.id, "steps"), f"unknown device step `{step}`: use one of {words}"
                )
        if remedy.act and remedy.act not in case.vocabulary.acts:
            words = ", ".join(sorted(case.vocabulary.acts))
            yield Problem(case.at(parts.REMEDY, remedy.id, "act"), f"unknown act `{remedy.act}`: use one of {words}")
        yield from _performed(remedy, case)


def _performed(remedy: Remedy, case: Case) -> Iterator[Problem]:
    place = case.at(parts.REMEDY, remedy.id, "who")
    if remedy.who in SILENT:
        yield Problem(place, f"remedy `{remedy.id}` is done by {remedy.who}: write device, customer or expert")
    if remedy.who is Who.EXPERT and not remedy.act:
        yield Problem(place, f"remedy `{remedy.id}` is done by the expert and has no `act`: name one")
    if remedy.who is Who.DEVICE and not remedy.steps:
        yield Problem(place, f"remedy `{remedy.id}` is done on the phone and has no `steps`: name them")
    if remedy.act and remedy.who is not Who.EXPERT:
        yield Problem(place, f"remedy `{remedy.id}` acts on the records: write `who: expert`")
    if (remedy.who is not Who.EXPERT or remedy.steps) and not remedy.do:
        yield Problem(remedy.place, f"remedy `{remedy.id}` has no `do`: write the words to say")


def _consent(case: Case) -> Iterator[Problem]:
    for remedy in case.guide.remedies.values():
        if remedy.act in case.vocabulary.acts_that_cost and "{price}" not in remedy.consent:
            yield Problem(
                case.at(parts.REMEDY, remedy.id, "consent"),
                f"`{remedy.act}` costs the customer money and `consent` does not state it: "
                "ask with the price, as `for {price}`",
            )
        for name in sorted(set(re.findall(r"\{(\w*)\}", remedy.consent)) - {"gb", "price"}):
            yield Problem(
                case.at(parts.REMEDY, remedy.id, "consent"), f"unknown placeholder {{{name}}}: use {{gb}} or {{price}}"
            )


def _proof(case: Case) -> Iterator[Problem]:
    told = {reading for check in case.guide.checks.values() for reading in check.readings}
    for remedy in case.guide.remedies.values():
        for reading, _ in remedy.proof:
            if reading not in told:
                yield Problem(
                    case.at(parts.REMEDY, remedy.id, "proof"),
                    f"no check tells `{reading}`, the proof of `{remedy.id}`: add the check",
                )
        if not any(remedy.repairs.values()):
            yield Problem(
                case.at(parts.REMEDY, remedy.id, "repairs"),
                f"remedy `{remedy.id}` repairs nothing: name a cause with a chance above 0",
            )


def _reachable(case: Case) -> Iterator[Problem]:
    guide = case.guide
    needed = _readings_needed(guide)
    for check in guide.checks.values():
        if check.id != guide.test and check.readings and not set(check.readings) & needed:
            yield Problem(
                check.place,
                f"check `{check.id}` is never needed, nothing depends on what it tells: remove it or say what shows it",
            )
    for remedy in guide.remedies.values():
        for reading, finding in remedy.holds_first:
            if case.has((reading, finding)) and not _can_be_found(guide, reading, finding):
                yield Problem(
                    case.at(parts.REMEDY, remedy.id, "holds first"),
                    f"remedy `{remedy.id}` is never reached, nothing shows `{reading} = {finding}`: say what shows it",
                )


def _readings_needed(guide: Guide) -> set[str]:
    shown = {reading.id for reading in guide.readings.values() if any(finding.shown_by for finding in reading.findings)}
    pairs = {reading for _, _, _, pairs in _all_pairs(guide) for reading, _ in pairs}
    return shown | pairs | {reading for reading, _ in guide.goal}


def _can_be_found(guide: Guide, reading: str, finding: str) -> bool:
    findings = guide.readings[reading].findings
    if findings[0].id == finding or any((reading, finding) in cause.certain_when for cause in guide.causes.values()):
        return True
    return any(each.shown_by or each.by_chance for each in findings if each.id == finding)


def _hand_overs_needed(case: Case) -> Iterator[Problem]:
    last = ""
    for handover in case.guide.handovers.values():
        if not handover.when and last:
            yield Problem(
                handover.place, f"`{last}` is the last resort already: say `when` for `{handover.id}` or remove it"
            )
        last = last if handover.when else handover.id
        for cause in handover.when:
            yield from _repaired_here(case, handover.id, cause)


def _repaired_here(case: Case, handover: str, cause: str) -> Iterator[Problem]:
    """Only what nobody here can repair is handed over at once; the rest is tried first and ends at the last resort."""
    remedies = [remedy.id for remedy in case.guide.remedies.values() if remedy.repairs.get(cause)]
    if remedies:
        yield Problem(
            case.at(parts.HAND_OVER, handover, "when"),
            f"`{cause}` of hand-over `{handover}` is repaired by `{remedies[0]}`, so nobody needs to take it over: "
            "remove one of the two",
        )


CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    _head,
    _pairs_exist,
    _causes_exist,
    _readings_exist,
    _silent_checks,
    _device_readings,
    _causes_are_shown,
    _causes_have_a_way_out,
    _remedy_words,
    _consent,
    _proof,
    _reachable,
    _hand_overs_needed,
)
