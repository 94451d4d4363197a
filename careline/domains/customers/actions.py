"""Verbs of the customers room that write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from careline.domains.customers import reads
from careline.domains.customers.models import Account, Act, SearchKey
from careline.domains.customers.values import ActView, KeyRow, Refused
from careline.platform.journal import who
from careline.policybook.api import Decision, facts_to_json


def lock_account(account_id: int) -> Account:
    """This function will lock an account until the transaction ends; all acts on one account wait for each other here.

    Raises Refused when there is no such account. Must run inside a transaction.
    """
    row = Account.objects.select_for_update().filter(id=account_id).first()
    if row is None:
        raise Refused(f"There is no account {account_id}. Search for the customer again.")
    return row


def record_act(
    *, account_id: int, decision: Decision, subject: str, key: str, outcome: str, contact_id: int | None, by: Any,
    at: datetime,
) -> ActView:  # fmt: skip
    """This function will store a done act with the decision it rests on, word for word."""
    clause = decision.clause
    row = Act.objects.create(
        account_id=account_id, key=key, act=decision.act, subject=subject, contact_id=contact_id, by=who(by), at=at,
        policy=clause.policy, rule=clause.rule, clause=clause.text, say=decision.say, policy_hash=decision.policy_hash,
        facts=facts_to_json(decision.facts), outcome=outcome,
    )  # fmt: skip
    return reads.act_view(row)


@transaction.atomic
def put_search_keys(*, account_id: int, keys: Iterable[KeyRow]) -> None:
    """This function will make an account findable by these keys; keys that are there already stay."""
    rows = [
        SearchKey(
            account_id=account_id, kind=key.kind, key=key.key, shown=key.shown, subject_id=key.subject_id,
            born_on=key.born_on,
        )
        for key in keys
    ]  # fmt: skip
    SearchKey.objects.bulk_create(rows, ignore_conflicts=True)
