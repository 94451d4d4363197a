"""The jobs of the platform, run by `careline worker`. PostgreSQL is the only broker (procrastinate)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.platform import outbox

# 2, 4, 8 … seconds, an hour in all: an outside system that restarts is met again, one that is gone is reported
_PATIENTLY = RetryStrategy(max_attempts=outbox.TRIES, exponential_wait=2)
_OVERDUE_SECONDS = 300


Task = Callable[..., None]


def fresh_connection(task: Task) -> Task:
    """This function will make a job drop a connection that the database's restart has broken, as web requests do."""

    @wraps(task)
    def dropping(*args: Any, **kwargs: Any) -> None:
        close_old_connections()
        try:
            task(*args, **kwargs)
        finally:
            close_old_connections()

    return dropping


@app.task(name="careline.deliver", queue="outbox", retry=_PATIENTLY)
@fresh_connection
def deliver(message_id: int) -> None:
    """This function will deliver one message of the outbox."""
    outbox.deliver_now(message_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="careline.sweep_outbox", queue="outbox", queueing_lock="sweep-outbox", pass_context=False)
@fresh_connection
def sweep_outbox(timestamp: int) -> None:
    """This function will queue again what waits although its job gave up or was lost."""
    for message_id in outbox.waiting_longer_than(_OVERDUE_SECONDS):
        deliver.defer(message_id=message_id)
