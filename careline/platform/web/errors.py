"""Pages for when something is wrong: what happened, whether anything was lost, what to do. Plain words, no codes."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careline.platform.web.doors import open_to_all


def _say(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Error pages touch no database: it may be what is wrong."""
    return render(
        request, "problem.html", {"title": title, "text": text, "status": status}, status=status, using="problems"
    )


@open_to_all
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """This function will answer a request that cannot be understood."""
    return _say(request, 400, "We could not read that request", "Nothing was changed. Go back and try again.")


@open_to_all
def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """This function will answer a request by somebody who may not."""
    return _say(
        request,
        403,
        "This is not open to you",
        "Your role does not include this page. Nothing was changed. If you need it, ask your team lead.",
    )


@open_to_all
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This function will answer a form sent from a page that is too old or from another site."""
    return _say(
        request,
        403,
        "This page was open too long",
        "For safety the form was not accepted and nothing was changed. Go back, reload the page and send it "
        "again. Cookies must be allowed for this site.",
    )


@open_to_all
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """This function will answer an address behind which there is nothing."""
    return _say(
        request,
        404,
        "There is nothing at this address",
        "The link may be old, or the address mistyped. Use the search to find the customer again.",
    )


@open_to_all
def broken(request: HttpRequest) -> HttpResponse:
    """This function will answer a request on which Careline itself failed, or whose database was away."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_away(request)
    return _say(
        request,
        500,
        "Something went wrong on our side",
        "It has been logged. What you did just now was either saved completely or not at all; reload the page "
        "to see. If it happens again, tell whoever runs Careline the time.",
    )


@open_to_all
def database_away(request: HttpRequest) -> HttpResponse:
    """This function will answer a request while the database is restarting or unreachable."""
    response = _say(
        request,
        503,
        "The database is away for a moment",
        "What you did just now was either saved completely or not at all. Wait a few seconds and reload the page.",
    )
    response["Retry-After"] = "5"
    return response
