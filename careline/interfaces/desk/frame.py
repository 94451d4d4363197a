"""What is around every page: who is signed in, what they chose, what there is to say. And who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careline.interfaces.desk.shown import Frame, Said
from careline.interfaces.desk.words import initials
from careline.platform.web import page, roles_of

THEMES = ("system", "light", "dark")
THEME_COOKIE, KEYS_COOKIE = "careline-theme", "careline-keys"
_SECONDS_KEPT = 300
_TONES = {"success": "ok", "warning": "warn", "error": "bad"}
# fields of a form that are not the person's own words
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"})

View = Callable[..., HttpResponse]


def theme_of(request: HttpRequest) -> str:
    """This function will give the appearance that was chosen in this browser."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


def frame_of(request: HttpRequest, *, section: str = "", asked: str = "") -> Frame:
    """This function will gather what every page has around it."""
    name = str(request.user)
    said = tuple(Said(str(m), _TONES.get(m.level_tag, "info")) for m in messages.get_messages(request))
    return Frame(
        name=name,
        role=_role(request),
        initials=initials(name),
        theme=theme_of(request),
        keys_on=request.COOKIES.get(KEYS_COOKIE) != "off",
        path=request.get_full_path() if request.method == "GET" else "/",
        section=section,
        said=said,
        asked=asked,
    )


def _role(request: HttpRequest) -> str:
    """What the menu says under the name; kept for a while, because roles hardly change and every page shows it."""

    def ask() -> str:
        return ", ".join(sorted(roles_of(request.user))).capitalize() or "Signed in"

    return str(cache.get_or_set(f"role:{request.user.pk}", ask, _SECONDS_KEPT))


def show(
    request: HttpRequest, template: str, *, section: str = "", asked: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """This function will render a page inside the frame. It is never cached: it names customers."""
    context |= {"frame": frame_of(request, section=section, asked=asked), "theme": theme_of(request)}
    response = render(request, f"desk/{template}.jinja", context, status=status, using="jinja2")
    response["Cache-Control"] = "no-store"
    return response


def door(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """This function will render a page for somebody who is not signed in."""
    context["theme"] = theme_of(request)
    return render(request, f"desk/{template}.jinja", context, status=status, using="jinja2")


def typed_fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """This function will give what a form sent, without secrets, as it came."""
    return tuple((n, v) for n in request.POST for v in request.POST.getlist(n) if n not in _NOT_TYPED)


def desk_page(view: View) -> View:
    """This function will mark a view for signed-in people, and keep what was typed when their session has ended.

    An enhanced request gets a plain 401, upon which the page sends the form again in the ordinary way.
    """
    guarded: View = page(view)

    @wraps(guarded)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated or request.method != "POST":
            return guarded(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse("Your session has ended.", status=401)
        return signed_out_with(request)

    return keeping


def signed_out_with(request: HttpRequest) -> HttpResponse:
    """This function will ask to sign in again and carry what was typed through, in the page itself."""
    note = Said("Your session has ended. Sign in and what you typed is still there.", "warn")
    return door(request, "sign_in", note=note, next="/", kept_to=request.get_full_path(), kept=typed_fields(request),
                wrong="", username="", demo="")  # fmt: skip
