"""Files to parsed rows, with every mistake told at its row. Nothing is guessed and nothing is corrected. Pure."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from careline.journeys.load_operator.import_columns import FILES, Column, File, Kind
from careline.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mistake (or a warning) with its place and what to do. Row 0 means the whole file."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = self.file + (f", row {self.row}" if self.row else "") + (f", {self.column}" if self.column else "")
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file and its parsed cells (None for an empty cell)."""

    number: int
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells.get(name)


@dataclass(frozen=True, slots=True)
class Operator:
    """What operator.toml says."""

    name: str
    currency: str
    zone: tzinfo


@dataclass
class FileSet:
    """Everything that was read: rows by file, errors and warnings."""

    operator: Operator
    rows: dict[str, list[Row]] = field(default_factory=dict)
    errors: list[Trouble] = field(default_factory=list)
    warnings: list[Trouble] = field(default_factory=list)

    def of(self, file: str) -> list[Row]:
        """This function will give the rows of a file; none when the file is not there."""
        return self.rows.get(file, [])


def read_files(folder: Path, *, zone: tzinfo) -> FileSet:
    """This function will read and parse a folder; `zone` is the time zone unless operator.toml names another."""
    errors: list[Trouble] = []
    found = FileSet(_operator(folder, zone, errors), errors=errors)
    for file in FILES:
        path = folder / file.name
        if path.is_file():
            found.rows[file.name] = list(_rows(file, path, found))
        elif file.required:
            errors.append(
                Trouble(file.name, 0, "", "is missing. Put it into the folder, with at least its column names.")
            )
    known = {file.name for file in FILES}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            found.warnings.append(Trouble(path.name, 0, "", "is not part of the set and was not read."))
    return found


def _operator(folder: Path, zone: tzinfo, errors: list[Trouble]) -> Operator:
    path = folder / "operator.toml"
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        named = said.get("time_zone")
        zone = ZoneInfo(named) if named else zone
        currency = str(said.get("currency", "USD"))
        if len(currency) != 3 or not currency.isupper():
            raise ValueError(f"currency {currency!r} is not three capital letters")
        return Operator(str(said["name"]), currency, zone)
    except FileNotFoundError:
        errors.append(Trouble(path.name, 0, "", 'is missing. Write one with at least: name = "Your operator"'))
    except (KeyError, ValueError, OSError) as problem:
        errors.append(Trouble(path.name, 0, "", f"cannot be used: {problem}. See docs/reference/import-files.md."))
    return Operator("", "USD", zone)


def _rows(file: File, path: Path, found: FileSet) -> Iterator[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        found.errors.append(Trouble(file.name, 0, "", f"is not UTF-8 (byte {problem.start}). Save it as UTF-8."))
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip() for name in next(reader, [])]
    if not _header_is_fine(file, header, found):
        return
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            found.errors.append(Trouble(
                file.name, reader.line_num, "", f"has {len(cells)} cells, the first row has {len(header)}. "
                "Put quotes around a text that contains a comma.",
            ))  # fmt: skip
            continue
        yield _parsed(file, reader.line_num, dict(zip(header, cells, strict=True)), found)


def _header_is_fine(file: File, header: list[str], found: FileSet) -> bool:
    missing = [column.name for column in file.columns if column.required and column.name not in header]
    unknown = [name for name in header if name not in file.by_name]
    if missing:
        message = f"lacks the column {', '.join(missing)}. Add it to the first row."
        found.errors.append(Trouble(file.name, 1, "", message))
    if unknown:
        known = ", ".join(file.by_name)
        found.errors.append(
            Trouble(file.name, 1, "", f"has an unknown column {', '.join(unknown)}. Known are: {known}.")
        )
    return not missing and not unknown


def _parsed(file: File, number: int, raw: Mapping[str, str], found: FileSet) -> Row:
    cells: dict[str, Any] = {}
    for column in file.columns:
        text = raw.get(column.name, "").strip() or column.default
        if not text:
            cells[column.name] = None
            if column.required:
                found.errors.append(Trouble(file.name, number, column.name, "is empty. Fill it in."))
            continue
        try:
            cells[column.name] = _parse(text, column, found.operator)
        except (ValueError, InvalidOperation) as problem:
            cells[column.name] = None
            found.errors.append(Trouble(file.name, number, column.name, _sentence(text, column, problem)))
        _warn(file, number, column, text, found)
    return Row(number, cells)


def _warn(file: File, number: int, column: Column, text: str, found: FileSet) -> None:
    checked = column.check(text) if column.check else None
    if checked and not checked.ok:
        offer = f" With its check digit it would be {checked.offer}." if checked.offer else ""
        message = f"{text} {checked.problem}.{offer} It is loaded as written."
        found.warnings.append(Trouble(file.name, number, column.name, message))


def _sentence(text: str, column: Column, problem: Exception) -> str:
    if column.choices:
        return f"{text!r} is not known. Use {', '.join(column.choices)}."
    return f"{text!r} is not right: it should be {column.kind.value}."


def _parse(text: str, column: Column, operator: Operator) -> Any:
    match column.kind:
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.MOMENT:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=operator.zone)
        case Kind.MONEY:
            return _money(text, operator.currency)
        case Kind.GB:
            return _gigabytes(text)
        case Kind.WHOLE:
            return int(text)
        case Kind.YES_NO:
            return {"yes": True, "no": False, "true": True, "false": False}[_known(text.lower(), _YES_NO)]
        case Kind.CHOICE:
            return _known(text.lower(), column.choices)
        case Kind.CHOICES:
            return tuple(_known(one.strip().lower(), column.choices) for one in text.split(";") if one.strip())
    return text


_YES_NO = ("yes", "no", "true", "false")


def _known(word: str, choices: tuple[str, ...]) -> str:
    """Words are compared without case, but in no other way."""
    for choice in choices:
        if choice.lower() == word:
            return choice
    raise ValueError(word)


def _money(text: str, currency: str) -> Money:
    amount = Decimal(text)
    if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")) or abs(amount) > 10**12:
        raise ValueError(text)
    return Money.of(amount, currency)


def _gigabytes(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite() or not 0 <= amount < 10**6 or amount != amount.quantize(Decimal("0.001")):
        raise ValueError(text)
    return amount
