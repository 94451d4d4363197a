"""What happens around every request: a log line without personal data, session limits, closed doors by default."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from careline.platform.web.doors import who_may

GetResponse = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("careline.requests")
_BEGAN, _SEEN = "session-began", "session-seen"
# the time of the last request is written at most this often, so that reading a page writes nothing
_WRITE_EVERY_SECONDS = 60


class RequestLog:
    """One log line a request: method, the pattern of the address (never the address: it names customers), status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will serve the request and log how it went."""
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        facts = {
            "method": request.method,
            "route": f"/{match.route}" if match else "(no such address)",
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
        }
        _log.info("request", extra=facts)
        return response


class SessionLimits:
    """Signs people out after half an hour without a request, and after a shift in any case (both are settings)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will end a session that is too old before anything is done with it."""
        if request.user.is_authenticated and self.is_over(request.session, time.time()):
            logout(request)
            # the sign-in page says why one is there again
            request.session["signed-out"] = "time"
        return self.get_response(request)

    @staticmethod
    def is_over(session: Any, now: float) -> bool:
        """This function will judge a session at `now` (seconds since 1970) and note that it was used."""
        began, seen = session.setdefault(_BEGAN, now), session.get(_SEEN, now)
        if now - seen > settings.IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            return True
        if _SEEN not in session or now - seen > _WRITE_EVERY_SECONDS:
            session[_SEEN] = now
        return False


class SignedInByDefault:
    """A view that does not say who may open it is closed: sign-in required, and nobody but superusers enters."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """This function will stop a request to a view that declares nothing."""
        if who_may(view) is not None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not getattr(request.user, "is_superuser", False):
            raise PermissionDenied
        return None
