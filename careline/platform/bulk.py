"""Many rows at once: COPY into tables, ids in blocks from their sequences, and merging into rows that are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

_BLOCK = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table with the columns a loader fills and the key that tells whether a row is there already."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    append_only: bool = False  # a row that is there already stays as it is
    where: str = ""  # the condition of the partial index that the key belongs to


@dataclass
class Batch:
    """Rows on their way into tables. `merge` compares with what is there (slower); otherwise all rows are new."""

    merge: bool = False
    rows: dict[Table, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    _ids: dict[str, Iterator[int]] = field(default_factory=dict)

    def put(self, table: Table, *row: Any) -> None:
        """This function will add one row; its values stand in the order of the table's columns."""
        self.rows[table].append(row)

    def next_id(self, sequence: str) -> int:
        """This function will give the next id of a sequence, fetched in blocks so that others may load meanwhile."""
        try:
            return next(self._ids[sequence])
        except (KeyError, StopIteration):
            self._ids[sequence] = _block(sequence)
            return next(self._ids[sequence])

    def flush(self) -> int:
        """This function will write all rows, tables in the order of their first row; it gives how many they were.

        Must run in a transaction. References between tables are checked here, so that a mistake shows in its batch.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a batch is written in one transaction")
        for table, rows in self.rows.items():
            _merge(table, rows) if self.merge else _copy(table.name, table, rows)
        count = sum(len(rows) for rows in self.rows.values())
        self.rows.clear()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        return count


def _block(sequence: str) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(%s) from generate_series(1, %s)", [sequence, _BLOCK])
        return iter([row[0] for row in cursor.fetchall()])


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _copy(into: str, table: Table, rows: list[tuple[Any, ...]]) -> None:
    # Django's cursor has no COPY; psycopg's own does, on the same connection and in the same transaction
    statement = f'copy "{into}" ({_quoted(table.columns)}) from stdin'
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _merge(table: Table, rows: list[tuple[Any, ...]]) -> None:
    staged = f"staged_{table.name}"
    columns, changing = _quoted(table.columns), [name for name in table.columns if name not in table.key]
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in changing)
    what_then = "do nothing" if table.append_only or not changing else f"do update set {updates}"
    with connection.cursor() as cursor:
        cursor.execute(f'create temporary table "{staged}" (like "{table.name}") on commit drop')
        _copy(staged, table, rows)
        cursor.execute(
            f'insert into "{table.name}" ({columns}) select {columns} from "{staged}" '  # noqa: S608 - table names only
            f"on conflict ({_quoted(table.key)}) {f'where {table.where} ' if table.where else ''}{what_then}"
        )
        cursor.execute(f'drop table "{staged}"')
