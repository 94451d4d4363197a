"""Is everything there that the desk needs? Each check gives a sentence; none of them gives personal data."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

# a worker notes that it lives every 10 seconds; three missed notes are no accident
WORKER_SILENT_SECONDS = 30


@dataclass(frozen=True)
class Health:
    """The outcome of one check. `needed` says whether the desk can serve without it."""

    ok: bool
    say: str
    needed: bool = True


def database() -> Health:
    """This function will ask the database for an answer and tell how long it took."""
    began = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as problem:
        return Health(ok=False, say=f"no answer ({type(problem).__name__})")
    return Health(ok=True, say=f"answers in {(time.perf_counter() - began) * 1000:.1f} ms")


def jobs() -> Health:
    """This function will look for the latest sign of life of a worker."""
    question = "select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers"
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
    except DatabaseError as problem:
        return Health(ok=False, say=f"no answer ({type(problem).__name__})", needed=False)
    age = row[0] if row else None
    if age is None or age > WORKER_SILENT_SECONDS:
        return Health(ok=False, say="no worker is running; start one with `careline run`", needed=False)
    return Health(ok=True, say=f"a worker was seen {int(age)} s ago", needed=False)


def look_at_everything() -> dict[str, Health]:
    """This function will run the platform's checks and those named by the setting HEALTH_CHECKS (name: dotted path
    of a function that gives a Health), in that order."""
    named: dict[str, str] = getattr(settings, "HEALTH_CHECKS", {})
    return look({"database": database, "jobs": jobs} | {name: import_string(path) for name, path in named.items()})


def look(checks: dict[str, Callable[[], Health]]) -> dict[str, Health]:
    """This function will run checks by name; a check that fails outright is reported, not raised."""
    found = {}
    for name, check in checks.items():
        try:
            found[name] = check()
        except Exception as problem:  # a health page that falls over says nothing
            found[name] = Health(ok=False, say=f"the check itself failed ({type(problem).__name__})")
    return found
