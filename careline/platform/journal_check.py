"""Reading the whole journal again and computing every hash anew: was a line changed, moved, added or removed?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from careline.platform.journal import GENESIS, chained

_BATCH = 5000
# heads and lines side by side, so that a chain without a head and a head without a chain both show
_READ = """
select coalesce(line.account_id, head.account_id), line.number, line.contact_id, line.kind, line.by, line.at,
       line.action, line.subject, line.why, line.before, line.after, line.hash, head.number, head.hash
from platform_journalline as line
full join platform_journalhead as head on head.account_id = line.account_id
order by 1, 2
"""


@dataclass(frozen=True)
class Broken:
    """The first place where the journal is not what it was."""

    account_id: int
    number: int
    problem: str


@dataclass(frozen=True)
class Verdict:
    """What reading the journal showed. `seal` is one hash over all heads: kept elsewhere, it also proves later that
    no whole chain was cut short or removed together with its head."""

    lines: int
    accounts: int
    broken: Broken | None
    seal: str


def verify(progress: Callable[[int, int], None] = lambda done, total: None) -> Verdict:
    """This function will check every line of every chain in one snapshot and stop at the first broken one.

    `progress` receives lines done and the total after every few thousand.
    """
    check = _Check()
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.in_atomic_block or len(connection.savepoint_ids) == 0:
            cursor.execute("set transaction isolation level repeatable read read only")
        cursor.execute("select count(*) from platform_journalline")
        total = cursor.fetchone()[0]
        with closing(_stream(cursor)) as rows:
            for row in rows:
                check.see(row)
                if check.broken:
                    break
                if check.lines % _BATCH == 0:
                    progress(check.lines, total)
    check.close_account()
    progress(check.lines, total)
    return Verdict(check.lines, check.accounts, check.broken, check.seal.hexdigest())


def _stream(cursor: Any) -> Generator[tuple[Any, ...], None, None]:
    """A cursor of the server's: the journal may be larger than memory."""
    cursor.execute(f"declare journal_check no scroll cursor for {_READ}")
    try:
        while rows := _fetch(cursor):
            yield from rows
    finally:
        cursor.execute("close journal_check")


def _fetch(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(f"fetch {_BATCH} from journal_check")
    return list(cursor.fetchall())


class _Check:
    """Walks the lines in order and remembers the one before."""

    def __init__(self) -> None:
        self.lines = self.accounts = self.number = 0
        self.account: int | None = None
        self.previous = GENESIS
        self.head: tuple[int | None, bytes] = (None, b"")
        self.broken: Broken | None = None
        self.seal = hashlib.sha256()

    def see(self, row: tuple[Any, ...]) -> None:
        """This function will check one line against the one before it."""
        account, number, head_number, head_hash = row[0], row[1], row[12], row[13]
        if account != self.account:
            self.close_account()
            self.account, self.number, self.previous = account, 0, GENESIS
            self.head = (head_number, bytes(head_hash or b""))
            self.accounts += 1
        if number is None or self.broken:
            return
        self.lines += 1
        if number != self.number + 1:
            self.blame(self.number + 1, "this line was removed" if number > self.number else "lines were re-ordered")
        elif chained(self.previous, row[:11]) != bytes(row[11]):
            self.blame(number, "this line, or its place in the chain, was changed")
        self.number, self.previous = number, bytes(row[11])

    def close_account(self) -> None:
        """This function will compare the last line of an account with its head."""
        if self.account is None or self.broken:
            return
        number, last = self.head
        self.seal.update(f"{self.account}:{self.number}:".encode() + self.previous)
        if number is None:
            self.blame(self.number, "the head of this chain was removed")
        elif number > self.number:
            self.blame(self.number + 1, f"the end of the chain was removed (it had {number} lines)")
        elif number < self.number or last != self.previous:
            self.blame(self.number, "the head of this chain does not belong to its last line")

    def blame(self, number: int, problem: str) -> None:
        """This function will keep the first problem found."""
        if self.broken is None and self.account is not None:
            self.broken = Broken(self.account, number, problem)
