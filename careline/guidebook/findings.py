"""The rows of a guide's checks as readings: which finding each cause shows, also across the guides it stands on."""

from __future__ import annotations

from collections.abc import Mapping

from careline.guidebook import text as parts
from careline.guidebook.draft import Draft, spoken
from careline.guidebook.fields import Pair, number_in, shares_in, words_in
from careline.guidebook.text import Section
from careline.guidebook.values import Finding, Place, Problem, Reading


def readings_of(draft: Draft) -> dict[str, Reading]:
    """This function will put the rows of all checks together into readings, and note the mistakes in them."""
    rows = _rows_by_reading(draft)
    shown = _shown_by(rows, draft)
    readings = {}
    for reading, entries in rows.items():
        findings = tuple(
            Finding(
                id=row.cells["finding"],
                label=row.cells["label"],
                shown_by=shown[(reading, row.cells["finding"])],
                by_chance=_by_chance(row, draft.problems),
            )
            for _, row in entries
        )
        section, row = entries[0]
        lasting = reading in words_in(section.text("lasting"))
        readings[reading] = Reading(reading, section.title, findings, row.place, lasting)
    return readings


def _rows_by_reading(draft: Draft) -> dict[str, list[tuple[Section, parts.Row]]]:
    rows: dict[str, list[tuple[Section, parts.Row]]] = {}
    for section in draft.of_kind(parts.CHECK):
        for row in section.rows:
            earlier = rows.setdefault(row.cells["reading"], [])
            if earlier and earlier[0][0] is not section:
                draft.problems.append(_written_twice(row, earlier[0][1].place))
            elif row.cells["finding"] in {each.cells["finding"] for _, each in earlier}:
                draft.problems.append(_written_twice(row, row.place))
            else:
                earlier.append((section, row))
    return rows


def _written_twice(row: parts.Row, place: Place) -> Problem:
    reading, finding = row.cells["reading"], row.cells["finding"]
    return Problem(
        row.place,
        f"reading `{reading}` (finding `{finding}`) is written twice, first at {place}: "
        "keep its rows in one check and name it with `readings:` in the other",
    )


def _by_chance(row: parts.Row, problems: list[Problem]) -> float:
    written = row.cells["by chance"]
    if not written:
        return 0.0
    return number_in(parts.Entry(written, row.place), problems, least=0, most=1, what="by chance")


def _shown_by(rows: Mapping[str, list[tuple[Section, parts.Row]]], draft: Draft) -> dict[Pair, dict[str, float]]:
    """What shows each finding: the rows' own words, plus what causes say about readings written elsewhere (`shows`)."""
    written: dict[Pair, dict[str | Pair, float]] = {}
    places: dict[Pair, Place] = {}
    for reading, entries in rows.items():
        for _, row in entries:
            pair = (reading, row.cells["finding"])
            written[pair] = shares_in(row.cells["shown by"], row.place, draft.problems)
            places[pair] = row.place
    for section in draft.of_kind(parts.CAUSE):
        for what, chance in shares_in(section.text("shows"), section.at("shows"), draft.problems).items():
            if isinstance(what, str) or what not in written:
                problem = f"`shows` names an unknown finding `{spoken(what)}`: write `reading = finding .97`"
                draft.problems.append(Problem(section.at("shows"), problem))
            else:
                written[what][section.id] = chance
    return {pair: _expanded(pair, written, places, draft.problems, ()) for pair in written}


def _expanded(
    pair: Pair,
    written: Mapping[Pair, Mapping[str | Pair, float]],
    places: Mapping[Pair, Place],
    problems: list[Problem],
    within: tuple[Pair, ...],
) -> dict[str, float]:
    """The causes that show a finding; an entry that is itself a finding stands for all that shows that one."""
    shown: dict[str, float] = {}
    for what, chance in written[pair].items():
        if isinstance(what, str):
            shown[what] = max(shown.get(what, 0.0), chance)
        elif what not in written or what in (*within, pair):
            problems.append(
                Problem(
                    places[pair],
                    f"`shown by` names `{spoken(what)}`, which no check tells or which leads back here: correct it",
                )
            )
        else:
            for cause, share in _expanded(what, written, places, problems, (*within, pair)).items():
                shown[cause] = max(shown.get(cause, 0.0), chance * share)
    return shown
