"""From pages to one guide: what it stands on is merged in, fields become values.

What is missing or cannot be read is noted here; whether it makes sense together is looked at in `check.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from careline.guidebook import text as parts
from careline.guidebook.draft import Draft, Sections, spoken
from careline.guidebook.fields import Pair, number_in, pairs_in, prior_in, shares_in, words_in
from careline.guidebook.findings import readings_of
from careline.guidebook.text import Page, Section
from careline.guidebook.values import (
    SILENT,
    Cause,
    Check,
    Guide,
    HandOver,
    Problem,
    Remedy,
    Who,
)

LONGEST = 3600.0
"""Seconds: a step that costs a customer more than an hour is a typing mistake."""

REQUIRED: Mapping[str, Mapping[str, str]] = {
    parts.HEADER: {
        "reason": "the id of the contact reason, as `- reason: NET-01`",
        "says": "how customers put it, separated by `;`",
        "owner": "the team that keeps this guide true",
        "reviewed": "the date of the last review, as `- reviewed: 2026-11-22`",
        "goal": "the finding that proves the concern is gone",
        "test": "the check that is the symptom's own test",
    },
    parts.CAUSE: {
        "prior": "H, M, L, R or a number",
        "tell": "plain words to the customer once it is found",
        "source": "where this is known from",
    },
    parts.CHECK: {"who": "system, network, device or customer", "source": "where this is known from"},
    parts.REMEDY: {
        "who": "device, customer or expert",
        "cost": "seconds of customer effort",
        "repairs": "the causes it repairs with their chances",
        "proof": "the finding that proves it",
        "source": "where this is known from",
    },
    parts.HAND_OVER: {
        "to": "who takes the contact",
        "cost": "seconds of customer effort",
        "say": "words to the customer",
        "source": "where this is known from",
    },
}


def build_guide(
    page: Page, bases: Sequence[Page], source_texts: Sequence[str]
) -> tuple[Guide, Sections, list[Problem]]:
    """This function will merge a page with all it stands on (bases first) into a guide.

    `source_texts` are the texts of all these files; the content hash is made of them.
    """
    draft = Draft(page)
    for each in [*bases, page]:
        _take_sections(each, draft)
    for section in [page.head, *draft.sections.values()]:
        _require(section, draft.problems)
    guide = Guide(
        id=page.id,
        title=page.head.title,
        says=words_in(page.head.text("says"), ";"),
        owner=page.head.text("owner"),
        reviewed=page.head.text("reviewed"),
        goal=_pairs(page.head, "goal", draft.problems),
        test=page.head.text("test"),
        causes=_causes(draft),
        readings=readings_of(draft),
        checks=_checks(draft),
        remedies=_remedies(draft),
        handovers={section.id: _hand_over(section, draft.problems) for section in draft.of_kind(parts.HAND_OVER)},
        stands_on=words_in(page.head.text("stands on")),
        prose="\n".join(page.head.prose).strip(),
        file=page.file,
        hash=_hash(source_texts),
    )
    return guide, draft.sections, draft.problems


def _hash(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n\0\n".join(sorted(texts)).encode()).hexdigest()


def _take_sections(page: Page, draft: Draft) -> None:
    for section in page.sections:
        key = (section.kind, section.id)
        earlier = draft.sections.get(key)
        if earlier is None:
            draft.sections[key] = section
        else:
            draft.problems.append(
                Problem(
                    section.place,
                    f"{section.kind} `{section.id}` is written twice, first at {earlier.place}: rename one",
                )
            )


def _require(section: Section, problems: list[Problem]) -> None:
    for key, hint in REQUIRED[section.kind].items():
        if not section.text(key):
            problems.append(Problem(section.place, f"{_name(section)} has no `{key}`: write {hint}"))
    if section.kind != parts.HEADER and not section.title:
        problems.append(
            Problem(section.place, f"{_name(section)} has no title: write it on the line below the heading")
        )


def _name(section: Section) -> str:
    return "the guide" if section.kind == parts.HEADER else f"{section.kind} `{section.id}`"


def _pairs(section: Section, key: str, problems: list[Problem]) -> tuple[Pair, ...]:
    entry = section.fields.get(key)
    return pairs_in(entry, problems) if entry else ()


def _prose(section: Section) -> str:
    return "\n".join(section.prose).strip()


def _causes(draft: Draft) -> dict[str, Cause]:
    priors = _priors_here(draft)
    causes = {}
    for section in draft.of_kind(parts.CAUSE):
        written = section.fields.get("prior")
        prior = prior_in(written, draft.problems) if written else 0.02
        causes[section.id] = Cause(
            id=section.id,
            title=section.title,
            prior=priors.pop(section.id, prior),
            tell=section.text("tell"),
            certain_when=_pairs(section, "certain when", draft.problems),
            ruled_out_when=_pairs(section, "ruled out when", draft.problems),
            source=section.text("source"),
            prose=_prose(section),
            place=section.place,
            origin=section.origin,
            root_cause=section.text("root cause"),
        )
    for name in priors:
        draft.problems.append(
            Problem(draft.page.head.at("priors"), f"`priors` names an unknown cause `{name}`: correct it")
        )
    return causes


def _priors_here(draft: Draft) -> dict[str, float]:
    """Priors that this guide sets anew for causes it takes over: `- priors: restart-needed H, sim-missing L`."""
    head = draft.page.head
    priors: dict[str, float] = {}
    for part in words_in(head.text("priors")):
        name, _, value = part.partition(" ")
        priors[name] = prior_in(parts.Entry(value.strip(), head.at("priors")), draft.problems)
    return priors


def _who(section: Section, problems: list[Problem]) -> Who:
    try:
        return Who(section.text("who"))
    except ValueError:
        if section.text("who"):
            words = ", ".join(who.value for who in Who)
            problems.append(Problem(section.at("who"), f"`who` is `{section.text('who')}`: write one of {words}"))
        return Who.SYSTEM if section.text("probe") else Who.CUSTOMER


def _cost(section: Section, problems: list[Problem], *, least: float) -> float:
    entry = section.fields.get("cost")
    if entry is None or not entry.text:
        return least
    return number_in(entry, problems, least=least, most=LONGEST, what="cost (seconds of customer effort)")


def _checks(draft: Draft) -> dict[str, Check]:
    """The checks, without those that a fuller look takes the place of (`instead of`); their rows are kept."""
    checks = {section.id: _check(section, draft.problems) for section in draft.of_kind(parts.CHECK)}
    replaced: set[str] = set()
    for section in draft.of_kind(parts.CHECK):
        for name in words_in(section.text("instead of")):
            problem = _not_fuller(checks[section.id], checks.get(name))
            if problem:
                draft.problems.append(Problem(section.at("instead of"), f"{problem} (`{name}`)"))
            replaced.add(name)
    return {name: check for name, check in checks.items() if name not in replaced}


def _not_fuller(fuller: Check, other: Check | None) -> str:
    """What is wrong with putting one check in the place of another; "" when nothing is."""
    if other is None or other is fuller:
        return "`instead of` names an unknown check: correct it"
    missing = [reading for reading in other.readings if reading not in fuller.readings]
    return f"`{fuller.id}` does not tell {', '.join(missing)} as that one does: add it to `readings`" if missing else ""


def _check(section: Section, problems: list[Problem]) -> Check:
    who = _who(section, problems)
    own = tuple(dict.fromkeys(row.cells["reading"] for row in section.rows))
    if who not in SILENT and not section.text("cost"):
        problems.append(Problem(section.place, f"{_name(section)} has no `cost`: write seconds of customer effort"))
    return Check(
        id=section.id,
        title=section.title,
        who=who,
        cost=_cost(section, problems, least=0 if who in SILENT else 1),
        readings=own + tuple(each for each in words_in(section.text("readings")) if each not in own),
        ask=section.text("ask"),
        help=section.text("help"),
        probe=section.text("probe"),
        source=section.text("source"),
        prose=_prose(section),
        place=section.place,
        origin=section.origin,
    )


def _remedies(draft: Draft) -> dict[str, Remedy]:
    """The remedies, with what causes say of remedies written elsewhere (`repaired by`, `never with`)."""
    repairs: dict[str, dict[str, float]] = {}
    only_without: dict[str, list[str]] = {}
    for section in draft.of_kind(parts.REMEDY):
        shares = shares_in(section.text("repairs"), section.at("repairs"), draft.problems)
        repairs[section.id] = {spoken(cause): chance for cause, chance in shares.items()}
        only_without[section.id] = list(words_in(section.text("only without")))
    for section in draft.of_kind(parts.CAUSE):
        for remedy, chance in shares_in(section.text("repaired by"), section.at("repaired by"), draft.problems).items():
            if _known_remedy(spoken(remedy), repairs, section, "repaired by", draft.problems):
                repairs[spoken(remedy)][section.id] = chance
        for name in words_in(section.text("never with")):
            if _known_remedy(name, repairs, section, "never with", draft.problems):
                only_without[name].append(section.id)
    return {
        section.id: _remedy(section, repairs[section.id], tuple(only_without[section.id]), draft.problems)
        for section in draft.of_kind(parts.REMEDY)
    }


def _known_remedy(name: str, known: Mapping[str, object], section: Section, key: str, problems: list[Problem]) -> bool:
    if name not in known:
        problem = f"`{key}` names an unknown remedy `{name}`: correct it or write the remedy"
        problems.append(Problem(section.at(key), problem))
    return name in known


def _remedy(
    section: Section, repairs: Mapping[str, float], only_without: tuple[str, ...], problems: list[Problem]
) -> Remedy:
    return Remedy(
        id=section.id,
        title=section.title,
        who=_who(section, problems),
        cost=_cost(section, problems, least=1),
        repairs=repairs,
        proof=_pairs(section, "proof", problems),
        do=section.text("do"),
        help=section.text("help"),
        steps=words_in(section.text("steps")),
        act=section.text("act"),
        consent=section.text("consent"),
        holds_first=_pairs(section, "holds first", problems),
        only_without=only_without,
        leaves=words_in(section.text("leaves")),
        source=section.text("source"),
        prose=_prose(section),
        place=section.place,
        origin=section.origin,
    )


def _hand_over(section: Section, problems: list[Problem]) -> HandOver:
    return HandOver(
        id=section.id,
        title=section.title,
        to=section.text("to"),
        cost=_cost(section, problems, least=1),
        when=words_in(section.text("when")),
        say=section.text("say"),
        source=section.text("source"),
        prose=_prose(section),
        place=section.place,
        origin=section.origin,
    )
