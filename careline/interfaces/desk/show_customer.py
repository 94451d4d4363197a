"""From what the rooms know about a customer to what the desk shows. No database, no decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import phonenumbers
from django.urls import reverse

from careline.domains.contacts.values import ContactStatus, ContactView
from careline.domains.customers.values import AccountStatus, AccountView, Hit, PersonView, TimelineEntry
from careline.domains.ledger.values import AccountMoney, Bill, BillStatus
from careline.domains.lines.values import Line, LineStatus, OutageView, Reason
from careline.interfaces.desk import shown as s
from careline.interfaces.desk.words import day, initials, money
from careline.journeys.our_records.api import CustomerPage

_TONES: Mapping[str, str] = {
    AccountStatus.ACTIVE: "ok", AccountStatus.SUSPENDED: "bad", AccountStatus.PENDING: "warn",
    AccountStatus.CLOSED: "plain", LineStatus.PENDING: "warn", BillStatus.PAID: "ok", BillStatus.OVERDUE: "bad",
    BillStatus.AWAITING: "warn", BillStatus.DISPUTED: "warn", BillStatus.ISSUED: "info", BillStatus.DRAFT: "plain",
    ContactStatus.OPEN: "info", ContactStatus.HANDED_OVER: "warn",
}  # fmt: skip
_REASONS = {
    Reason.NONPAY: "unpaid bill", Reason.VOLUNTARY: "at the customer’s wish", Reason.LOST: "phone lost or stolen",
    Reason.FRAUD: "suspected fraud",
}  # fmt: skip
_ICONS = {"contact": "contact", "bill": "bill", "payment": "payment", "act": "account"}
FILTERS = (("", "All"), ("contact", "Contacts"), ("money", "Bills and payments"), ("change", "Changes"))
_BELONGS = {"contact": {"contact"}, "money": {"bill", "payment"}}


def state(word: str) -> s.Chip:
    """This function will give a state as the desk shows it, with its tone."""
    return s.Chip(str(word).capitalize(), _TONES.get(word, "plain"))


def number(msisdn: str) -> str:
    """This function will write a telephone number as people read it; as it is where it cannot be read."""
    try:
        read = phonenumbers.parse(msisdn, "US")
    except phonenumbers.NumberParseException:
        return msisdn
    if not phonenumbers.is_possible_number(read):
        return msisdn
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(read, kind.NATIONAL if read.country_code == 1 else kind.INTERNATIONAL)


def found(hit: Hit) -> s.FoundRow:
    """This function will show one hit of a search and why it matched."""
    why = hit.kind.value[0].upper() + hit.kind.value[1:]
    how = "" if hit.exact else " begins so:"
    shown = number(hit.shown) if hit.kind.name == "NUMBER" else hit.shown
    return s.FoundRow(_href(hit.account_id), hit.name, hit.account_number, state(hit.status), why + how, shown)


def outage(one: OutageView) -> s.OutageRow:
    """This function will show an open outage."""
    kind = "Radio fault" if one.kind.value == "radio" else "Voicemail fault"
    area = one.area or "everywhere"
    return s.OutageRow(one.says or kind, area, s.Chip("Open", "warn"), one.opened_at, one.expected_end)


def contact_row(
    one: ContactView, *, customer: str, titles: Mapping[str, str], numbers: Mapping[int, str], names: Mapping[str, str]
) -> s.ContactRow:
    """This function will show a contact in a list."""
    href = reverse("desk:contact", args=[one.account_id, one.id])
    about = titles.get(one.reason_id) or one.reason_id or "Contact"
    expert = names.get(one.opened_by, one.opened_by)
    line = numbers.get(one.line_id or 0, "")
    return s.ContactRow(href, customer, about, state(one.status), one.opened_at, line, expert, _short(one.summary))


def customer(
    page: CustomerPage,
    *,
    titles: Mapping[str, str],
    names: Mapping[str, str],
    show: str = "",
    opened: Bill | None = None,
) -> s.CustomerShown:
    """This function will show the customer page. `show` names a filter, `opened` the bill whose items are asked for."""
    account, numbers = page.account, {one.id: number(one.msisdn) for one in page.lines}
    rows = {
        one.id: contact_row(one, customer=account.name, titles=titles, numbers=numbers, names=names)
        for one in page.contacts
    }
    users = {person.id: person.name for person in account.people}
    is_open = {one.id for one in page.open_contacts}
    return s.CustomerShown(
        account_id=account.id, account=account.number, name=account.name, initials=initials(account.name),
        state=state(account.status), since=f"customer since {day(account.opened_on)}", href=_href(account.id),
        facts=_facts(account), people=tuple(_person(one) for one in account.people),
        lines=tuple(_line(one, users) for one in page.lines), balance=page.money.owed,
        balance_words=_balance(page.money), bills=tuple(_bill(one, account.id, opened) for one in page.money.bills[:6]),
        open_contacts=tuple(row for key, row in rows.items() if key in is_open),
        past_contacts=tuple(row for key, row in rows.items() if key not in is_open)[:5],
        timeline=tuple(_entry(one, rows, numbers, names) for one in page.timeline.entries if _is_shown(one, show))[:30],
        filters=tuple(s.Link(text, f"?show={key}#timeline", key == show) for key, text in FILTERS),
        reasons=tuple(s.ReasonChoice(key, title) for key, title in titles.items()),
        outages=_outages(page.lines), more_timeline=_more(page, show),
    )  # fmt: skip


def _href(account_id: int) -> str:
    return reverse("desk:customer", args=[account_id])


def _facts(account: AccountView) -> tuple[tuple[str, str], ...]:
    places = [(f"{a.kind.value.capitalize()} address", f"{a.street}, {a.postcode} {a.city}") for a in account.addresses]
    ways = ("automatic" if account.autopay else "by hand", "paperless" if account.paperless else "on paper")
    known = [("Own id", account.external_id), ("Market", account.market), ("Language", account.language),
             ("Payment", ways[0]), ("Bills", ways[1]), ("Bill day", f"day {account.cycle_day}")]  # fmt: skip
    return tuple((label, value) for label, value in (*places, *known) if value)


def _person(one: PersonView) -> s.PersonRow:
    known = (f"born {day(one.born_on)}" if one.born_on else "", one.email, number(one.contact_number))
    return s.PersonRow(one.name, one.role.value.capitalize(), " · ".join(part for part in known if part))


def _line(one: Line, users: Mapping[int, str]) -> s.LineRow:
    sim = f"eSIM, EID ending {one.sim.eid[-6:]}" if one.sim.is_esim else f"ICCID ending {one.sim.iccid[-6:]}"
    ends = f"until {day(one.contract_ends_on)}" if one.contract_ends_on else "no fixed term"
    why = tuple(f"{_REASONS[each.reason].capitalize()}, since {day(each.since)}" for each in one.suspensions)
    known = one.sim.iccid or one.sim.eid
    return s.LineRow(
        id=str(one.id), number=number(one.msisdn), plan=one.plan.name, state=state(one.status), reasons=why,
        device=one.device_model, sim=sim if known else "", user=users.get(one.user_id or 0, ""), usage=usage(one),
        contract=ends, roaming="on" if one.roaming_enabled else "off",
    )  # fmt: skip


def usage(one: Line) -> s.Usage:
    """This function will show the data used in this cycle against the plan and what was added."""
    limit = one.plan.data_limit_gb + one.data_added_gb
    share = min(100, int(100 * one.data_used_gb / limit)) if limit else 100
    words = f"{one.data_used_gb:.1f} of {limit.normalize():f} GB used"
    return s.Usage(words, share, "bad" if share >= 100 else "warn" if share >= 85 else "")


def _balance(known: AccountMoney) -> s.Chip:
    if known.overdue.minor > 0:
        return s.Chip(f"{money(known.overdue)} overdue", "bad")
    return s.Chip("To pay", "info") if known.owed.minor > 0 else s.Chip("Nothing to pay", "ok")


def _bill(one: Bill, account_id: int, opened: Bill | None) -> s.BillRow:
    last = one.period.until - timedelta(days=1)
    period = f"{one.period.start.day} {one.period.start:%b} to {day(last)}"
    items = opened.items if opened and opened.id == one.id else ()
    return s.BillRow(one.number, period, one.due_on, one.total, state(one.status),
                     tuple((item.description, item.amount) for item in items),
                     f"{_href(account_id)}?bill={one.id}#money", bool(items))  # fmt: skip


def _outages(lines: Sequence[Line]) -> tuple[s.OutageRow, ...]:
    every = {one.id: outage(one) for line in lines for one in line.outages}
    return tuple(every.values())


def _is_shown(one: TimelineEntry, show: str) -> bool:
    if not show:
        return True
    known = {"contact", "bill", "payment"}
    return one.kind in _BELONGS[show] if show in _BELONGS else one.kind not in known


def _entry(
    one: TimelineEntry, rows: Mapping[int, s.ContactRow], numbers: Mapping[int, str], names: Mapping[str, str]
) -> s.TimelineRow:
    kind, _, key = one.ref.partition(":")
    row = rows.get(int(key)) if kind == "contact" and key.isdecimal() else None
    icon = _ICONS.get(one.kind, "line" if one.line_id else "plan")
    by = names.get(one.by, one.by)
    if row:
        return s.TimelineRow(one.at, icon, row.about, row.summary or row.state.text, row.href, by=by)
    return s.TimelineRow(one.at, icon, one.text, numbers.get(one.line_id or 0, ""), by=by)


def _more(page: CustomerPage, show: str) -> str:
    more = page.timeline.go_on_before and len(page.timeline.entries) < 120
    return f"?show={show}&entries=120#timeline" if more else ""


def _short(text: str) -> str:
    first = " ".join(text.split())
    return first if len(first) <= 140 else first[:139].rsplit(" ", 1)[0] + "…"


def actors(page: CustomerPage) -> Iterable[str]:
    """This function will name everybody who acted on this page."""
    return {one.opened_by for one in page.contacts} | {one.by for one in page.timeline.entries}
