"""The Markdown of a policy, taken apart into heading fields, clauses and example rows, each with its line.

Nothing is judged here except the shape; what the words mean is checked by `read.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_ITEM = re.compile(r"^- (?P<key>[a-z][a-z0-9_. ]*?): (?P<value>.*)$")
_EMPTY_ITEM = re.compile(r"^- (?P<key>[a-z][a-z0-9_. ]*?):\s*$")
_TABLE_RULE = re.compile(r"^\|[\s:|-]+\|$")


@dataclass(frozen=True, slots=True)
class Field:
    """One `- key: value` item and where it stands."""

    key: str
    value: str
    line: int


@dataclass(slots=True)
class Section:
    """A heading, the paragraphs beneath it, and its items. The first section is the policy's own head."""

    heading: str
    line: int
    paragraphs: list[str] = field(default_factory=list)
    items: list[Field] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def item(self, key: str) -> Field | None:
        return next((one for one in self.items if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: column -> text."""

    cells: dict[str, str]
    line: int


def normalised(text: str) -> str:
    """This function will bring a text to the form that is hashed: same words, same hash, whatever the editor."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def take_apart(text: str) -> list[Section]:
    """This function will split a policy's text into sections, in order; text before a heading goes to the first."""
    reader = _Reader()
    for number, line in enumerate(normalised(text).split("\n"), start=1):
        reader.take(number, line)
    return reader.sections


@dataclass(slots=True)
class _Reader:
    sections: list[Section] = field(default_factory=lambda: [Section("", 1)])
    columns: list[str] = field(default_factory=list)
    last: str = "gap"  # what the line before was: gap, prose, item or table

    def take(self, number: int, line: str) -> None:
        section = self.sections[-1]
        if line.startswith("# ") and not section.heading:
            self.sections[-1] = Section(line[2:].strip(), number)
            self.last = "gap"
        elif line.startswith("## "):
            self.sections.append(Section(line[3:].strip(), number))
            self.last = "gap"
        elif not line.strip():
            self.last = "gap"
        elif line.startswith("|"):
            self._take_table(number, line, section)
        elif match := _ITEM.match(line) or _EMPTY_ITEM.match(line):
            section.items.append(Field(match["key"], (match.groupdict().get("value") or "").strip(), number))
            self.last = "item"
        elif self.last == "item" and line.startswith("  "):
            self._continue_item(line, section)
        else:
            self._take_prose(line, section)

    def _take_table(self, number: int, line: str, section: Section) -> None:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if self.last != "table":
            self.columns = cells
        elif not _TABLE_RULE.match(line.strip()):
            padded = cells + [""] * (len(self.columns) - len(cells))
            section.rows.append(Row(dict(zip(self.columns, padded, strict=False)), number))
        self.last = "table"

    def _continue_item(self, line: str, section: Section) -> None:
        item = section.items[-1]
        section.items[-1] = Field(item.key, f"{item.value} {line.strip()}".strip(), item.line)

    def _take_prose(self, line: str, section: Section) -> None:
        if self.last == "prose":
            section.paragraphs[-1] += f" {line.strip()}"
        else:
            section.paragraphs.append(line.strip())
        self.last = "prose"
