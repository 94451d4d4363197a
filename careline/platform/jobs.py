"""The jobs of the platform, run by `careline worker`. PostgreSQL is the only broker (procrastinate)."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.platform import outbox

# 2, 4, 8 … seconds, an hour in all: an outside system that restarts is met again, one that is gone is reported
_PATIENTLY = RetryStrategy(max_attempts=outbox.TRIES, exponential_wait=2)
_OVERDUE_SECONDS = 300


@app.task(name="careline.deliver", queue="outbox", retry=_PATIENTLY)
def deliver(message_id: int) -> None:
    """This function will deliver one message of the outbox."""
    outbox.deliver_now(message_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="careline.sweep_outbox", queue="outbox", queueing_lock="sweep-outbox", pass_context=False)
def sweep_outbox(timestamp: int) -> None:
    """This function will queue again what waits although its job gave up or was lost."""
    for message_id in outbox.waiting_longer_than(_OVERDUE_SECONDS):
        deliver.defer(message_id=message_id)
