"""The customer page: few queries, one merged timeline, page by page without loss or repetition."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from careline.domains.contacts import api as contacts
from careline.domains.lines.models import Change
from careline.journeys.our_records.api import customer_page, more_timeline
from careline.journeys.our_records.tests.conftest import NOW, Shop
from careline.journeys.our_records.tests.test_records import pay
from careline.kernel.money import Money


def fill(shop: Shop) -> None:
    for n in range(40):
        Change.objects.create(account_id=shop.account, at=NOW - timedelta(hours=n), kind="note", text=f"change {n}")
    for n in range(10):
        contacts.open_contact(
            account_id=shop.account, line_id=shop.active, channel="call", key=f"k{n}", by="user:1",
            at=NOW - timedelta(hours=5 * n, minutes=7),
        )  # fmt: skip
    pay(shop)


def test_the_page_in_eight_queries(shop: Shop) -> None:
    fill(shop)
    with CaptureQueriesContext(connection) as queries:
        page = customer_page(shop.account)
    assert len(queries) <= 10
    assert page is not None
    assert page.account.name == "Ana Núñez"
    assert [line.msisdn for line in page.lines] == ["+12125550101", "+12125550102"]
    assert page.money.owed == Money(0)
    assert len(page.open_contacts) == 10


def test_the_timeline_page_by_page_loses_and_repeats_nothing(shop: Shop) -> None:
    fill(shop)
    page = customer_page(shop.account, entries=12)
    assert page is not None
    seen, timeline = list(page.timeline.entries), page.timeline
    while timeline.go_on_before is not None:
        timeline = more_timeline(shop.account, before=timeline.go_on_before, entries=12)
        seen += timeline.entries
    assert len(seen) == 40 + 10 + 1 + 2  # changes, contacts, the payment, two bills
    assert [one.at for one in seen] == sorted((one.at for one in seen), reverse=True)
    assert len({(one.at, one.text, one.ref) for one in seen}) == len(seen)


def test_nobody_there_is_no_page(shop: Shop) -> None:
    assert customer_page(shop.account + 999) is None
