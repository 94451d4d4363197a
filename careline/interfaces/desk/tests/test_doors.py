"""Coming and going: wrong passwords, lock-out, a session that ended while somebody typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from careline.platform.api import User

pytestmark = pytest.mark.django_db
_PASSWORD = "a long walk in the rain"


@pytest.fixture
def mia() -> User:
    return User.objects.create_user("mia", _PASSWORD, display_name="Mia Lindqvist")


def _sign_in(client: Client, password: str = _PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", {"username": "mia", "password": password, **more})


def test_one_comes_back_to_where_one_wanted(mia: User, client: Client) -> None:
    there = client.get("/guides")
    assert there.status_code == 302
    assert there["Location"] == "/sign-in?next=/guides"
    assert _sign_in(client, next="/guides")["Location"] == "/guides"


def test_a_link_to_another_site_leads_home(mia: User, client: Client) -> None:
    assert _sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


def test_a_wrong_password_says_so_and_keeps_the_name(mia: User, client: Client) -> None:
    answer = _sign_in(client, "no")
    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()
    assert 'value="mia"' in answer.content.decode()


def test_too_many_tries_close_the_door_also_to_the_right_password(mia: User, client: Client) -> None:
    for _ in range(5):
        answer = _sign_in(client, "no")
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert _sign_in(client).status_code == 429


def test_what_was_typed_survives_a_session_that_ended(mia: User, client: Client) -> None:
    ended = client.post("/customers/7/contacts", {"words": "no signal & no bars", "line": "3", "key": "k"})
    page = ended.content.decode()
    assert ended.status_code == 200
    assert "Your session has ended" in page
    carried = dict(re.findall(r'name="(kept[^"]*)" value="([^"]*)"', page))
    assert carried == {
        "kept_to": "/customers/7/contacts", "kept.words": "no signal &amp; no bars", "kept.line": "3", "kept.key": "k",
    }  # fmt: skip
    back = _sign_in(client, kept_to="/customers/7/contacts", **{"kept.words": "no signal & no bars", "kept.key": "k"})
    assert 'action="/customers/7/contacts"' in back.content.decode()
    assert 'name="words" value="no signal &amp; no bars"' in back.content.decode()


def test_a_password_is_never_carried_along(client: Client) -> None:
    page = client.post("/password", {"old_password": "secret one", "new_password1": "secret two"}).content.decode()
    assert "secret" not in page


def test_an_enhanced_request_without_session_is_told_plainly(client: Client) -> None:
    assert client.post("/customers/7/contacts", {"words": "x"}, headers={"HX-Request": "true"}).status_code == 401


def test_signing_out_ends_the_session(mia: User, client: Client) -> None:
    _sign_in(client)
    assert client.get("/keys").status_code == 200
    assert client.post("/sign-out", follow=True).status_code == 200
    assert client.get("/keys").status_code == 302


def test_preferences_stay_in_the_browser(mia: User, client: Client) -> None:
    _sign_in(client)
    client.post("/preferences", {"theme": "dark", "keys": "off", "next": "/keys"})
    page = client.get("/keys").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page


def test_a_made_up_theme_is_not_kept(mia: User, client: Client) -> None:
    _sign_in(client)
    client.post("/preferences", {"theme": '"><b>', "next": "/"})
    assert "careline-theme" not in client.cookies


def test_a_password_is_changed_only_for_who_knows_the_old_one(mia: User, client: Client) -> None:
    _sign_in(client)
    fresh = {"new_password1": "another long walk home", "new_password2": "another long walk home"}
    assert client.post("/password", {"old_password": "no", **fresh}).status_code == 422
    assert client.post("/password", {"old_password": _PASSWORD, **fresh})["Location"] == "/"
    assert client.get("/keys").status_code == 200
