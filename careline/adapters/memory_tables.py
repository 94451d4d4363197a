"""An operator's records as plain tables held in memory: reading them, copying them, comparing them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]

KEYS: dict[str, str] = {
    "plans": "plan_id",
    "devices": "device_id",
    "lines": "line_id",
    "customers": "customer_id",
    "bills": "bill_id",
}
"""The tables, and the column that names a row in each."""


class RecordsUnreadable(Exception):
    """The records file cannot be used; the message says why and what to do."""


@dataclass(slots=True)
class Tables:
    """Rows by id, per table. `made` lists the bills that were opened here, whose ids are ours and mean nothing."""

    rows: dict[str, dict[str, Row]]
    made: list[str]

    def copy(self) -> Tables:
        """This function will return a copy that shares no row with this one."""
        rows = {name: {key: _copied(row) for key, row in table.items()} for name, table in self.rows.items()}
        return Tables(rows, list(self.made))


def read_tables(path: Path) -> Tables:
    """This function will read an operator's tables from a TOML file with `[[lines]]`, `[[bills]]` and so on.

    Amounts are read exactly, as Decimal. Raises RecordsUnreadable when the file is missing, broken or lacks ids.
    """
    raw = read_toml(path)
    missing = [name for name in KEYS if name not in raw]
    if missing:
        raise RecordsUnreadable(f"{path} has no table {', '.join(missing)}; expected are {', '.join(KEYS)}")
    return Tables({name: _by_id(path, name, raw[name]) for name in KEYS}, [])


def read_toml(path: Path) -> dict[str, Any]:
    """This function will read a TOML file, with decimals kept exact. Raises RecordsUnreadable."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise RecordsUnreadable(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecordsUnreadable(f"{path} is not sound TOML: {error}") from error


def _by_id(path: Path, name: str, rows: list[Row]) -> dict[str, Row]:
    key, table = KEYS[name], {}
    for number, row in enumerate(rows, 1):
        if not row.get(key):
            raise RecordsUnreadable(f"{path}: row {number} of {name} has no {key}")
        table[str(row[key])] = row
    return table


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def differences(ours: Tables, theirs: Tables) -> tuple[str, ...]:
    """This function will compare every table exactly; each difference is one line "place: ours / theirs".

    Only the ids of bills that were opened here are taken as equal, in the order in which they were opened.
    """
    return tuple(_compare("", _neutral(ours), _neutral(theirs)))


def _neutral(tables: Tables) -> Mapping[str, Any]:
    """The rows with our own bill ids replaced by their order."""
    if not tables.made:
        return tables.rows
    names = {bill: f"new bill {number}" for number, bill in enumerate(tables.made, 1)}
    renamed: Mapping[str, Any] = _renamed(tables.rows, names)
    return renamed


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


def _compare(place: str, ours: Any, theirs: Any) -> Iterator[str]:
    if ours == theirs:
        return
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            yield from _compare(f"{place}.{key}" if place else key, ours.get(key), theirs.get(key))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _compare(f"{place}[{number}]", one, other)
    else:
        yield f"{place}: {_short(ours)} / {_short(theirs)}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
