"""What the desk's forms send: an idempotency key, findings, an outcome."""

from __future__ import annotations

import uuid
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest


def key_of(request: HttpRequest) -> str:
    """This function will give the form's idempotency key; a new one for a form that sent none or a made-up one."""
    try:
        return str(uuid.UUID(request.POST.get("key", "")))
    except ValueError:
        return str(uuid.uuid4())


def whole(request: HttpRequest, name: str) -> int | None:
    """This function will read a whole number from a form; None for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def amount(request: HttpRequest, name: str) -> Decimal | None:
    """This function will read a quantity such as 1.5 (or 1,5) from a form; None when it is empty or no number."""
    try:
        read = Decimal(request.POST.get(name, "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return read if read.is_finite() and read > 0 else None
