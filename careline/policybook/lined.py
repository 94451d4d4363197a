"""YAML read with line numbers and without guessing: every scalar stays the text that was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from careline.kernel.money import Money
from careline.policybook.values import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a YAML file and the line it stands on."""

    line: int
    text: str = ""
    fields: dict[str, Entry] | None = None
    items: tuple[Entry, ...] | None = None

    def word(self, key: str) -> str:
        """This function will return the text of a field, or an empty string when it is not there."""
        entry = (self.fields or {}).get(key)
        return entry.text if entry else ""


def read_yaml(path: Path, shown_as: str) -> tuple[Entry | None, tuple[Problem, ...]]:
    """This function will read one file into entries; a file that is not YAML, or says a key twice, is a problem."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it is not UTF-8 text"
        return None, (Problem(shown_as, mark.line + 1 if mark else 1, f"this is not readable YAML: {reason}"),)
    if node is None:
        return Entry(1, fields={}), ()
    problems: list[Problem] = []
    return _entry(node, shown_as, problems), tuple(problems)


def _entry(node: yaml.Node, file: str, problems: list[Problem]) -> Entry:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Entry] = {}
        for key, value in node.value:
            if key.value in fields:
                problems.append(Problem(file, key.start_mark.line + 1, f"{key.value} is written twice"))
            fields[key.value] = _at_key(key, _entry(value, file, problems))
        return Entry(line, fields=fields)
    if isinstance(node, yaml.SequenceNode):
        return Entry(line, items=tuple(_entry(one, file, problems) for one in node.value))
    return Entry(line, text=str(node.value).strip())


def _at_key(key: yaml.Node, entry: Entry) -> Entry:
    """A reader looks for the key, so an entry stands on its key's line, not on the line of its first child."""
    return Entry(key.start_mark.line + 1, entry.text, entry.fields, entry.items)


def as_amount(text: str) -> Decimal | Money:
    """This function will read "2", "0.5" or "25.00 USD"; anything else is a ValueError that says so."""
    number, _, currency = text.partition(" ")
    try:
        value = Decimal(number.replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number and not an amount of money like 25.00 USD") from None
    if not currency:
        return value
    if len(currency) != 3 or not (currency.isalpha() and currency.isupper()):
        raise ValueError(f"{currency!r} is not a currency of three capital letters")
    return Money.of(value, currency)


def as_day(text: str) -> date:
    """This function will read a day written 2026-11-22; anything else is a ValueError that says so."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day like 2026-11-22") from None
