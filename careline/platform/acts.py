"""Acting: one transaction, with a journal line for what it changed, done once however often it is asked for.

    with acting(key=key, what="resume line") as act:
        if act.done_before:
            return act.answer
        line.save()
        write_journal(…)
        act.answer = {"line": line.id}

A write inside `acting` without a journal line does not commit (law 5): leaving the block raises NotJournalled and
everything is rolled back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Now

from careline.platform import journal

_current: ContextVar[Act | None] = ContextVar("act", default=None)
_WRITES = re.compile(r"^\s*(?:with\b.*?\b)?(?:insert\s+into|update|delete\s+from|copy)\s+\"?(\w+)", re.I | re.S)
# the platform's own bookkeeping is not a change to anybody's data
_BOOKKEEPING = frozenset({"platform_once", "platform_outboxmessage", "django_session", "procrastinate_jobs"})


class NotJournalled(Exception):
    """Something was written and no journal line says so; nothing was committed."""


class Once(models.Model):
    """A key that was used: what for, and what came of it, so that a repeated request gets the same answer."""

    key = models.CharField(max_length=200, primary_key=True)
    what = models.CharField(max_length=200)
    answer = models.TextField(default="null")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "platform"


@dataclass(frozen=True)
class Claim:
    """Whether a key is used for the first time; if not, the answer that was given then. True if it is the first."""

    first: bool
    answer: Any = None

    def __bool__(self) -> bool:
        return self.first


class KeyUsedForSomethingElse(Exception):
    """An idempotency key came back with a different act: an error in the caller, never a repeat."""


def once(*, key: str, what: str) -> Claim:
    """This function will claim an idempotency key for an act, inside the transaction of that act.

    Two who claim at the same time take turns: the second waits until the first has committed (and then gets its
    answer) or rolled back (and then is the first). Raises KeyUsedForSomethingElse if `what` differs.
    """
    with connection.cursor() as cursor:
        cursor.execute("insert into platform_once (key, what, answer) values (%s, %s, 'null') on conflict do nothing",
                       [key, what])  # fmt: skip
        if cursor.rowcount:
            return Claim(first=True)
        cursor.execute("select what, answer from platform_once where key = %s", [key])
        used_for, answer = cursor.fetchone()
    if used_for != what:
        raise KeyUsedForSomethingElse(f"the key was used for {used_for!r} before, and now for {what!r}")
    return Claim(first=False, answer=json.loads(answer))


@dataclass
class Act:
    """An act that is going on: its journal lines so far, and the answer to give to whoever asks again."""

    done_before: bool = False
    answer: Any = None
    lines: list[journal.Line] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    def notice(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """This function will note which tables a statement writes to, and pass it on."""
        match = _WRITES.match(sql if isinstance(sql, str) else "")
        if match and match[1].lower() not in _BOOKKEEPING:
            self.written.add(match[1].lower())
        return execute(sql, params, many, context)


def current() -> Act | None:
    """This function will give the act that is going on here, if any."""
    return _current.get()


@contextmanager
def acting(*, key: str | None = None, what: str = "") -> Iterator[Act]:
    """This function will open an act. With a `key` it is done once: check `act.done_before` first.

    An act inside an act is part of it: one transaction, the lines of both. The lines are written last, because
    writing one holds the account's chain until commit. Raises NotJournalled.
    """
    outer = current()
    if outer is not None:
        yield from _inner(outer, key, what)
        return
    act = Act()
    token = _current.set(act)
    try:
        with transaction.atomic(), connection.execute_wrapper(act.notice):
            _claim(act, key, what)
            yield act
            if act.written and not act.lines:
                raise NotJournalled(f"{', '.join(sorted(act.written))} changed without a journal line")
            _remember(act, key)
            journal.write_many(act.lines)
    finally:
        _current.reset(token)


def _inner(outer: Act, key: str | None, what: str) -> Iterator[Act]:
    """Share the transaction and the lines of the outer act; keep an own key and answer."""
    with transaction.atomic():
        inner = Act(lines=outer.lines, written=outer.written)
        before = len(inner.lines)
        _claim(inner, key, what)
        try:
            yield inner
        except BaseException:
            # the savepoint takes the writes back, so their lines must go too
            del inner.lines[before:]
            raise
        _remember(inner, key)


def _claim(act: Act, key: str | None, what: str) -> None:
    if key is not None:
        claim = once(key=key, what=what)
        act.done_before, act.answer = not claim.first, claim.answer


def _remember(act: Act, key: str | None) -> None:
    if key is None or act.done_before or act.answer is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("update platform_once set answer = %s where key = %s", [journal.canonical(act.answer), key])
