"""Foreign keys point down. Imports are checked by the linter, but a key named by a string escapes it, and so does one
made in SQL: both the models and the database itself are asked."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

# lower number, lower room; one number, brothers
FLOOR = {
    "auth": 0, "contenttypes": 0, "sessions": 0, "axes": 0, "procrastinate": 0,
    "platform": 1,
    "team": 2, "catalog": 2, "knowledge": 2,
    "customers": 3,
    "ledger": 4, "lines": 4,
    "contacts": 5,
    "diagnosis": 6, "offers": 6, "credits": 6, "collections": 6, "activation": 6,
    "routing": 7,
    "learning": 8, "quality": 8, "hiring": 8,
    "insights": 9,
    "desk": 10,
}  # fmt: skip


def points_up(source: str, target: str) -> bool:
    """Whether a key from one app to another goes up, or across to a brother."""
    return source != target and FLOOR[target] >= FLOOR[source] > 0


def test_in_the_models() -> None:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            related = getattr(field, "related_model", None)
            if related is not None and getattr(field, "concrete", False) and not isinstance(related, str):
                source, target = model._meta.app_label, related._meta.app_label
                if points_up(source, target):
                    wrong.append(f"{model.__name__}.{field.name} -> {related.__name__}")
    assert wrong == []


_KEYS = """
select distinct source.relname, target.relname
from pg_constraint
join pg_class as source on source.oid = conrelid
join pg_class as target on target.oid = confrelid
where contype = 'f'
"""


@pytest.mark.django_db
def test_in_the_database() -> None:
    app_of = {model._meta.db_table: model._meta.app_label for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
        keys = [(source, target) for source, target in cursor.fetchall() if source in app_of and target in app_of]
    assert keys, "no foreign keys were found at all"
    assert [(source, target) for source, target in keys if points_up(app_of[source], app_of[target])] == []


def test_the_check_itself_knows_up_from_down() -> None:
    assert points_up("customers", "contacts")
    assert points_up("ledger", "lines")
    assert points_up("platform", "team")
    assert not points_up("contacts", "customers")
    assert not points_up("lines", "lines")


@pytest.mark.django_db
def test_every_table_of_a_domain_has_its_account_in_its_key() -> None:
    """Account is the grain (law 8): customer-side tables carry it, in their primary key."""
    without_account = {"team", "catalog", "knowledge", "platform", "desk"}
    wrong = []
    for model in apps.get_models():
        label = model._meta.app_label
        if FLOOR[label] < 2 or label in without_account or "account_id" in model.__dict__.get("WITHOUT_ACCOUNT", ()):
            continue
        key = [field.attname for field in model._meta.pk_fields]
        if "account_id" not in key and model.__name__ not in _NOT_CUSTOMER_SIDE:
            wrong.append(f"{label}.{model.__name__} has the key {key}")
    assert wrong == []


# the account itself, and what belongs to the network or the content rather than to a customer
_NOT_CUSTOMER_SIDE = {"Account", "Outage", "Area", "LearnedRun", "LearnedSet", "LearnedPrior", "PriorsInUse"}
