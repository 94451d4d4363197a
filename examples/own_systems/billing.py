"""An operator's own records, in SQLite: all that the port `OperatorRecords` asks for, and nothing of Careline's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from careline.domains.diagnosis.ports import (
    ActDone,
    BillView,
    CustomerFound,
    LineView,
    NetworkView,
    PlanView,
    RecordsRefused,
    RecordsSnapshot,
)
from careline.kernel.money import Money

TABLES = """
create table customer (id text primary key, name text, born_on text, status text);
create table line (id text primary key, customer text, number text, status text, suspended_on text, used_mb integer,
                   added_mb integer, roaming integer, ends_on text, attached integer);
create table bill (id text primary key, customer text, state text, cents integer, from_day text, due_day text);
create table done (key text primary key, what text, reference text, message text);

insert into customer values ('4711', 'Iris Vale', '1984-05-17', 'active');
insert into line values ('7', '4711', '+15557000123', 'suspended', '2026-03-02', 800, 0, 0, '2028-01-31', 0);
insert into bill values ('2026-02', '4711', 'overdue', 2900, '2026-02-01', '2026-02-20');
insert into bill values ('2026-01', '4711', 'paid', 2900, '2026-01-01', '2026-01-20');
"""
PLAN = PlanView("basic", "Basic", Money.of("29.00"), Decimal(4), Money.of("3.00"))


class Billing:
    """Implements `OperatorRecords`. Here it is a file; it could as well be calls to a billing system."""

    def __init__(self, path: str = ":memory:") -> None:
        self.db = sqlite3.connect(path)
        self.db.row_factory = sqlite3.Row
        self.db.executescript(TABLES)

    def now(self) -> datetime:
        return datetime(2026, 3, 4, 15, 30, tzinfo=UTC)  # a real system returns its own clock, time zone and all

    # --- find -------------------------------------------------------------------------------------------------

    def find_by_number(self, number: str) -> Sequence[CustomerFound]:
        digits = "".join(sign for sign in number if sign.isdigit())
        if len(digits) < 7:
            return ()
        return self._found("id in (select customer from line where number like ?)", f"%{digits}")

    def find_by_id(self, customer_id: str) -> Sequence[CustomerFound]:
        return self._found("id = ?", customer_id)

    def find_by_name(self, name: str, born_on: date) -> Sequence[CustomerFound]:
        return self._found("lower(name) = lower(?) and born_on = ?", name, born_on.isoformat())

    def _found(self, where: str, *values: str) -> tuple[CustomerFound, ...]:
        rows = self.db.execute(f"select * from customer where {where}", values).fetchall()  # noqa: S608  (where is ours)
        return tuple(CustomerFound(row["id"], row["name"], self._numbers(row["id"])) for row in rows)

    def _numbers(self, customer_id: str) -> dict[str, str]:
        return {row["id"]: row["number"] for row in self._rows("line", customer_id)}

    # --- read -------------------------------------------------------------------------------------------------

    def snapshot(self, *, customer_id: str, line_id: str) -> RecordsSnapshot:
        customer = self.db.execute("select * from customer where id = ?", (customer_id,)).fetchone()
        bills = sorted(self._rows("bill", customer_id), key=lambda row: str(row["from_day"]), reverse=True)
        return RecordsSnapshot(
            customer_id=customer_id,
            customer_name=customer["name"],
            account_status=customer["status"],
            line=_line(self._line(customer_id, line_id)),
            bills=tuple(_bill(row) for row in bills),
            at=self.now(),
        )

    # --- act: the same key never acts twice ------------------------------------------------------------------------

    def request_payment(self, *, customer_id: str, bill_id: str, key: str) -> ActDone:
        def act() -> str:
            if any(row["state"] == "awaiting payment" for row in self._rows("bill", customer_id)):
                raise RecordsRefused("one payment request at a time")
            self._set("bill", bill_id, customer_id, state="awaiting payment")
            return f"request for bill {bill_id} sent"

        return self._once(key, f"payment {bill_id}", act)

    def resume_line(self, *, customer_id: str, line_id: str, key: str) -> ActDone:
        def act() -> str:
            self._set("line", line_id, customer_id, status="active", suspended_on=None)
            return f"line {line_id} is open again"

        return self._once(key, f"resume {line_id}", act)

    def enable_roaming(self, *, customer_id: str, line_id: str, key: str) -> ActDone:
        def act() -> str:
            self._set("line", line_id, customer_id, roaming=1)
            return f"roaming is on for line {line_id}"

        return self._once(key, f"roaming {line_id}", act)

    def add_data(self, *, customer_id: str, line_id: str, gb: Decimal, key: str) -> ActDone:
        def act() -> str:
            before = self._line(customer_id, line_id)["added_mb"]
            self._set("line", line_id, customer_id, added_mb=before + int(gb * 1000))
            return f"{gb} GB added"

        return self._once(key, f"data {line_id} {gb}", act)

    def _once(self, key: str, what: str, act: Callable[[], str]) -> ActDone:
        """The act and its key are written in one transaction, so that a repeated call finds what was done."""
        with self.db:
            before = self.db.execute("select * from done where key = ?", (key,)).fetchone()
            if before and before["what"] != what:
                raise RecordsRefused(f"key {key} was used for another act: {before['what']}")
            if before:
                return ActDone(before["reference"], before["message"], repeated=True)
            done = ActDone(f"order-{key}", act())
            self.db.execute("insert into done values (?, ?, ?, ?)", (key, what, done.reference, done.message))
            return done

    # --- what happens outside Careline ------------------------------------------------------------------------------

    def customer_pays(self, customer_id: str) -> bool:
        """The payment provider calls: the bill that awaits payment is paid."""
        with self.db:
            paid = "update bill set state = 'paid' where customer = ? and state = 'awaiting payment'"
            return self.db.execute(paid, (customer_id,)).rowcount > 0

    def phone_attaches(self, line_id: str) -> bool:
        """The network lets the phone in, if its line is open."""
        with self.db:
            attach = "update line set attached = 1 where id = ? and status = 'active'"
            return self.db.execute(attach, (line_id,)).rowcount > 0

    # --- rows -------------------------------------------------------------------------------------------------------

    def _rows(self, table: str, customer_id: str) -> list[sqlite3.Row]:
        return self.db.execute(f"select * from {table} where customer = ?", (customer_id,)).fetchall()  # noqa: S608

    def _line(self, customer_id: str, line_id: str) -> sqlite3.Row:
        row = next((row for row in self._rows("line", customer_id) if row["id"] == line_id), None)
        if row is None:
            raise RecordsRefused(f"customer {customer_id} has no line {line_id}")
        return row

    def _set(self, table: str, row_id: str, customer_id: str, **values: Any) -> None:
        changes = ", ".join(f"{name} = ?" for name in values)
        update = f"update {table} set {changes} where id = ? and customer = ?"  # noqa: S608  (names are ours)
        if self.db.execute(update, (*values.values(), row_id, customer_id)).rowcount != 1:
            raise RecordsRefused(f"customer {customer_id} has no {table} {row_id}")


def _line(row: sqlite3.Row) -> LineView:
    return LineView(
        id=row["id"],
        msisdn=row["number"],
        status=row["status"],
        suspend_reasons=("nonpay",) if row["status"] == "suspended" else (),
        suspended_on=_day(row["suspended_on"]),
        plan=PLAN,
        data_used_gb=Decimal(row["used_mb"]) / 1000,
        data_added_gb=Decimal(row["added_mb"]) / 1000,
        roaming_enabled=bool(row["roaming"]),
        contract_ends_on=_day(row["ends_on"]),
        network=NetworkView(registered=bool(row["attached"])),  # what is not known stays None
    )


def _bill(row: sqlite3.Row) -> BillView:
    first = date.fromisoformat(row["from_day"])
    return BillView(
        id=row["id"],
        status=row["state"],
        period_from=first,
        period_until=(first + timedelta(days=31)).replace(day=1),  # the first day that is not in the bill
        issued_on=first,
        due_on=date.fromisoformat(row["due_day"]),
        total=Money(row["cents"]),
        items=(),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
