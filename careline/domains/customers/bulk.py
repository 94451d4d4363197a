"""Accounts as rows for loaders: the same rows that the actions write, many at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from careline.domains.customers.rules import name_keys, number_key, plain_key, some_keys
from careline.domains.customers.values import AccountView, KeyKind, KeyRow
from careline.platform.bulk import Batch, Table

ACCOUNT = Table(
    "customers_account", ("id", "number", "external_id", "status", "opened_on", "market", "language"), ("id",)
)
PERSON = Table(
    "customers_person",
    ("account_id", "id", "external_id", "role", "name", "born_on", "email", "contact_number"),
    ("account_id", "id"),
)
ADDRESS = Table(
    "customers_address", ("account_id", "kind", "street", "city", "state", "postcode"), ("account_id", "kind")
)
BILLING = Table("customers_billingaccount", ("account_id", "id", "cycle_day", "autopay", "paperless"), ("account_id",))
KEY = Table(
    "customers_searchkey",
    ("account_id", "kind", "key", "shown", "subject_id", "born_on"),
    ("account_id", "kind", "key", "subject_id"),
    append_only=True,
)


def put_account(batch: Batch, account: AccountView, *, people_ids: Iterable[str] = ()) -> None:
    """This function will put an account with its people, places and billing, and the keys to find it by.

    `people_ids` are the operator's own ids of the people, in the order of the account's people.
    """
    batch.put(
        ACCOUNT, account.id, account.number, account.external_id, account.status, account.opened_on, account.market,
        account.language,
    )  # fmt: skip
    own_ids = iter(people_ids)
    for one in account.people:
        batch.put(
            PERSON, account.id, one.id, next(own_ids, ""), one.role, one.name, one.born_on, one.email,
            one.contact_number,
        )  # fmt: skip
    for place in account.addresses:
        batch.put(ADDRESS, account.id, place.kind, place.street, place.city, place.state, place.postcode)
    billing_id = batch.next_id("customers_billingaccount_id_seq")
    batch.put(BILLING, account.id, billing_id, account.cycle_day, account.autopay, account.paperless)
    put_keys(batch, account.id, account_keys(account))


def account_keys(account: AccountView) -> list[KeyRow]:
    """This function will make all keys by which an account is found through itself and its people."""
    keys: list[KeyRow | None] = [
        plain_key(KeyKind.ACCOUNT, account.number),
        plain_key(KeyKind.EXTERNAL, account.external_id),
    ]
    for one in account.people:
        keys += name_keys(one.name, person_id=one.id, born_on=one.born_on)
        keys.append(plain_key(KeyKind.EMAIL, one.email, subject_id=one.id))
        keys.append(number_key(one.contact_number, subject_id=one.id))
    return some_keys(keys)


def put_keys(batch: Batch, account_id: int, keys: Iterable[KeyRow]) -> None:
    """This function will put keys by which an account is found."""
    for key in keys:
        batch.put(KEY, account_id, key.kind, key.key, key.shown, key.subject_id, key.born_on)


def forget_keys(account_ids: Iterable[int]) -> None:
    """This function will forget all search keys of accounts that are about to be loaded again."""
    with connection.cursor() as cursor:
        cursor.execute("delete from customers_searchkey where account_id = any(%s)", [list(account_ids)])
