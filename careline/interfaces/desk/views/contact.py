"""The contact page: one guide, step by step, until it is proven, handed over or wrapped up.

Every form carries an idempotency key and the number of the last event it was made from. A repeat gives the same page; a
form that is out of date changes nothing and shows where the contact stands now.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careline.domains.contacts.values import ContactRefused
from careline.guidebook.values import UNKNOWN, Outcome, StepKind
from careline.interfaces.desk import frame, show_standing
from careline.interfaces.desk.desk_records import for_the_desk, policy_titles
from careline.interfaces.desk.forms import amount, key_of, whole
from careline.interfaces.desk.names import names_of
from careline.interfaces.desk.shown import ContactShown, HandOverShown, StepShown, WrapUpShown
from careline.journeys.resolve_contact import api as resolve
from careline.platform.api import journal_read

STALE = "Somebody went on with this contact meanwhile. Nothing of yours was recorded; this is where it stands now."
_READING = "r-"


@frame.desk_page
@require_GET
def contact(request: HttpRequest, account_id: int, contact_id: int) -> HttpResponse:
    """This function will show where a contact stands, or one earlier answer to be changed (?change=)."""
    standing = _standing(request, account_id, contact_id)
    at = for_the_desk(request)["at"]
    journal_read(by=request.user, at=at, what="contact.page", subject=f"contact:{contact_id}",
                 account_id=account_id, contact_id=contact_id)  # fmt: skip
    seq = request.GET.get("change", "")
    again = show_standing.changing(standing, int(seq)) if seq.isdecimal() and len(seq) < 10 else None
    return _page(request, standing, step=again)


def _standing(request: HttpRequest, account_id: int, contact_id: int) -> resolve.Standing:
    try:
        return resolve.view(account_id=account_id, contact_id=contact_id, **for_the_desk(request, contact_id))
    except resolve.NoSuchContact as missing:
        raise Http404 from missing


def _page(
    request: HttpRequest, standing: resolve.Standing, *, step: StepShown | None = None, wrong: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    asked_ahead = resolve.leads(standing) if "why" in request.GET else ()
    made = step or show_standing.next_step(standing, asked_ahead, policy_titles())
    if made and wrong:
        made = replace(made, wrong=wrong)
    return frame.show(request, "contact", status=status, shown=_shown(request, standing, made),
                      why_open="why" in request.GET)  # fmt: skip


def _shown(request: HttpRequest, standing: resolve.Standing, step: StepShown | None = None) -> ContactShown:
    names = names_of({one.by for one in standing.happened} | {standing.contact.opened_by})
    titles = policy_titles()
    decision = standing.act.decision if standing.act else None
    if standing.situation and standing.situation.kind is StepKind.HAND_OVER:
        given = for_the_desk(request)
        decision = resolve.hand_over_decision(books=given["books"], standing=standing, at=given["at"],
                                              handover=standing.situation.id, insists=False)  # fmt: skip
    return show_standing.contact(standing, names=names, titles=titles, step=step,
                                 clause=show_standing.clause(decision, titles))  # fmt: skip


def _went_wrong(request: HttpRequest, account_id: int, contact_id: int, wrong: str, status: int) -> HttpResponse:
    return _page(request, _standing(request, account_id, contact_id), wrong=wrong, status=status)


def _outcome(request: HttpRequest) -> Outcome | None:
    sent = request.POST.get("outcome", "")
    return Outcome(sent) if sent in set(Outcome) else None


def _findings(request: HttpRequest) -> dict[str, str] | None:
    """Rows that were left empty are not in the form; the journey takes them as "can't tell"."""
    if "outcome" in request.POST:
        return None
    return {n.removeprefix(_READING): str(v) or UNKNOWN for n, v in request.POST.items() if n.startswith(_READING)}


def _recorded(request: HttpRequest, account_id: int, contact_id: int, **more: Any) -> HttpResponse:
    given = for_the_desk(request, contact_id) | {"account_id": account_id, "contact_id": contact_id}
    try:
        resolve.answer(
            seq=whole(request, "seq") or 0, step=request.POST.get("step", ""), findings=_findings(request),
            outcome=_outcome(request), key=key_of(request), by=request.user, **given, **more,
        )  # fmt: skip
    except resolve.Stale:
        return _went_wrong(request, account_id, contact_id, STALE, 409)
    except (resolve.NotDone, ContactRefused) as refusal:
        return _went_wrong(request, account_id, contact_id, str(refusal), 422)
    return redirect("desk:contact", account_id, contact_id)


@frame.desk_page
@require_POST
def answer(request: HttpRequest, account_id: int, contact_id: int) -> HttpResponse:
    """This function will record what the customer told or did."""
    return _recorded(request, account_id, contact_id)


@frame.desk_page
@require_POST
def change(request: HttpRequest, account_id: int, contact_id: int) -> HttpResponse:
    """This function will take an earlier answer back and record another in its place."""
    replaces = whole(request, "replaces")
    if replaces is None:
        return redirect("desk:contact", account_id, contact_id)
    return _recorded(request, account_id, contact_id, replaces=replaces)


@frame.desk_page
@require_POST
def act(request: HttpRequest, account_id: int, contact_id: int) -> HttpResponse:
    """This function will carry out an act that was shown with its decision, once."""
    given = for_the_desk(request, contact_id) | {"account_id": account_id, "contact_id": contact_id}
    try:
        message = resolve.act(
            seq=whole(request, "seq") or 0, step=request.POST.get("step", ""),
            outcome=_outcome(request) or Outcome.CANNOT,
            quantity=amount(request, "quantity"), key=key_of(request), by=request.user, **given,
        )  # fmt: skip
    except resolve.Stale:
        return _went_wrong(request, account_id, contact_id, STALE, 409)
    except (resolve.NotDone, ContactRefused) as refusal:
        return _went_wrong(request, account_id, contact_id, str(refusal), 422)
    if message:
        messages.success(request, message)
    return redirect("desk:contact", account_id, contact_id)


@frame.desk_page
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, account_id: int, contact_id: int) -> HttpResponse:
    """This function will hand the contact to another team, with a summary, if policy grants it."""
    if request.method == "GET":
        return _hand_over_page(request, account_id, contact_id)
    given = for_the_desk(request, contact_id) | {"account_id": account_id, "contact_id": contact_id}
    text = request.POST.get("text", "").strip()
    try:
        to = resolve.hand_over(
            seq=whole(request, "seq") or 0, handover=request.POST.get("handover", ""), summary=text,
            insists=request.POST.get("insists") == "yes", key=key_of(request), by=request.user, **given,
        )  # fmt: skip
    except resolve.Stale:
        return _hand_over_page(request, account_id, contact_id, wrong=STALE, text=text, status=409)
    except (resolve.NotDone, ContactRefused) as refusal:
        return _hand_over_page(request, account_id, contact_id, wrong=str(refusal), text=text, status=422)
    messages.success(request, f"Handed over to {to}.")
    return redirect("desk:contact", account_id, contact_id)


def _hand_over_page(
    request: HttpRequest, account_id: int, contact_id: int, *, wrong: str = "", text: str = "", status: int = 200
) -> HttpResponse:
    standing = _standing(request, account_id, contact_id)
    if not standing.is_open or standing.situation is None or standing.guide is None:
        return redirect("desk:contact", account_id, contact_id)
    advised = standing.situation.kind is StepKind.HAND_OVER
    said = standing.guide.handovers.get(standing.situation.id) if advised else None
    to, about = show_standing.who_can_take_it(standing), _shown(request, standing)
    words = said.say if said else ""
    shown = HandOverShown(about, to, text or _summary(standing), words, wrong, advised)
    return frame.show(request, "hand_over", status=status, shown=shown)


@frame.desk_page
@require_http_methods(["GET", "POST"])
def wrap_up(request: HttpRequest, account_id: int, contact_id: int) -> HttpResponse:
    """This function will close the contact with the summary as the expert left it, or keep that as a draft."""
    text = request.POST.get("text", "").strip()
    if request.method == "GET" or not text:
        wrong = "Write a summary, then close the contact." if request.method == "POST" else ""
        return _wrap_up_page(request, account_id, contact_id, wrong)
    words = {"account_id": account_id, "contact_id": contact_id, "by": request.user, "at": for_the_desk(request)["at"]}
    try:
        if request.POST.get("do") == "draft":
            resolve.save_draft(draft=text, **words)
            return redirect("desk:wrap-up", account_id, contact_id)
        resolve.close(summary=text, **words)
    except ContactRefused as refusal:
        return _wrap_up_page(request, account_id, contact_id, str(refusal), text)
    messages.success(request, "The contact is closed.")
    return redirect("desk:contact", account_id, contact_id)


def _wrap_up_page(request: HttpRequest, account_id: int, contact_id: int, wrong: str, text: str = "") -> HttpResponse:
    standing = _standing(request, account_id, contact_id)
    if not standing.is_open and not wrong:
        return redirect("desk:contact", account_id, contact_id)
    draft = standing.contact.draft
    solved = standing.situation is not None and standing.situation.kind is StepKind.SOLVED
    saved = "Draft saved" if draft else ""
    shown = WrapUpShown(_shown(request, standing), text or draft or _summary(standing), saved, wrong, solved)
    return frame.show(request, "wrap_up", status=422 if wrong else 200, shown=shown)


def _summary(standing: resolve.Standing) -> str:
    one = standing.contact
    if standing.guide is None:
        return one.opening_words
    return resolve.summary(standing.guide, one.opening_words, standing.happened, standing.situation)
