"""The journal: who did what, for whom, on which contact, why, and what it changed. Append-only and hash-chained.

One chain per account (account 0 holds what belongs to none). A chain has to be written one line after the other, so
whoever writes holds its head until commit. Writers of one account wait for each other anyway, for the rows they
change; writers of different accounts never do, however many there are. A chain per account also distributes with the
account (law 8). The price is one head row per account. `acting` writes its lines last, so a head is held for little
more than the commit itself.

The database refuses to change or remove a line (migration 0002). Whoever can switch that off is found by
`careline journal verify`, because every line's hash covers the line before it and the head covers the last.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any, ClassVar

from django.db import connection, models, transaction

NO_ACCOUNT = 0
GENESIS = bytes(32)
WRITE, READ = "write", "read"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class JournalLine(models.Model):
    """One line. `before` and `after` are canonical JSON, kept as text so that the hashed bytes are the stored ones."""

    pk = models.CompositePrimaryKey("account_id", "number")
    account_id = models.BigIntegerField()
    number = models.BigIntegerField()
    contact_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=5)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    action = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    why = models.TextField()
    before = models.TextField()
    after = models.TextField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        app_label = "platform"
        indexes: ClassVar = [models.Index("account_id", "contact_id", name="platform_journal_contact")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=[WRITE, READ]), name="platform_journal_kind"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="platform_journal_number"),
        ]


class JournalHead(models.Model):
    """How far an account's chain has come, and the hash of its last line."""

    account_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        app_label = "platform"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """A line before it has its place in a chain. `before` and `after` are any plain values or frozen dataclasses."""

    by: Any
    at: datetime
    action: str
    subject: str
    why: str
    account_id: int | None = None
    contact_id: int | None = None
    before: Any = None
    after: Any = None
    kind: str = WRITE


def write_journal(
    *,
    by: Any,
    at: datetime,
    action: str,
    subject: str,
    why: str,
    account_id: int | None = None,
    contact_id: int | None = None,
    before: Any = None,
    after: Any = None,
) -> None:
    """This function will write one line about a change, in the transaction of that change.

    `by` is a user, something with a user_id, or a word such as "autopilot"; `at` must carry a time zone; `subject`
    says what was changed, for example "line:7". Inside `acting` the line waits for the end of the act. Raises
    transaction.TransactionManagementError outside a transaction: a line that can stay when its change is rolled
    back would lie.
    """
    _add(Line(by=by, at=at, action=action, subject=subject, why=why, account_id=account_id, contact_id=contact_id,
              before=before, after=after))  # fmt: skip


def journal_read(
    *, by: Any, at: datetime, what: str, subject: str, why: str = "", account_id: int | None = None,
    contact_id: int | None = None,
) -> None:  # fmt: skip
    """This function will note that protected customer data was read (law 5): by whom, which, on which contact."""
    line = Line(by=by, at=at, action=what, subject=subject, why=why, account_id=account_id, contact_id=contact_id,
                kind=READ)  # fmt: skip
    with transaction.atomic():
        _add(line)


def write_many(lines: Iterable[Line]) -> int:
    """This function will write many lines at once, chained like all others: for loaders. Gives how many they were.

    Three statements in all, however many lines; needs a transaction.
    """
    _need_transaction()
    by_account = groupby(sorted(lines, key=_account), key=_account)
    batches = [(account, list(group)) for account, group in by_account]
    heads = _lock_heads([account for account, _ in batches])
    rows: list[tuple[Any, ...]] = []
    new_heads: list[tuple[int, int, bytes]] = []
    for account, batch in batches:
        number, previous = heads[account]
        for line in batch:
            number += 1
            content = contents(line, account, number)
            previous = chained(previous, content)
            rows.append((*content, previous))
        new_heads.append((account, number, previous))
    _store(rows, new_heads)
    return len(rows)


def _account(line: Line) -> int:
    return NO_ACCOUNT if line.account_id is None else line.account_id


def contents(line: Line, account: int, number: int) -> tuple[Any, ...]:
    """This function will give a line's columns in their order, without the hash."""
    if line.at.tzinfo is None:
        raise ValueError("a journal line needs a time with its zone")
    return (account, number, line.contact_id, line.kind, who(line.by), line.at, line.action, line.subject, line.why,
            canonical(line.before), canonical(line.after))  # fmt: skip


def chained(previous: bytes, content: Sequence[Any]) -> bytes:
    """This function will give a line's SHA-256: over the hash of the line before it and all its own columns."""
    plain = [(value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value for value in content]
    return hashlib.sha256(previous + _PLAIN.encode(plain).encode()).digest()


def who(by: Any) -> str:
    """This function will name an actor so that it stays true when names change: "user:7", or the word given."""
    if isinstance(by, str):
        return by
    identity = getattr(by, "user_id", None) or getattr(by, "pk", None) or by
    return f"user:{identity}"


def canonical(value: Any) -> str:
    """This function will write a value as JSON in one way only: sorted keys, no spaces; nothing is the empty text."""
    if value is None:
        return ""
    return _SORTED.encode(value)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


# made once: json.dumps would make an encoder for every call
_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain)

# -- the two tables ----------------------------------------------------------------------------------------------------

_FOLD = """
insert into platform_journalhead (account_id, number, hash)
select account, 0, %s from unnest(%s::bigint[]) as account order by account
on conflict (account_id) do update set number = platform_journalhead.number
returning account_id, number, hash
"""
_COLUMNS = "account_id, number, contact_id, kind, by, at, action, subject, why, before, after, hash"
_TYPES = ("bigint", "bigint", "bigint", "text", "text", "timestamptz", "text", "text", "text", "text", "text", "bytea")
_LINE = (
    f"insert into platform_journalline ({_COLUMNS}) "  # noqa: S608 - constants only
    f"select * from unnest({', '.join(f'%s::{kind}[]' for kind in _TYPES)})"
)
_HEADS = (
    "update platform_journalhead as head set number = new.number, hash = new.hash "
    "from unnest(%s::bigint[], %s::bigint[], %s::bytea[]) as new(account_id, number, hash) "
    "where head.account_id = new.account_id"
)
# from here on COPY is several times faster; below, one statement for lines and heads saves a round trip
_MANY = 500


def _lock_heads(accounts: Sequence[int]) -> dict[int, tuple[int, bytes]]:
    """Lock the heads, in order (two writers of several accounts cannot wait for each other), making missing ones."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, [GENESIS, list(accounts)])
        return {account: (number, bytes(last)) for account, number, last in cursor.fetchall()}


def _store(rows: Sequence[tuple[Any, ...]], heads: Sequence[tuple[int, int, bytes]]) -> None:
    if not rows:
        return
    new_heads = [list(column) for column in zip(*heads, strict=True)]
    with connection.cursor() as cursor:
        if len(rows) < _MANY:
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"with line as ({_LINE}) {_HEADS}", [*columns, *new_heads])
            return
        with cursor.copy(f"copy platform_journalline ({_COLUMNS}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_HEADS, new_heads)


def _add(line: Line) -> None:
    """Put a line into the act that is going on in this thread, or write it now."""
    from careline.platform.acts import current

    act = current()
    if act is not None:
        act.lines.append(line)
    else:
        write_many([line])


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a journal line is written in the transaction of its change")
