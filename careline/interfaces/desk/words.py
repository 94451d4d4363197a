"""How the desk writes times, days and money; filters of the templates."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils import timezone
from markupsafe import Markup, escape

from careline.kernel.money import Money

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def day(on: date | datetime | None) -> str:
    """This function will write a day: 3 Nov 2026."""
    if on is None:
        return ""
    on = timezone.localtime(on) if isinstance(on, datetime) else on
    return f"{on.day} {on:%b %Y}"


def clock(at: datetime | None) -> str:
    """This function will write a time of day: 14:02."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""


def when(at: datetime | None) -> Markup | str:
    """This function will write an instant for people and for machines, in the operator's time zone."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    said = f"{day(local)}, {local:%H:%M}"
    return Markup('<time datetime="{}" class="nowrap">{}</time>').format(local.isoformat(), said)


def money(amount: Money | None) -> str:
    """This function will write an amount with its sign first: -$12.50; a currency without a sign of its own by code."""
    if amount is None:
        return ""
    whole, cents = divmod(abs(amount.minor), 100)
    sign = _SIGNS.get(amount.currency, f"{amount.currency} ")
    return f"{'-' if amount.minor < 0 else ''}{sign}{whole:,}.{cents:02d}"


def initials(name: str) -> str:
    """This function will give up to two initials of a name."""
    parts = [part for part in name.split() if part[0].isalpha()]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


def paragraphs(text: str) -> Markup:
    """This function will make paragraphs of plain text; everything in it is escaped."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(escape(block)) for block in blocks)


def percent(chance: float) -> str:
    """This function will write a chance so that it never claims certainty it does not have."""
    if chance >= 0.995:
        return "over 99 %" if chance < 1 else "certain"
    return "under 1 %" if 0 < chance < 0.005 else f"{chance:.0%}".replace("%", " %")


def seconds(cost: float) -> str:
    """This function will write customer effort: 45 s, 2 min."""
    if cost < 1:
        return "none"
    return f"{cost:.0f} s" if cost < 90 else f"{cost / 60:.0f} min" if cost < 5400 else f"{cost / 3600:.0f} h"


def fresh_key() -> str:
    """This function will give a new idempotency key for a form."""
    return str(uuid.uuid4())


FILTERS = {"day": day, "clock": clock, "when": when, "money": money, "initials": initials, "paragraphs": paragraphs}
