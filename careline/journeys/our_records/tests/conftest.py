"""A small operator in the database: one account with two lines, an overdue bill and a paid one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from careline.domains.catalog.models import Plan
from careline.domains.customers import api as customers
from careline.domains.customers.models import Account, BillingAccount, Person
from careline.domains.customers.values import KeyKind
from careline.domains.diagnosis.facts import VOCABULARY
from careline.domains.ledger.models import Bill, BillItem
from careline.domains.lines.models import Line, NetworkState, SuspendReason
from careline.journeys.our_records.api import OurRecords
from careline.policybook.api import decide, read_policies

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
CONTENT = Path(__file__).resolve().parents[4] / "content"


@dataclass(frozen=True)
class Shop:
    """The ids of what is in the database, and records that act on it under the real policies."""

    account: int
    suspended: int
    active: int
    overdue: int
    records: OurRecords

    @property
    def customer(self) -> str:
        return str(self.account)


@pytest.fixture(scope="session")
def policies() -> Callable[..., Any]:
    book = read_policies(CONTENT / "policies", rates=CONTENT / "rates", vocabulary=VOCABULARY)
    assert not book.problems
    return lambda act, facts, at: decide(book, act, facts, at)


@pytest.fixture
def shop(db: None, policies: Callable[..., Any]) -> Shop:
    return make_shop(policies)


@pytest.fixture
def real_shop(transactional_db: None, policies: Callable[..., Any]) -> Shop:
    """The same, committed, for tests with several connections."""
    return make_shop(policies)


def make_shop(policies: Callable[..., Any]) -> Shop:
    account = Account.objects.create(number="100-200-300", external_id="C77", opened_on=date(2024, 1, 1))
    BillingAccount.objects.create(account=account, cycle_day=1)
    owner = Person.objects.create(
        account=account, role="owner", name="Ana Núñez", born_on=date(1985, 6, 15), email="ana@example.com"
    )
    plan = Plan.objects.create(
        external_id="P1", name="Plus", monthly_minor=6500, data_limit_gb=15, data_per_gb_minor=200
    )
    suspended = line(account.id, plan, "+12125550101", status="suspended", suspended_on=date(2026, 11, 10))
    SuspendReason.objects.create(
        account=account, line_id=suspended.id, reason="nonpay", since=date(2026, 11, 10), by="system"
    )
    active = line(account.id, plan, "+12125550102", data_used_gb=Decimal("15.1"))
    bill(account.id, date(2026, 9, 1), "paid")
    overdue = bill(account.id, date(2026, 10, 1), "overdue")
    keys = [
        *customers.name_keys(owner.name, person_id=owner.id, born_on=owner.born_on),
        customers.plain_key(KeyKind.ACCOUNT, account.number),
        customers.plain_key(KeyKind.EXTERNAL, account.external_id),
        customers.plain_key(KeyKind.EMAIL, owner.email, subject_id=owner.id),
        customers.plain_key(KeyKind.BILL, overdue.number, subject_id=overdue.id),
        customers.plain_key(KeyKind.IMEI, "490154203237518", subject_id=active.id),
        customers.number_key("+12125550101", subject_id=suspended.id),
        customers.number_key("+12125550102", subject_id=active.id),
    ]
    customers.put_search_keys(account_id=account.id, keys=customers.some_keys(keys))
    records = OurRecords(by="autopilot", clock=lambda: NOW, decide=policies)
    return Shop(account.id, suspended.id, active.id, overdue.id, records)


def line(account_id: int, plan: Plan, msisdn: str, **more: Any) -> Line:
    row = Line.objects.create(
        account_id=account_id, plan=plan, msisdn=msisdn, opened_on=date(2024, 1, 1), roaming_enabled=False, **more
    )
    NetworkState.objects.create(account_id=account_id, line_id=row.id, registered=True, bars=[])
    return row


def bill(account_id: int, start: date, status: str) -> Bill:
    until = (start.replace(day=28) + (date(2026, 2, 1) - date(2026, 1, 28))).replace(day=1)
    row = Bill.objects.create(
        account_id=account_id, number=f"B-{account_id}-{start:%Y%m}", status=status, period_from=start,
        period_until=until, issued_on=until, due_on=until, total_minor=6500,
    )  # fmt: skip
    BillItem.objects.create(
        account_id=account_id, bill_id=row.id, code="plan", description="Plus", amount_minor=6500, on=start
    )
    return row
