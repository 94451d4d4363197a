"""The contact page: one guide, step by step, until it is proven, handed over or wrapped up."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from careline.domains.contacts import api as contacts
from careline.interfaces.desk import frame


@frame.desk_page
@require_GET
def contact(request: HttpRequest, account_id: int, contact_id: int) -> HttpResponse:
    """This function will show a contact."""
    if contacts.contact(account_id, contact_id) is None:
        raise Http404
    return frame.show(request, "keys")
