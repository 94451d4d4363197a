"""The benchmark's policy stays sound, and answers as the CASE written by hand does."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.policy_speed import BY_HAND, MAKE, RULES, SQL_COLUMNS, ready_policy
from careline.policybook.sql import decision_in_sql

pytestmark = pytest.mark.django_db


def test_the_ten_rules_agree_with_the_case_written_by_hand() -> None:
    ready = ready_policy()
    assert [rule.rule.id for rule in ready.rules] == [rule for rule, *_ in RULES]
    with connection.cursor() as cursor:
        cursor.execute(MAKE.replace("unlogged", "temporary"), [5000])
        compiled = decision_in_sql(ready, SQL_COLUMNS)
        cursor.execute(f"select {BY_HAND}, {compiled}, count(*) from policy_bench group by 1, 2")
        rows = cursor.fetchall()
    assert {by_hand for by_hand, _, _ in rows} >= {rule for rule, *_ in RULES}
    assert [row for row in rows if row[0] != row[1]] == []
