"""The journal: chained, append-only, and honest about tampering."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from careline.platform.api import Line, journal_read, verify, write_journal, write_many
from careline.platform.journal import JournalHead, JournalLine, canonical, chained, contents

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def note(account: int | None, action: str = "resume line") -> Line:
    return Line(by="autopilot", at=AT, action=action, subject="line:7", why="all bills are paid", account_id=account,
                contact_id=81, before={"status": "suspended"}, after={"status": "active"})  # fmt: skip


@contextmanager
def guards_off() -> Iterator[Any]:
    """What somebody with full power over the database would do."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        yield cursor
        cursor.execute("set session_replication_role = origin")


@pytest.fixture
def written(db: None) -> None:
    write_many([note(account, f"act {number}") for account in (1, 2, 3) for number in range(4)])


@pytest.mark.usefixtures("written")
class TestTampering:
    """Whatever is done to the lines behind the guards is found, with its place."""

    def broken_by(self, statement: str) -> tuple[int, int]:
        with guards_off() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 1, "the tampering itself must have worked"
        broken = verify().broken
        assert broken is not None
        return broken.account_id, broken.number

    def test_an_untouched_journal_is_whole(self) -> None:
        verdict = verify()
        assert (verdict.lines, verdict.accounts, verdict.broken) == (12, 3, None)

    @pytest.mark.parametrize("column", ["why", "action", "subject", "by", "before", "after"])
    def test_a_changed_word(self, column: str) -> None:
        change = f"update platform_journalline set {column} = 'nothing' where account_id = 2 and number = 3"
        assert self.broken_by(change) == (2, 3)

    def test_a_changed_time(self) -> None:
        change = (
            "update platform_journalline set at = at + interval '1 microsecond' where account_id = 2 and number = 2"
        )
        assert self.broken_by(change) == (2, 2)

    def test_a_removed_line(self) -> None:
        assert self.broken_by("delete from platform_journalline where account_id = 2 and number = 2") == (2, 2)

    def test_a_removed_first_line(self) -> None:
        assert self.broken_by("delete from platform_journalline where account_id = 1 and number = 1") == (1, 1)

    def test_a_removed_last_line(self) -> None:
        assert self.broken_by("delete from platform_journalline where account_id = 3 and number = 4") == (3, 4)

    def test_a_removed_head(self) -> None:
        assert self.broken_by("delete from platform_journalhead where account_id = 3") == (3, 4)

    def test_two_lines_that_changed_places(self) -> None:
        with guards_off() as cursor:
            for old, new in ((2, 99), (3, 2), (99, 3)):
                cursor.execute("update platform_journalline set number = %s where account_id = 1 and number = %s",
                               [new, old])  # fmt: skip
        broken = verify().broken
        assert broken is not None
        assert (broken.account_id, broken.number) == (1, 2)

    def test_a_line_moved_to_another_account(self) -> None:
        change = "update platform_journalline set account_id = 4, number = 1 where account_id = 1 and number = 4"
        assert self.broken_by(change) == (1, 4)

    def test_an_added_line(self) -> None:
        change = (
            "insert into platform_journalline select account_id, 5, contact_id, kind, by, at, action, subject, why, "
            "before, after, hash from platform_journalline where account_id = 1 and number = 4"
        )
        assert self.broken_by(change) == (1, 5)

    def test_a_tail_removed_together_with_its_head_changes_the_seal(self) -> None:
        seal = verify().seal
        with guards_off() as cursor:
            cursor.execute("delete from platform_journalline where account_id = 3")
            cursor.execute("delete from platform_journalhead where account_id = 3")
        verdict = verify()
        assert verdict.broken is None, "nothing inside the database can show this"
        assert verdict.seal != seal


@pytest.mark.usefixtures("written")
class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "statement",
        [
            "update platform_journalline set why = 'other'",
            "delete from platform_journalline",
            "truncate platform_journalline",
            "delete from platform_journalhead",
            "truncate platform_journalhead",
            "update platform_journalhead set number = number - 1",
            "update platform_journalhead set hash = '\\x00'",
        ],
    )
    def test_to_change_what_was_written(self, statement: str) -> None:
        with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert verify().broken is None


@pytest.mark.django_db
def test_one_line_after_the_other_in_one_chain_per_account() -> None:
    for account in (7, 7, None, 8, 7):
        write_journal(by="autopilot", at=AT, action="a", subject="s", why="w", account_id=account)
    assert sorted(JournalLine.objects.values_list("account_id", "number")) == [(0, 1), (7, 1), (7, 2), (7, 3), (8, 1)]
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        write_journal(by="autopilot", at=AT, action="a", subject="s", why="w")


@pytest.mark.django_db
def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        write_journal(by="a", at=datetime(2026, 1, 1), action="a", subject="s", why="w")


@pytest.mark.django_db
def test_a_read_is_noted_as_a_read() -> None:
    journal_read(by="autopilot", at=AT, what="bills", subject="account:7", account_id=7, contact_id=81)
    assert JournalLine.objects.get().kind == "read"


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_keep_every_chain_whole() -> None:
    problems: list[BaseException] = []

    def write(seed: int) -> None:
        try:
            for turn in range(10):
                with transaction.atomic():
                    write_many([note((seed + turn) % 3), note((seed * turn) % 3)])
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert problems == []
    verdict = verify()
    assert (verdict.lines, verdict.broken) == (120, None)


@pytest.mark.django_db
def test_ten_thousand_lines_in_three_statements(django_assert_num_queries: Any) -> None:
    lines = [note(number % 500) for number in range(10_000)]
    with django_assert_num_queries(3):
        assert write_many(lines) == 10_000
    assert JournalHead.objects.count() == 500
    assert verify().broken is None


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=50)
@given(before=plain, after=plain)
def test_equal_content_has_equal_hash_and_other_content_another(before: Any, after: Any) -> None:
    def hashed(one: Any, other: Any) -> bytes:
        line = Line(by="a", at=AT, action="a", subject="s", why="w", before=one, after=other)
        return chained(bytes(32), contents(line, 1, 1))

    assert hashed(before, after) == hashed(before, after)
    assert (hashed(before, after) == hashed(after, before)) == (canonical(before) == canonical(after))
