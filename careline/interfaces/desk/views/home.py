"""Home, and finding a customer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from careline.domains.contacts import api as contacts
from careline.domains.customers import api as customers
from careline.domains.lines import api as lines
from careline.interfaces.desk import books, frame, show_customer
from careline.interfaces.desk.shown import FindShown, HomeShown
from careline.platform.api import journal_read
from careline.platform.journal import who

_MOST = 20
_HINTS = (
    "Check the digits with the customer: one that is wrong or missing finds nobody.",
    "Ask for another identifier: the account number is on every bill, the number is under “about this phone”.",
    "Try the name with the date of birth, for example “Ada Novak 1985-06-15”.",
    "A number that came to us lately may still be known under the account only.",
)


@frame.desk_page
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """This function will show what waits for this expert and what is wrong in the network."""
    mine = contacts.open_contacts(opened_by=who(request.user), limit=20)
    owners = customers.owners_of({one.account_id for one in mine})
    titles = {one.reason_id: books.guide_title(one.reason_id) for one in mine}
    rows = tuple(
        show_customer.contact_row(one, customer=owners.get(one.account_id, ""), titles=titles, numbers={}, names={})
        for one in mine
    )
    outages = tuple(show_customer.outage(one) for one in lines.open_outages())
    return frame.show(request, "home", section="home", shown=HomeShown(rows, outages))


@frame.desk_page
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """This function will find customers by whatever identifier was typed; the search itself is journalled."""
    asked = " ".join(request.GET.get("q", "").split())[:100]
    hits = customers.find(asked, most=_MOST + 1) if asked else []
    if hits:
        journal_read(by=request.user, at=timezone.now(), what="customers.find", subject="search", why="at the desk")
    rows = tuple(show_customer.found(hit) for hit in hits[:_MOST])
    shown = FindShown(asked, "", rows, len(hits) > _MOST, _HINTS)
    return frame.show(request, "find", asked=asked, shown=shown)
