"""Finding a customer and the customer page, over the demo operator."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careline.domains.customers import api as customers
from careline.domains.lines import api as lines
from careline.platform.journal import JournalLine

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
_NOT_QUERIES = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


def _account(name: str) -> int:
    return customers.find(name)[0].account_id


def asked(client: Client, address: str) -> list[str]:
    """The statements that a page sends to the database, once names are known."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in caught if not each["sql"].startswith(_NOT_QUERIES)]


def test_a_customer_is_found_by_number_name_account_and_device(theo: Client) -> None:
    account = _account("Amelia Farrow")
    line = lines.lines_of(account)[0]
    page = customers.account(account)
    assert page is not None
    number, sim = line.msisdn, line.sim.iccid or line.sim.eid
    written = f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    for text in (number, number[2:], written, "amelia FARROW", "Farrow, Amelia", page.number, line.imei, sim):
        found = theo.get("/find", {"q": text}).content.decode()
        assert f'href="/customers/{account}"' in found, text
        assert "Amelia Farrow" in found


def test_nobody_found_says_what_to_do(theo: Client) -> None:
    page = theo.get("/find", {"q": "+1 999 555 0000"}).content.decode()
    assert "Nobody found" in page
    assert "What to try next" in page


def test_a_page_of_a_customer_is_journalled(theo: Client) -> None:
    account = _account("Bruno Acker")
    theo.get(f"/customers/{account}")
    last = JournalLine.objects.filter(account_id=account).order_by("-number")[0]
    assert (last.kind, last.action) == ("read", "customer.page")


def test_the_customer_page_shows_why_a_line_is_suspended_and_what_is_owed(theo: Client) -> None:
    page = theo.get(f"/customers/{_account('Bruno Acker')}").content.decode()
    assert "Suspended" in page
    assert "Unpaid bill, since" in page
    assert "overdue" in page


def test_the_timeline_can_be_narrowed(theo: Client) -> None:
    account = _account("Amelia Farrow")
    money = theo.get(f"/customers/{account}", {"show": "money"}).content.decode()
    timeline = money[money.index('<ol class="timeline"') : money.index("</ol>", money.index('<ol class="timeline"'))]
    assert "#bill" in timeline
    assert "#contact" not in timeline


def test_a_bill_opens_with_its_items(theo: Client) -> None:
    account = _account("Amelia Farrow")
    page = theo.get(f"/customers/{account}").content.decode()
    bill = page.split("?bill=", 1)[1].split("#", 1)[0]
    assert "Items of" not in page
    assert "Items of" in theo.get(f"/customers/{account}", {"bill": bill}).content.decode()


def test_somebody_elses_bill_does_not_open(theo: Client) -> None:
    mine, other = _account("Amelia Farrow"), _account("Bruno Acker")
    bill = theo.get(f"/customers/{other}").content.decode().split("?bill=", 1)[1].split("#", 1)[0]
    assert "Items of" not in theo.get(f"/customers/{mine}", {"bill": bill}).content.decode()


def test_the_customer_page_asks_the_database_a_set_number_of_times(theo: Client) -> None:
    for name in ("Amelia Farrow", "Keiko Marsh"):
        statements = asked(theo, f"/customers/{_account(name)}")
        assert len(statements) <= MOST_QUERIES, statements


def test_an_unknown_customer_is_not_there(theo: Client) -> None:
    assert theo.get("/customers/999999").status_code == 404


def test_a_reason_without_a_guide_is_asked_for_again_and_the_words_stay(theo: Client) -> None:
    account = _account("Amelia Farrow")
    form = {"words": "qwertz", "line": lines.lines_of(account)[0].id, "reason": "XYZ-99"}
    answer = theo.post(f"/customers/{account}/contacts", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "No guide fits these words" in page
    assert ">qwertz</textarea>" in page
