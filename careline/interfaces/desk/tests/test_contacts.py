"""A contact through its forms, as a browser without JavaScript sends them."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from careline.domains.contacts import api as contacts
from careline.domains.customers import api as customers
from careline.domains.lines import api as lines
from careline.interfaces.desk.tests.test_customers import asked

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def _open(client: Client, name: str, reason: str, words: str = "It does not work.") -> str:
    account = customers.find(name)[0].account_id
    line = lines.lines_of(account)[0].id
    form = {"words": words, "line": line, "reason": reason, "key": uuid.uuid4()}
    answer = client.post(f"/customers/{account}/contacts", form)
    assert answer.status_code == 302, answer.content.decode()
    again = client.post(f"/customers/{account}/contacts", form)
    assert again["Location"] == answer["Location"]
    return str(answer["Location"])


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def _form(page: str) -> tuple[str, dict[str, str]]:
    form = re.search(r'<form method="post" action="(/customers[^"]+)"(.*?)</form>', page, re.DOTALL)
    assert form, "no step on the page"
    return form[1], dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[2]))


def _give(client: Client, address: str, **answers: str) -> tuple[int, str]:
    where, hidden = _form(_page(client, address))
    answer = client.post(where, hidden | answers, follow=True)
    return answer.status_code, answer.content.decode()


def _until_an_act(client: Client, address: str) -> str:
    """Answer every question with what a sound phone without data shows, until there is something for us to do."""
    for _ in range(12):
        page = _page(client, address)
        if re.search(r'action="[^"]+/act"', page):
            return page
        names = sorted(set(re.findall(r'name="(r-[^"]+)"', page)))
        assert names, f"no question left: {_step(page)}"
        sound = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in names}
        _give(client, address, **(sound | {name: "no-connection" for name in names if name == "r-speed"}))
    raise AssertionError("no act came")


def _step(page: str) -> str:
    found = re.search(r'id="step-title"[^>]*>([^<]+)<', page)
    return found[1] if found else ""


def _ids(address: str) -> tuple[int, int]:
    account, contact = re.findall(r"\d+", address)
    return int(account), int(contact)


def test_what_the_records_know_is_shown_with_its_source_and_never_asked(theo: Client) -> None:
    page = _page(theo, _open(theo, "Bruno Acker", "NET-01"))
    assert "What we already know" in page
    assert "our records" in page
    assert "the network" in page
    assert "Bruno Acker" in page


def test_an_act_shows_its_decision_and_clause_and_is_done_once(theo: Client) -> None:
    address = _open(theo, "Chiara Lund", "NET-04", "The internet stopped working.")
    page = _until_an_act(theo, address)
    assert "Policy allows it" in page
    assert "/policies/data/add-data#" in page
    where, hidden = _form(page)
    first = theo.post(where, hidden | {"outcome": "done"}, follow=True).content.decode()
    events = len(contacts.events_of(*_ids(address)))
    assert "2 GB" in first
    second = theo.post(where, hidden | {"outcome": "done"}, follow=True)
    assert second.status_code == 200
    assert len(contacts.events_of(*_ids(address))) == events


def test_a_form_from_an_older_state_changes_nothing_and_says_so(theo: Client) -> None:
    address = _open(theo, "Keiko Marsh", "NET-05", "Slow.")
    where, hidden = _form(_page(theo, address))
    reading = re.findall(r'name="(r-[^"]+)"', _page(theo, address))[0]
    theo.post(where, hidden | {reading: "unknown"})
    events = len(contacts.events_of(*_ids(address)))
    late = theo.post(where, hidden | {reading: "unknown", "key": str(uuid.uuid4())})
    assert late.status_code == 409
    assert "Somebody went on with this contact meanwhile" in late.content.decode()
    assert len(contacts.events_of(*_ids(address))) == events


def test_an_answer_is_taken_back_and_the_contact_is_as_if_it_had_never_been(theo: Client) -> None:
    address = _open(theo, "Keiko Marsh", "NET-05", "Slow.")
    page = _page(theo, address)
    before = _step(page)
    readings = sorted(set(re.findall(r'name="(r-[^"]+)"', page)))
    last = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[-2] for name in readings}
    _, wrong = _give(theo, address, **last)
    change = re.search(r'href="([^"]+\?change=\d+)', wrong)
    assert change
    healthy = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in readings}
    shown = _page(theo, change[1])
    assert _step(shown) == before
    assert "Change an earlier answer" in shown
    where, hidden = _form(shown)
    changed = theo.post(where, hidden | healthy, follow=True).content.decode()
    assert "taken back" in changed
    right = _open(theo, "Keiko Marsh", "NET-05", "Slow.")
    _, straight = _give(theo, right, **healthy)
    assert _step(changed) == _step(straight)


def test_nobody_reaches_a_contact_through_another_account(theo: Client) -> None:
    account, contact = _ids(_open(theo, "Elena Voss", "NET-01"))
    assert theo.get(f"/customers/{account + 1}/contacts/{contact}").status_code == 404


def test_a_draft_is_kept_and_the_contact_closes_with_the_text_as_edited(theo: Client) -> None:
    address = _open(theo, "Elena Voss", "NET-01")
    page = _page(theo, f"{address}/wrap-up")
    assert "has not passed yet" in page
    theo.post(f"{address}/wrap-up", {"text": "Half a sent", "do": "draft", "key": uuid.uuid4()})
    assert "Half a sent" in _page(theo, f"{address}/wrap-up")
    form = {"text": "All told.", "do": "close", "key": uuid.uuid4()}
    closed = theo.post(f"{address}/wrap-up", form, follow=True).content.decode()
    assert "All told." in closed
    assert theo.post(f"{address}/wrap-up", form, follow=True).status_code == 200
    assert contacts.contact(*_ids(address)).summary == "All told."  # type: ignore[union-attr]


def test_a_contact_is_not_handed_over_while_there_is_more_to_try(theo: Client) -> None:
    address = _open(theo, "Liam Ostrov", "NET-05", "Slow.")
    where, hidden = _form(_page(theo, f"{address}/hand-over"))
    first = re.findall(r'name="handover" value="([^"]+)"', _page(theo, f"{address}/hand-over"))[0]
    no = theo.post(where, hidden | {"handover": first, "text": "Please look."})
    assert no.status_code == 422
    assert "Please look." in no.content.decode()
    yes = theo.post(where, hidden | {"handover": first, "text": "Please look.", "insists": "yes"}, follow=True)
    assert "Handed over" in yes.content.decode()


def test_the_ended_contract_is_handed_over_as_the_guide_says(theo: Client) -> None:
    address = _open(theo, "Greta Lindqvist", "NET-01", "Please switch me on again, I pay.")
    page = _page(theo, address)
    assert "Prepare the hand-over" in page
    where, hidden = _form(_page(theo, f"{address}/hand-over"))
    chosen = re.search(r'name="handover" value="([^"]+)" checked', _page(theo, f"{address}/hand-over"))
    assert chosen
    done = theo.post(where, hidden | {"handover": chosen[1], "text": "The contract has ended."}, follow=True)
    assert "Handed to" in done.content.decode()


def test_the_contact_page_asks_the_database_a_set_number_of_times(theo: Client) -> None:
    address = _open(theo, "Bruno Acker", "NET-01")
    statements = asked(theo, address)
    assert len(statements) <= MOST_QUERIES, statements


def test_what_answers_lead_to_is_worked_out_when_asked_for(theo: Client) -> None:
    address = _open(theo, "Keiko Marsh", "NET-05", "Slow.")
    assert "If the answer is" not in _page(theo, address)
    assert "If the answer is" in _page(theo, f"{address}?why=1")
