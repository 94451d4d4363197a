"""The outbox: what is to be told to an outside system, written in the same transaction as the change it tells of.

A job delivers it afterwards, outside any transaction (law 10), and tries again until it worked. A message may arrive
twice (the job dies after delivery and before noting it), so every message carries a key by which the receiver can
tell; it never gets lost and is never sent for something that was rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import connection, models, transaction
from django.db.models.functions import Now

Receiver = Callable[[str, dict[str, Any]], None]
_receivers: dict[str, Receiver] = {}
TRIES = 12


class OutboxMessage(models.Model):
    """One message: its kind (which names the receiver), its key (which makes repeats harmless) and its content."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=100)
    account_id = models.BigIntegerField(null=True)
    content = models.JSONField()
    written_at = models.DateTimeField(db_default=Now())
    delivered_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    trouble = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        app_label = "platform"
        indexes: ClassVar = [
            models.Index("id", condition=models.Q(delivered_at=None), name="platform_outbox_waiting"),
        ]


class NobodyReceives(Exception):
    """No receiver is known for a kind of message."""


def receives(kind: str) -> Callable[[Receiver], Receiver]:
    """This function will make a function the receiver of a kind of message: it gets the key and the content, talks
    to the outside system, and raises whatever shows that it did not work. It must treat a key it saw before as done.
    """

    def register(receiver: Receiver) -> Receiver:
        _receivers[kind] = receiver
        return receiver

    return register


def send(*, kind: str, key: str, content: dict[str, Any], account_id: int | None = None) -> None:
    """This function will put a message into the outbox, in the transaction of the change it tells of.

    The same key twice is one message. Raises transaction.TransactionManagementError outside a transaction.
    """
    from careline.platform.jobs import deliver

    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a message is written in the transaction of its change")
    message, new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"kind": kind, "content": content, "account_id": account_id}
    )
    if new:
        deliver.defer(message_id=message.pk)


def deliver_now(message_id: int) -> bool:
    """This function will deliver one message and note it; gives False if that had been done already.

    Raises what the receiver raises, after noting the trouble, so that the job is tried again.
    """
    message = OutboxMessage.objects.get(pk=message_id)
    if message.delivered_at is not None:
        return False
    receiver = _receivers.get(message.kind)
    try:
        if receiver is None:
            raise NobodyReceives(message.kind)
        receiver(message.key, message.content)
    except Exception as problem:
        # the name of the problem only: its text may quote a customer
        _note(message_id, trouble=type(problem).__name__)
        raise
    _note(message_id, trouble="", delivered_at=Now())
    return True


def _note(message_id: int, **changes: Any) -> None:
    OutboxMessage.objects.filter(pk=message_id).update(tries=models.F("tries") + 1, **changes)


def waiting_longer_than(seconds: int) -> list[int]:
    """This function will give the messages that wait longer than they should although the job has been queued."""
    question = (
        "select message.id from platform_outboxmessage as message where delivered_at is null "
        "and written_at < now() - make_interval(secs => %s) and not exists (select 1 from procrastinate_jobs as job "
        "where job.task_name = 'careline.deliver' and job.status in ('todo', 'doing') "
        "and (job.args->>'message_id')::bigint = message.id) order by 1 limit 1000"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [seconds])
        return [row[0] for row in cursor.fetchall()]
