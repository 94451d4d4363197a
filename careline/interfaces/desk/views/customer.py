"""The customer page, and opening a contact from it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from careline.domains.ledger import api as ledger
from careline.interfaces.desk import books, frame, show_customer
from careline.interfaces.desk.desk_records import for_the_desk
from careline.interfaces.desk.forms import key_of
from careline.interfaces.desk.names import names_of
from careline.journeys.our_records.api import customer_page
from careline.journeys.resolve_contact import api as resolve
from careline.platform.api import journal_read

_MOST_WORDS = 2000
_SOME_ENTRIES, _MOST_ENTRIES = 30, 120


@frame.desk_page
@require_GET
def customer(request: HttpRequest, account_id: int) -> HttpResponse:
    """This function will show one customer: people, lines, money, contacts and all that happened."""
    return _show(request, account_id)


def _show(request: HttpRequest, account_id: int, status: int = 200, **more: Any) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in dict(show_customer.FILTERS) else ""
    page = customer_page(account_id, entries=_MOST_ENTRIES if show or "entries" in request.GET else _SOME_ENTRIES)
    if page is None:
        raise Http404
    journal_read(by=request.user, at=timezone.now(), what="customer.page", subject=f"account:{account_id}",
                 account_id=account_id)  # fmt: skip
    titles = {guide.id: guide.title for guide in books.guidebook().guides.values()}
    shown = show_customer.customer(page, titles=titles, names=names_of(show_customer.actors(page)), show=show,
                                   opened=_bill(request, account_id))  # fmt: skip
    return frame.show(request, "customer", status=status, shown=shown, **({"typed": {}, "wrong": {}} | more))


def _bill(request: HttpRequest, account_id: int) -> Any:
    wanted = request.GET.get("bill", "")
    return ledger.bill(account_id, int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else None


def _wrong(words: str, reason: str) -> dict[str, str]:
    if not words:
        return {"words": "Write what the customer says, then open the contact."}
    if reason not in books.guidebook().guides:
        return {"reason": "No guide fits these words. Choose the contact reason, then open the contact."}
    return {}


@frame.desk_page
@require_POST
def open_contact(request: HttpRequest, account_id: int) -> HttpResponse:
    """This function will open a contact with the customer's words; the same form never opens two."""
    words = request.POST.get("words", "").strip()[:_MOST_WORDS]
    line, reason = request.POST.get("line", ""), request.POST.get("reason", "")
    reason = reason or (resolve.reason_for(words, books.guidebook().guides) if words else "")
    wrong = _wrong(words, reason)
    if wrong or not line.isdecimal():
        return _show(request, account_id, status=422, typed=request.POST, wrong=wrong)
    contact_id = resolve.open_contact(
        account_id=account_id, line_id=int(line), words=words, reason=reason, by=request.user, key=key_of(request),
        **for_the_desk(request),
    )  # fmt: skip
    return redirect("desk:contact", account_id, contact_id)
