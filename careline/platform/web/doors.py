"""Who may open a page. Every view says so with one decorator; a test walks all addresses and refuses a silent one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

View = Callable[..., HttpResponse]
_MARK = "who_may"


@dataclass(frozen=True)
class WhoMay:
    """Who may open a page: everyone, everyone signed in, or the holders of certain roles."""

    everyone: bool = False
    roles: frozenset[str] = frozenset()


def roles_of(user: Any) -> frozenset[str]:
    """This function will give a user's roles. What roles there are is not the platform's business: the setting
    ROLES_OF names the function that knows (dotted path; takes the user, gives role names)."""
    reader = getattr(settings, "ROLES_OF", None)
    return frozenset(import_string(reader)(user)) if reader and user.is_authenticated else frozenset()


def page(view: View | None = None, *, roles: tuple[str, ...] = ()) -> Any:
    """This function will mark a view as open to signed-in people, or only to holders of one of `roles`.

    Without signing in one is sent to the sign-in page and back; without the role one gets the 403 page.
    """
    if view is None:
        return lambda later: page(later, roles=roles)
    allowed = frozenset(roles)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if allowed and not getattr(request.user, "is_superuser", False) and not allowed & roles_of(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    setattr(guarded, _MARK, WhoMay(roles=allowed))
    return guarded


def open_to_all(view: View) -> View:
    """This function will mark a view as open to everyone: the sign-in page, the health page, nothing of customers."""
    setattr(view, _MARK, WhoMay(everyone=True))
    return view


def who_may(view: Any) -> WhoMay | None:
    """This function will give what a view declared, or None where it declared nothing."""
    found = getattr(view, _MARK, None)
    return found if isinstance(found, WhoMay) else None
