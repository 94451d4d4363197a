"""Every address says who may open it; one that does not is closed to everyone but the machine's keeper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from careline.platform.people import User
from careline.platform.web import open_to_all, page, who_may


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its view."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from addresses(entry, route)


def test_every_page_says_who_may_open_it() -> None:
    found = list(addresses(get_resolver()))
    assert found, "no addresses were found"
    assert [route for route, view in found if who_may(view) is None] == []


# nothing of a customer may ever be added here
_OPEN = {"health", "sign-in", "sign-out"}


def test_few_pages_are_open_to_everyone() -> None:
    is_open = {
        route.rstrip("/$") for route, view in addresses(get_resolver()) if (may := who_may(view)) and may.everyone
    }
    assert is_open <= _OPEN


def answer(request: HttpRequest) -> HttpResponse:
    """A page that answers everyone who gets in."""
    return HttpResponse("inside")


urlpatterns = [
    path("silent", answer),
    path("open", open_to_all(lambda request: HttpResponse("inside"))),
    path("signed-in", page(answer)),
    path("coaches", page(roles=("coach",))(answer)),
]


def roles_by_name(user: Any) -> set[str]:
    """Whose name is a role has that role."""
    return {user.username}


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__, ROLES_OF=f"{__name__}.roles_by_name")
@pytest.mark.parametrize(
    ("who", "opens"),
    [
        (None, {"open"}),
        ("expert", {"open", "signed-in"}),
        ("coach", {"open", "signed-in", "coaches"}),
        ("root", {"open", "signed-in", "coaches", "silent"}),
    ],
)
def test_doors_hold(who: str | None, opens: set[str]) -> None:
    client = Client()
    if who:
        client.force_login(User.objects.create_user(who, is_superuser=who == "root"))
    answers = {name: client.get(f"/{name}").status_code for name in ("silent", "open", "signed-in", "coaches")}
    assert {name for name, status in answers.items() if status == 200} == opens
    assert set(answers.values()) <= {200, 302 if who is None else 403}
