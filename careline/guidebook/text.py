"""The text of one guide, taken apart line by line: fields, sections and tables, each with its place.

A small line parser and not a Markdown library: every mistake must be told with the line it stands on, and the parts
the machine reads (`- field: value`, `## kind: id`, table rows) are lines already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from careline.guidebook.values import Place, Problem

HEADER = "guide"
CAUSE = "cause"
CHECK = "check"
REMEDY = "remedy"
HAND_OVER = "hand over"

FIELDS: Mapping[str, frozenset[str]] = {
    HEADER: frozenset({"reason", "says", "owner", "reviewed", "stands on", "goal", "test", "priors", "source"}),
    CAUSE: frozenset(
        {
            "prior",
            "tell",
            "root cause",
            "certain when",
            "ruled out when",
            "shows",
            "repaired by",
            "never with",
            "source",
        }
    ),
    CHECK: frozenset({"who", "cost", "ask", "help", "probe", "readings", "lasting", "instead of", "source"}),
    REMEDY: frozenset(
        {"who", "cost", "do", "help", "steps", "act", "consent", "repairs", "proof", "leaves", "source"}
        | {"holds first", "only without"}
    ),
    HAND_OVER: frozenset({"to", "cost", "when", "say", "source"}),
}
"""The fields each part may have; another word is a mistake."""

COLUMNS = ("reading", "finding", "label", "shown by", "by chance")

_HEADING = re.compile(r"^## +(?P<kind>[a-z ]+): *(?P<id>[a-z0-9][a-z0-9-]*) *$")
_FIELD = re.compile(r"^- +(?P<key>[A-Za-z][A-Za-z ]*?) *:(?: +(?P<value>.*))?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """The value of a field, with the line it starts on."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of findings."""

    cells: Mapping[str, str]
    place: Place


@dataclass(slots=True)
class Section:
    """One part of a guide: its head, a cause, a check, a remedy or a hand-over."""

    kind: str
    id: str
    place: Place
    title: str = ""
    fields: dict[str, Entry] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    origin: str = ""  # id of the guide it was written in

    def text(self, key: str) -> str:
        """This function will return the value of a field, or "" where it is not written."""
        entry = self.fields.get(key)
        return entry.text if entry else ""

    def at(self, key: str) -> Place:
        """This function will return the place of a field, or of the section where it is not written."""
        entry = self.fields.get(key)
        return entry.place if entry else self.place


@dataclass(slots=True)
class Page:
    """One file, taken apart."""

    file: str
    head: Section
    sections: list[Section]
    problems: list[Problem]

    @property
    def id(self) -> str:
        return self.head.text("reason")


def take_apart(text: str, file: str) -> Page:
    """This function will take the text of one guide apart; mistakes of form are collected in `problems`."""
    page = Page(file, Section(HEADER, "", Place(file, 1)), [], [])
    current = page.head
    open_field = ""  # the field that an indented line carries on
    for place, line in _lines(text, file):
        if line.startswith("# "):
            page.head.title = line[2:].strip()
            open_field = ""
        elif line.startswith("## "):
            current = _open_section(line, place, page)
            open_field = ""
        elif open_field and line.startswith("  ") and line.strip():
            _carry_on(current, open_field, line)
        else:
            open_field = _take_line(line, place, current, page)
    if not page.head.title:
        page.problems.append(Problem(Place(file, 1), "the guide has no title: begin with `# What the customer says`"))
    for section in [page.head, *page.sections]:
        section.origin = page.id
    return page


def _lines(text: str, file: str) -> Iterator[tuple[Place, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        yield Place(file, number), line.rstrip()


def _open_section(line: str, place: Place, page: Page) -> Section:
    match = _HEADING.match(line)
    kind = match["kind"].strip() if match else ""
    if match is None or kind not in FIELDS or kind == HEADER:
        page.problems.append(
            Problem(
                place,
                f"unknown part `{line}`: write `## cause: id`, `## check: id`, `## remedy: id` or `## hand over: id` "
                "(id in small letters and hyphens)",
            )
        )
        return Section("", "", place)  # swallows what follows, so that one mistake is told once
    section = Section(kind, match["id"], place)
    page.sections.append(section)
    return section


def _take_line(line: str, place: Place, section: Section, page: Page) -> str:
    """Take one line into the section; return the field that a following indented line would carry on."""
    if line.startswith("|"):
        _take_row(line, place, section, page)
        return ""
    match = _FIELD.match(line)
    if match is None:
        _take_prose(line, section)
        return ""
    return _take_field(match["key"].strip(), (match["value"] or "").strip(), place, section, page)


def _take_field(key: str, value: str, place: Place, section: Section, page: Page) -> str:
    known = FIELDS.get(section.kind)
    if known is None:
        return ""
    if key not in known:
        page.problems.append(
            Problem(place, f"unknown word `{key}` in a {section.kind}: use one of {', '.join(sorted(known))}")
        )
        return ""
    if key in section.fields:
        page.problems.append(Problem(place, f"`{key}` is written twice here: keep one"))
        return ""
    section.fields[key] = Entry(value, place)
    return key


def _carry_on(section: Section, key: str, line: str) -> None:
    entry = section.fields[key]
    section.fields[key] = Entry(f"{entry.text} {line.strip()}".strip(), entry.place)


def _take_prose(line: str, section: Section) -> None:
    if line and not section.title and section.kind != HEADER and not section.fields:
        section.title = line.strip()
    elif line or section.prose:
        section.prose.append(line)


def _take_row(line: str, place: Place, section: Section, page: Page) -> None:
    cells = [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
    if all(set(cell) <= set("-: ") for cell in cells) and any(cells):
        return  # the rule beneath the table's head
    if tuple(cells) == COLUMNS:
        return
    if section.kind != CHECK:
        page.problems.append(Problem(place, "a table stands only in a check: move it there"))
        return
    if len(cells) != len(COLUMNS):
        page.problems.append(
            Problem(place, f"a row has {len(COLUMNS)} cells ({' | '.join(COLUMNS)}): this has {len(cells)}")
        )
        return
    section.rows.append(Row(dict(zip(COLUMNS, cells, strict=True)), place))
