"""Around every request: who gets in, for how long, what is logged, what the browser may do."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from careline.platform.logs import JsonLine, MaskPersonalData, mask
from careline.platform.people import User
from careline.platform.web import errors, open_to_all, page
from careline.platform.web.middleware import SessionLimits


@open_to_all
def calm(request: HttpRequest, number: str = "") -> HttpResponse:
    return HttpResponse("calm")


@open_to_all
def failing(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("customer 4915112345678 mia@example.org")


@open_to_all
def lost(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


@page
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse("own")


urlpatterns = [
    path("calm", calm), path("calm/<number>", calm), path("failing", failing), path("lost", lost), path("own", own),
]  # fmt: skip
handler404, handler500 = errors.not_found, errors.broken


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


class TestErrorPages:
    """Plain words and what became of the work; no trace, no code, no database needed."""

    def test_nothing_there(self, client: Client) -> None:
        answer = client.get("/nothing")
        assert answer.status_code == 404
        assert "nothing at this address" in answer.content.decode()

    def test_our_own_mistake(self, client: Client) -> None:
        answer = client.get("/failing")
        assert answer.status_code == 500
        assert "either saved completely or not at all" in answer.content.decode()
        assert "ZeroDivisionError" not in answer.content.decode()

    def test_the_database_away(self, client: Client) -> None:
        answer = client.get("/lost")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "The database is away for a moment" in answer.content.decode()

    @pytest.mark.django_db
    def test_a_form_from_elsewhere(self) -> None:
        answer = Client(enforce_csrf_checks=True).post("/calm")
        assert answer.status_code == 403
        assert "open too long" in answer.content.decode()


def test_the_browser_may_load_from_us_only_and_run_nothing_inline(client: Client) -> None:
    answer = client.get("/calm")
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


class TestSessions:
    LONG_AGO = 1_000_000.0

    def test_a_session_in_use_goes_on(self, settings: LazySettings) -> None:
        session: dict[str, float] = {}
        times = [self.LONG_AGO + minutes * 60 for minutes in range(0, 300, 20)]
        assert not any(SessionLimits.is_over(session, now) for now in times)

    def test_an_idle_one_ends(self, settings: LazySettings) -> None:
        session: dict[str, float] = {}
        SessionLimits.is_over(session, self.LONG_AGO)
        assert not SessionLimits.is_over(session, self.LONG_AGO + settings.IDLE_SECONDS)
        session = {}
        SessionLimits.is_over(session, self.LONG_AGO)
        assert SessionLimits.is_over(session, self.LONG_AGO + settings.IDLE_SECONDS + 61)

    def test_after_a_shift_every_one_ends(self, settings: LazySettings) -> None:
        session: dict[str, float] = {}
        end = int(self.LONG_AGO) + settings.SESSION_COOKIE_AGE
        assert not any(SessionLimits.is_over(session, float(now)) for now in range(int(self.LONG_AGO), end, 1000))
        assert SessionLimits.is_over(session, end + 1.0)

    def test_reading_on_writes_once_a_minute(self) -> None:
        session: dict[str, float] = {}
        SessionLimits.is_over(session, self.LONG_AGO)
        before = dict(session)
        SessionLimits.is_over(session, self.LONG_AGO + 59)
        assert session == before
        SessionLimits.is_over(session, self.LONG_AGO + 61)
        assert session != before

    @pytest.mark.django_db
    def test_whoever_was_away_signs_in_again(self, client: Client) -> None:
        client.force_login(User.objects.create_user("mia"))
        assert client.get("/own").status_code == 200
        session = client.session
        session["session-seen"] -= 3600
        session.save()
        assert client.get("/own").status_code == 302
        assert client.session["signed-out"] == "time"

    @pytest.mark.django_db
    def test_too_many_tries_wait(self, settings: LazySettings) -> None:
        from django.contrib.auth import authenticate

        User.objects.create_user("mia", "correct horse battery")
        request = HttpRequest()
        request.META["REMOTE_ADDR"] = "127.0.0.1"
        for _ in range(settings.AXES_FAILURE_LIMIT):
            assert authenticate(request, username="mia", password="wrong") is None
        assert authenticate(request, username="mia", password="correct horse battery") is None, "she has to wait"
        elsewhere = HttpRequest()
        elsewhere.META["REMOTE_ADDR"] = "127.0.0.2"
        assert authenticate(elsewhere, username="mia", password="correct horse battery") is not None


class TestLogs:
    """What is written down names no customer."""

    @pytest.fixture
    def lines(self) -> Any:
        from django.conf import settings

        written = io.StringIO()
        handler = logging.StreamHandler(written)
        handler.addFilter(MaskPersonalData())
        handler.setFormatter(JsonLine())
        logger = logging.getLogger("careline.requests")
        levels = logger.level
        for name in ("careline.requests", "django.request"):
            logging.getLogger(name).addHandler(handler)
        logger.setLevel("INFO")
        assert settings.LOGGING["filters"]["mask"]["()"].endswith("MaskPersonalData")
        yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
        logger.setLevel(levels)
        for name in ("careline.requests", "django.request"):
            logging.getLogger(name).removeHandler(handler)

    def test_a_request_is_logged_by_its_pattern(self, client: Client, lines: Any) -> None:
        client.get("/calm/4915112345678?name=Mia")
        (line,) = [line for line in lines() if line["message"] == "request"]
        assert (line["route"], line["status"], line["method"]) == ("/calm/<number>", 200, "GET")
        assert "4915112345678" not in json.dumps(line)
        assert "Mia" not in json.dumps(line)

    def test_an_error_is_logged_without_its_values(self, client: Client, lines: Any) -> None:
        client.get("/failing")
        text = json.dumps(lines())
        assert "ZeroDivisionError" in text
        assert "4915112345678" not in text
        assert "example.org" not in text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("call +49 151 1234 5678 back", "call [number] back"),
        ("(555) 123-4567", "[number]"),
        ("imsi=262019876543210", "imsi=[number]"),
        ("line8949021234567890123F", "line[number]F"),
        ("to mia.b@example.org now", "to [e-mail] now"),
        ("GET /find?q=Mia+Berg done", "GET /find?[query] done"),
        ("Key (msisdn)=(4915112345678) already exists", "[row] already exists"),
        ("took 12.5 ms, 404, line 7 of 120", "took 12.5 ms, 404, line 7 of 120"),
    ],
)
def test_masking(said: str, written: str) -> None:
    assert mask(said) == written


@pytest.mark.django_db
class TestHealth:
    def test_it_tells_of_every_part(self) -> None:
        with override_settings(ROOT_URLCONF="careline.project.urls"):
            answer = Client().get("/health")
        told = answer.json()
        assert answer.status_code == 200
        assert set(told["checks"]) == {"database", "jobs", "content"}
        assert told["checks"]["database"]["ok"]
        assert told["status"] == "degraded", "no worker runs here"

    def test_without_database_it_is_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from careline.platform import health

        monkeypatch.setattr(health, "database", lambda: health.Health(ok=False, say="no answer"))
        with override_settings(ROOT_URLCONF="careline.project.urls"):
            answer = Client().get("/health")
        assert (answer.status_code, answer.json()["status"]) == (503, "down")

    def test_a_check_that_falls_over_is_reported(self) -> None:
        from careline.platform.health import look

        def falls() -> Any:
            raise ZeroDivisionError

        assert not look({"it": falls})["it"].ok
