"""Found by any identifier in any format, in one box and one query."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from careline.domains.customers import api as customers
from careline.domains.customers import rules
from careline.domains.customers.models import Account, Person
from careline.domains.customers.values import KeyKind

IMEI, EID, ICCID = "490154203237518", "89034011560010000000000000000121", "89019990000000000006"


@pytest.fixture
def ana(db: None) -> int:
    account = Account.objects.create(number="100-200-300", external_id="CUST_7", opened_on=date(2024, 1, 1))
    Person.objects.create(account=account, role="owner", name="Ana Maria Núñez-Ortiz")
    plain = customers.plain_key
    keys = [
        *customers.name_keys("Ana Maria Núñez-Ortiz", person_id=1, born_on=date(1985, 6, 15)),
        plain(KeyKind.ACCOUNT, "100-200-300"),
        plain(KeyKind.EXTERNAL, "CUST_7"),
        plain(KeyKind.EMAIL, "Ana_N@Example.com", subject_id=1),
        plain(KeyKind.BILL, "INV 2026/11-0042", subject_id=5),
        plain(KeyKind.SIM, ICCID, subject_id=2),
        plain(KeyKind.IMEI, IMEI, subject_id=2),
        plain(KeyKind.EID, EID, subject_id=2),
        customers.number_key("+12125550101", subject_id=2),
    ]
    customers.put_search_keys(account_id=account.id, keys=customers.some_keys(keys))
    return account.id


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(212) 555-0101", "number"), ("212.555.0101", "number"), ("+1 212 555 0101", "number"),
        ("12125550101", "number"), ("0012125550101", "number"), ("212 555", "number"),
        ("100200300", "account number"), ("100-200", "account number"), ("cust_7", "own id"), ("CUST 7", "own id"),
        ("ana maria nunez ortiz", "name"), ("Ortiz, Ana", "name"), ("NÚÑEZ", "name"), ("maria n", "name"),
        ("Ana Maria Núñez-Ortiz 6/15/1985", "name"), ("ana 1985-06-15", "name"), ("ana 15.06.1985", "name"),
        ("ana_n@example.com", "e-mail"), ("ANA_N@", "e-mail"), ("inv2026110042", "bill"), ("INV-2026-11-0042", "bill"),
        ("4901 5420 323751 8", "IMEI"), ("49-015420-323751-8", "IMEI"), ("4901542032375101", "IMEI"),
        (ICCID[:-1], "SIM"), ("8901 9990 0000 0000 0006", "SIM"), (EID, "EID"), (EID[:12], "EID"),
    ],
)  # fmt: skip
def test_found_by(ana: int, text: str, kind: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        hits = customers.find(text)
    assert [(hit.account_id, hit.kind) for hit in hits] == [(ana, kind)]
    assert len(queries) == 1


@pytest.mark.parametrize(
    "text", ["", " ", "-", "%", "_", "%%%", "12", "a", "ana 1985-06-16", "\\", "nunex", "' or 1=1"]
)
def test_not_found_by(ana: int, text: str) -> None:
    assert customers.find(text) == []


def test_exact_comes_first(ana: int) -> None:
    other = Account.objects.create(number="100-200-3009", opened_on=date(2024, 1, 1))
    customers.put_search_keys(
        account_id=other.id, keys=customers.some_keys([customers.plain_key(KeyKind.ACCOUNT, other.number)])
    )
    assert [hit.account_id for hit in customers.find("100 200 300")] == [ana, other.id]


@given(st.text(max_size=30))
def test_any_text_has_a_meaning_or_none(text: str) -> None:
    wanted = rules.wanted(text)
    assert all(wanted.exact)
    assert all(len(one) >= 2 for one in wanted.beginnings)


@given(st.text("abcdefghij ñÜé-", min_size=2, max_size=25))
def test_a_name_is_found_by_itself(name: str) -> None:
    keys = {row.key for row in rules.name_keys(name, person_id=1, born_on=None)}
    if keys:
        assert set(rules.wanted(name).exact) & keys
