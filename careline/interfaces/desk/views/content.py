"""Guides and policies, as everybody may read them; mistakes in them for those who write them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from careline.domains.team import api as team
from careline.domains.team.values import ExpertRole
from careline.guidebook.draw import draw
from careline.interfaces.desk import books, frame, show_content
from careline.interfaces.desk.shown import ProblemRow
from careline.policybook.api import page_of

_WRITE_CONTENT = frozenset({ExpertRole.CONTENT, ExpertRole.LEAD, ExpertRole.OPERATIONS})


def _writes_content(request: HttpRequest) -> bool:
    expert = team.expert_of(request.user.pk or 0)
    return request.user.is_superuser or (expert is not None and expert.role in _WRITE_CONTENT)


@frame.desk_page
@require_GET
def guides(request: HttpRequest) -> HttpResponse:
    """This function will list all guides; mistakes with file and line only to those who can mend them."""
    book = books.guidebook()
    rows = tuple(show_content.guide_row(one) for one in sorted(book.guides.values(), key=lambda one: one.title))
    problems = tuple(ProblemRow(p.place.file, p.place.line, p.message) for p in book.problems)
    return frame.show(request, "guides", section="guides", rows=rows,
                      problems=problems if _writes_content(request) else ())  # fmt: skip


@frame.desk_page
@require_GET
def guide(request: HttpRequest, guide_id: str) -> HttpResponse:
    """This function will show one guide, drawn and as text."""
    book = books.guidebook()
    if guide_id not in book.guides:
        raise Http404
    return frame.show(request, "guide", section="guides", shown=show_content.guide(book.guides[guide_id], book))


@frame.desk_page
@require_GET
def drawing(request: HttpRequest, guide_id: str) -> HttpResponse:
    """This function will draw one guide as SVG."""
    found = books.guidebook().guides.get(guide_id)
    if found is None:
        raise Http404
    return HttpResponse(draw(found), content_type="image/svg+xml")


@frame.desk_page
@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """This function will list the policies in force."""
    book = books.policybook()
    rows = show_content.policy_rows(book, timezone.localdate())
    problems = tuple(ProblemRow(p.file, p.line, p.text) for p in book.problems) if _writes_content(request) else ()
    return frame.show(request, "policies", section="policies", rows=rows, problems=problems)


@frame.desk_page
@require_GET
def policy(request: HttpRequest, policy_id: str) -> HttpResponse:
    """This function will show one policy with an anchor for each clause."""
    page = page_of(books.policybook(), policy_id, timezone.localdate())
    if page is None:
        raise Http404
    return frame.show(request, "policy", section="policies", shown=show_content.policy(page))
