"""Rows of the customers room as values; the only reader for rules and screens."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from careline.domains.customers import rules
from careline.domains.customers.models import Account, Act, Person
from careline.domains.customers.values import (
    AccountStatus,
    AccountView,
    ActView,
    AddressKind,
    AddressView,
    Hit,
    KeyKind,
    PersonView,
    Role,
    TimelineEntry,
)

_FOUND = "account_id, kind, key, shown, subject_id"
_SEARCH = f"""
with hits as (
  (select {_FOUND}, true as exact from customers_searchkey
    where key = any(%(exact)s) and (%(born)s::date is null or (kind = 'name' and born_on = %(born)s)) limit %(most)s)
  {{beginnings}})
select h.account_id, h.kind, h.shown, h.subject_id, h.exact, a.number, a.status, coalesce(p.name, a.number)
from hits h
join customers_account a on a.id = h.account_id
left join customers_person p on p.account_id = h.account_id and p.role = 'owner'
"""  # noqa: S608 - only constants of this module are put in
_BEGINS = f"""union all (select {_FOUND}, false from customers_searchkey
    where key like %(b{{n}})s and (%(born)s::date is null or (kind = 'name' and born_on = %(born)s))
    order by key using ~<~ limit %(most)s)"""  # noqa: S608 - as above


def find(text: str, *, most: int = 20) -> list[Hit]:
    """This function will find accounts by any identifier in any format, exact matches first; one query.

    A name may be narrowed down by a date of birth in the same text. An empty or meaningless text finds nothing.
    """
    wanted = rules.wanted(text)
    if not wanted.exact:
        return []
    begins = {f"b{n}": _escaped(start) + "%" for n, start in enumerate(wanted.beginnings)}
    sql = _SEARCH.format(beginnings=" ".join(_BEGINS.format(n=n) for n in range(len(begins))))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"exact": list(wanted.exact), "born": wanted.born_on, "most": most * 2, **begins})
        hits = [_hit(row) for row in cursor.fetchall()]
    return _best_per_account(hits)[:most]


def _escaped(beginning: str) -> str:
    return beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _hit(row: tuple[Any, ...]) -> Hit:
    account_id, kind, shown, subject_id, exact, number, status, name = row
    return Hit(account_id, number, AccountStatus(status), name, KeyKind(kind), shown, subject_id, exact)


def _best_per_account(hits: Iterable[Hit]) -> list[Hit]:
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (not hit.exact, hit.name, hit.account_id)):
        best.setdefault(hit.account_id, hit)
    return list(best.values())


_ACCOUNT = """
select a.id, a.number, a.external_id, a.status, a.opened_on, a.market, a.language,
  coalesce(b.cycle_day, 1), coalesce(b.autopay, false), coalesce(b.paperless, false),
  (select coalesce(json_agg(json_build_array(p.id, p.role, p.name, p.born_on, p.email, p.contact_number)
      order by p.role <> 'owner', p.role, p.name), '[]') from customers_person p where p.account_id = a.id),
  (select coalesce(json_agg(json_build_array(d.kind, d.street, d.city, d.state, d.postcode) order by d.kind desc), '[]')
      from customers_address d where d.account_id = a.id)
from customers_account a left join customers_billingaccount b on b.account_id = a.id
where a.id = %s
"""


def account(account_id: int) -> AccountView | None:
    """This function will read an account with its people and places, the owner first; None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNT, [account_id])
        row = cursor.fetchone()
    if row is None:
        return None
    status, people, places = AccountStatus(row[3]), _listed(row[10]), _listed(row[11])
    return AccountView(
        row[0], row[1], row[2], status, row[4], row[5], row[6], row[7], row[8], row[9],
        people=tuple(_person(one) for one in people),
        addresses=tuple(AddressView(AddressKind(one[0]), *one[1:]) for one in places),
    )  # fmt: skip


def owners_of(account_ids: Iterable[int]) -> dict[int, str]:
    """This function will give account id -> its owner's name, for lists that span accounts; one query."""
    rows = Person.objects.filter(account_id__in=list(account_ids), role=Role.OWNER)
    return dict(rows.values_list("account_id", "name"))


def _listed(value: Any) -> list[Any]:
    """Django hands JSON over as text; psycopg alone would have parsed it."""
    return list(json.loads(value)) if isinstance(value, str) else list(value)


def _person(one: list[Any]) -> PersonView:
    born_on = datetime.fromisoformat(one[3]).date() if one[3] else None
    return PersonView(one[0], Role(one[1]), one[2], born_on, one[4], one[5])


def markets_of(account_ids: Iterable[int]) -> dict[int, str]:
    """This function will give account id -> its market; one query."""
    return dict(Account.objects.filter(id__in=list(account_ids)).values_list("id", "market"))


def any_account() -> bool:
    """This function will tell whether there is any customer at all."""
    return Account.objects.exists()


def account_id_by_own_id(external_id: str) -> int | None:
    """This function will give the account with an imported operator's own id."""
    return Account.objects.filter(external_id=external_id).values_list("id", flat=True).first()


def act_with_key(account_id: int, key: str) -> ActView | None:
    """This function will give the act that was done with an idempotency key, or None."""
    row = Act.objects.filter(account_id=account_id, key=key).first()
    return act_view(row) if row else None


def act_view(row: Act) -> ActView:
    """This function will turn an act's row into its value."""
    return ActView(
        row.id, row.act, row.subject, row.by, row.at, row.contact_id, row.policy, row.rule, row.clause, row.say,
        row.policy_hash, row.facts, row.outcome,
    )  # fmt: skip


def acts_of(account_id: int, *, contact_id: int | None = None, limit: int = 50) -> list[ActView]:
    """This function will read the acts done on an account (or on one contact), newest first."""
    rows = Act.objects.filter(account_id=account_id)
    if contact_id is not None:
        rows = rows.filter(contact_id=contact_id)
    return [act_view(row) for row in rows.order_by("-at", "-id")[:limit]]


def timeline(account_id: int, *, before: datetime | None = None, limit: int = 30) -> list[TimelineEntry]:
    """This function will give the acts on an account as timeline entries, newest first."""
    rows = Act.objects.filter(account_id=account_id)
    if before:
        rows = rows.filter(at__lt=before)
    return [
        TimelineEntry(row.at, "act", row.outcome or row.act, f"act:{row.id}", row.by)
        for row in rows.order_by("-at", "-id")[:limit]
    ]


def own_ids() -> dict[str, int]:
    """This function will give the operator's own id -> our id for accounts that were imported."""
    return dict(Account.objects.exclude(external_id="").values_list("external_id", "id"))


def people_own_ids() -> dict[tuple[int, str], int]:
    """This function will give (account, own id) -> our id for people who were imported."""
    rows = Person.objects.exclude(external_id="").values_list("account_id", "external_id", "id")
    return {(account_id, external_id): person_id for account_id, external_id, person_id in rows}


def account_numbers_in_use(numbers: Iterable[str]) -> dict[str, int]:
    """This function will give account number -> account for those of these numbers that are in use."""
    return dict(Account.objects.filter(number__in=list(numbers)).values_list("number", "id"))
