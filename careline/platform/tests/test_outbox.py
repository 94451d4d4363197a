"""The outbox: told once it is true, told until it is heard, heard once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django import app

from careline.platform import outbox
from careline.platform.outbox import OutboxMessage, deliver_now, receives, send, waiting_longer_than


class Neighbour:
    """An outside system that does each key once and may be down."""

    def __init__(self) -> None:
        self.down = False
        self.calls = 0
        self.done: dict[str, Any] = {}

    def hear(self, key: str, content: dict[str, Any]) -> None:
        self.calls += 1
        if self.down:
            raise ConnectionError("not today")
        self.done.setdefault(key, content)


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    made = Neighbour()
    receives("test")(made.hear)
    yield made
    outbox._receivers.pop("test")


def work() -> None:
    """Run every job that waits, as a worker does."""
    with app.replace_connector(app.connector.get_worker_connector()) as live:  # type: ignore[attr-defined]
        live.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="never")


def say(key: str = "k") -> None:
    with transaction.atomic():
        send(kind="test", key=key, content={"line": 7})


@pytest.mark.django_db(transaction=True)
class TestDelivery:
    def test_a_message_is_delivered_by_the_worker(self, neighbour: Neighbour) -> None:
        say()
        work()
        assert neighbour.done == {"k": {"line": 7}}
        assert OutboxMessage.objects.get().delivered_at is not None

    def test_what_was_rolled_back_is_never_told(self, neighbour: Neighbour) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            send(kind="test", key="k", content={})
            raise ZeroDivisionError
        work()
        assert neighbour.calls == 0

    def test_the_same_key_is_one_message(self, neighbour: Neighbour) -> None:
        say()
        say()
        work()
        assert neighbour.calls == 1

    def test_trouble_is_noted_and_tried_again(self, neighbour: Neighbour) -> None:
        neighbour.down = True
        say()
        work()
        message = OutboxMessage.objects.get()
        assert (message.tries, message.trouble, message.delivered_at) == (1, "ConnectionError", None)
        neighbour.down = False
        assert deliver_now(message.pk)
        assert not deliver_now(message.pk), "a second job finds it done"
        assert neighbour.done == {"k": {"line": 7}}

    def test_what_lost_its_job_is_found(self, neighbour: Neighbour) -> None:
        message = OutboxMessage.objects.create(key="k", kind="test", content={})
        assert waiting_longer_than(-1) == [message.pk]
        say("other")
        assert waiting_longer_than(-1) == [message.pk], "the other one still has its job"

    def test_outside_a_transaction_it_is_refused(self) -> None:
        with pytest.raises(transaction.TransactionManagementError):
            send(kind="test", key="k", content={})
