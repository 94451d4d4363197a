"""Coming and going: sign in, sign out, password, preferences."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from careline.interfaces.desk import frame
from careline.interfaces.desk.shown import Said
from careline.platform.api import User
from careline.platform.web import open_to_all

_WRONG = "That user name and password do not belong together. Passwords are case-sensitive."
_SECONDS_A_YEAR = 31_536_000
_PREFERENCES = ((frame.THEME_COOKIE, "theme", frame.THEMES), (frame.KEYS_COOKIE, "keys", ("on", "off")))
_HOUSEKEEPING = frozenset({"key", "seq", "step", "replaces"})


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """This function will let a person in, and bring them back to where they were, with what they typed."""
    if request.method == "POST":
        return _try_to_sign_in(request)
    if request.user.is_authenticated:
        return redirect("desk:home")
    return _ask(request, note=_why_here(request))


def _try_to_sign_in(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("username", "").strip()
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    if user is None:
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        return _ask(request, wrong=_WRONG, username=name, status=422)
    login(request, user)
    if request.POST.get("kept_to"):
        return _what_was_typed(request)
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "")))


def _ask(
    request: HttpRequest, *, note: Said | None = None, wrong: str = "", username: str = "", status: int = 200
) -> HttpResponse:
    kept = tuple((n.removeprefix("kept."), v) for n, v in request.POST.items() if n.startswith("kept."))
    return frame.door(
        request, "sign_in", note=note, wrong=wrong, username=username, status=status, demo="",
        next=request.POST.get("next") or request.GET.get("next", ""), kept=kept,
        kept_to=request.POST.get("kept_to", ""),
    )  # fmt: skip


def _why_here(request: HttpRequest) -> Said | None:
    if request.session.pop("signed-out", None) == "time":
        return Said("You were away for a while, so you were signed out. Sign in to go on where you were.", "warn")
    return None


def _safe(request: HttpRequest, to: str) -> str:
    """An address of this site only, so that nobody is led elsewhere by a crafted link."""
    return to if url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()) else "/"


def _what_was_typed(request: HttpRequest) -> HttpResponse:
    fields = tuple((n.removeprefix("kept."), v) for n, v in request.POST.items() if n.startswith("kept."))
    seen = tuple((n.replace("_", " ").capitalize(), v) for n, v in fields if n not in _HOUSEKEEPING)
    to = _safe(request, request.POST["kept_to"])
    return frame.show(request, "kept", to=to, fields=fields, seen=seen, back="/")


@open_to_all
def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """This function will say that signing in is closed for a while; it does not say whether the name exists."""
    text = (
        "Signing in failed several times, so it is closed for a while. Wait a quarter of an hour, or ask your team "
        "lead. If it was not you who tried, tell them."
    )
    return frame.door(request, "message", status=429, heading="Too many tries", text=text, reference="",
                      go_text="Back to sign-in", go_href="/sign-in")  # fmt: skip


@open_to_all
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """This function will sign a person out (POST), and show that they are."""
    if request.method == "POST":
        logout(request)
        return redirect("desk:sign-out")
    text = "Open contacts stay open and wait for you at home."
    return frame.door(request, "message", heading="You are signed out", text=text, reference="",
                      go_text="Sign in again", go_href="/sign-in")  # fmt: skip


@require_http_methods(["GET", "POST"])
def _password(request: HttpRequest) -> HttpResponse:
    form = PasswordChangeForm(cast(User, request.user), request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Your password is changed.")
        return redirect("desk:home")
    return frame.show(request, "password", form=form, status=422 if form.is_bound else 200)


password = frame.desk_page(_password)


@frame.desk_page
def keys(request: HttpRequest) -> HttpResponse:
    """This function will list the keyboard shortcuts."""
    return frame.show(request, "keys")


@frame.desk_page
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """This function will keep the appearance and the shortcuts as chosen, in this browser."""
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "")))
    for cookie, field, known in _PREFERENCES:
        if request.POST.get(field) in known:
            response.set_cookie(cookie, request.POST[field], max_age=_SECONDS_A_YEAR, samesite="Lax", httponly=True,
                                secure=request.is_secure())  # fmt: skip
    return response
