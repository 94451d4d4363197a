"""The template language of the pages: Jinja2, three to four times faster than Django's own (see docs/decisions)."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """This function will make Jinja's environment: everything escaped, unknown names an error, `url` and `static`."""
    options |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701 - autoescape is set above
    made.globals.update(static=static, url=_url)
    return made
