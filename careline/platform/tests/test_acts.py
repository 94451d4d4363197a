"""Acts: no write without its line, nothing twice."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from careline.platform.acts import Once
from careline.platform.api import KeyUsedForSomethingElse, NotJournalled, User, acting, once, verify, write_journal
from careline.platform.journal import JournalLine

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def tell(account: int = 1) -> None:
    write_journal(by="autopilot", at=AT, action="name a user", subject="user", why="test", account_id=account)


@pytest.mark.django_db
class TestTheLine:
    def test_a_write_without_a_line_is_rolled_back(self) -> None:
        with pytest.raises(NotJournalled, match="platform_user"), acting():
            User.objects.create_user("mia")
        assert not User.objects.exists()

    def test_an_update_and_a_delete_need_a_line_too(self) -> None:
        User.objects.create_user("mia")
        with pytest.raises(NotJournalled), acting():
            User.objects.update(display_name="Mia")
        with pytest.raises(NotJournalled), acting():
            User.objects.all().delete()
        assert User.objects.get().display_name == ""

    def test_a_write_with_a_line_commits_with_it(self) -> None:
        with acting():
            User.objects.create_user("mia")
            tell()
        assert User.objects.exists()
        assert JournalLine.objects.count() == 1

    def test_reading_needs_no_line(self) -> None:
        with acting():
            assert not User.objects.exists()

    def test_a_failed_act_leaves_neither(self) -> None:
        with pytest.raises(ZeroDivisionError), acting():
            User.objects.create_user("mia")
            tell()
            raise ZeroDivisionError
        assert not User.objects.exists()
        assert not JournalLine.objects.exists()

    def test_an_act_inside_an_act_shares_its_lines(self) -> None:
        with acting():
            with acting():
                User.objects.create_user("mia")
                tell()
            User.objects.create_user("noa")
        assert User.objects.count() == 2
        assert verify().lines == 1

    def test_a_failed_inner_act_takes_its_line_back(self) -> None:
        with acting():
            tell()
            with pytest.raises(ZeroDivisionError), acting():
                User.objects.create_user("mia")
                tell()
                raise ZeroDivisionError
        assert JournalLine.objects.count() == 1


@pytest.mark.django_db
class TestOnce:
    def test_the_first_time_and_the_second(self) -> None:
        assert once(key="k", what="resume")
        assert not once(key="k", what="resume")

    def test_the_same_answer_again(self) -> None:
        for _ in range(2):
            with acting(key="k", what="resume") as act:
                if not act.done_before:
                    User.objects.create_user("mia")
                    tell()
                    act.answer = {"line": 7}
            assert act.answer == {"line": 7}
        assert User.objects.count() == 1

    def test_a_failed_act_may_be_tried_again(self) -> None:
        with pytest.raises(ZeroDivisionError), acting(key="k", what="resume"):
            raise ZeroDivisionError
        assert once(key="k", what="resume")

    def test_a_key_is_for_one_act(self) -> None:
        once(key="k", what="resume")
        with pytest.raises(KeyUsedForSomethingElse):
            once(key="k", what="refund")


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_take_turns() -> None:
    firsts: list[bool] = []

    def claim() -> None:
        with transaction.atomic():
            firsts.append(bool(once(key="k", what="resume")))
            time.sleep(0.1)
        connection.close()

    both = [threading.Thread(target=claim) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(firsts) == [False, True]
    assert Once.objects.count() == 1
