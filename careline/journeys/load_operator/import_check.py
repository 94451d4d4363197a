"""What a set of files must agree on, row by row: references, uniqueness, sums, dates. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from careline.domains.contacts.values import ContactStatus
from careline.domains.customers.values import Role
from careline.domains.ledger.values import BillStatus
from careline.domains.lines.values import LineStatus
from careline.journeys.load_operator.import_columns import FILES, Kind
from careline.journeys.load_operator.import_read import FileSet, Row, Trouble
from careline.kernel.identifiers import e164
from careline.kernel.money import Money


def check_files(found: FileSet) -> None:
    """This function will add every disagreement between rows and files to the set's errors and warnings."""
    for file in FILES:
        found.errors += _repeated_ids(found, file.name)
        found.errors += _missing_references(found, file.name)
    for check in _CHECKS:
        found.errors += check(found)
    found.warnings += _bills_without_items(found)


def _repeated_ids(found: FileSet, file: str) -> Iterator[Trouble]:
    seen: dict[str, int] = {}
    for row in found.of(file):
        if row["id"] is None:
            continue
        if row["id"] in seen:
            yield Trouble(
                file, row.number, "id", f"{row['id']!r} is in row {seen[row['id']]} already. Use each id once."
            )
        seen.setdefault(row["id"], row.number)


def _missing_references(found: FileSet, file: str) -> Iterator[Trouble]:
    columns = next(one for one in FILES if one.name == file).columns
    for column in columns:
        if column.kind is not Kind.REFERENCE:
            continue
        known = {row["id"] for row in found.of(column.refers_to)}
        for row in found.of(file):
            if row[column.name] is not None and row[column.name] not in known:
                message = f"{row[column.name]!r} is not an id in {column.refers_to}. Add it there or correct it here."
                yield Trouble(file, row.number, column.name, message)


def _owners(found: FileSet) -> Iterator[Trouble]:
    owners = Counter(row["customer"] for row in found.of("people.csv") if row["role"] == Role.OWNER)
    for row in found.of("customers.csv"):
        if owners[row["id"]] != 1:
            message = f"has {owners[row['id']] or 'no'} owners in people.csv. Every customer has exactly one owner."
            yield Trouble("customers.csv", row.number, "id", f"{row['id']!r} {message}")


def _cycle_days(found: FileSet) -> Iterator[Trouble]:
    for row in found.of("customers.csv"):
        if row["cycle_day"] is not None and not 1 <= row["cycle_day"] <= 28:
            yield Trouble("customers.csv", row.number, "cycle_day", "must be 1 to 28, a day that every month has.")


def _numbers(found: FileSet) -> Iterator[Trouble]:
    seen: dict[str, int] = {}
    for row in found.of("lines.csv"):
        if row["number"] is None or row["status"] == LineStatus.CLOSED:
            continue
        number = e164(row["number"])
        if number in seen:
            message = f"{row['number']} is on the line of row {seen[number]} too. Close one of the lines."
            yield Trouble("lines.csv", row.number, "number", message)
        seen.setdefault(number, row.number)


def _suspensions(found: FileSet) -> Iterator[Trouble]:
    for row in found.of("lines.csv"):
        if row["suspended_for"] and row["status"] != LineStatus.SUSPENDED:
            message = f"is given, but the line is {row['status']}. Make it suspended or leave this empty."
            yield Trouble("lines.csv", row.number, "suspended_for", message)


def _same_customer(found: FileSet) -> Iterator[Trouble]:
    """A row about a customer must not name a line, person or bill of another customer."""
    of = {
        name: {row["id"]: row["customer"] for row in found.of(file)}
        for name, file in (("line", "lines.csv"), ("user", "people.csv"), ("bill", "bills.csv"))
    }
    for file in ("lines.csv", "changes.csv", "payments.csv", "contacts.csv"):
        for row in found.of(file):
            for name, customers in of.items():
                theirs = customers.get(row[name]) if row[name] else None
                if theirs and row["customer"] and theirs != row["customer"]:
                    message = f"{row[name]!r} belongs to customer {theirs!r}, this row to {row['customer']!r}."
                    yield Trouble(file, row.number, name, f"{message} Correct one of them.")
    bill_owner = of["bill"]
    for row in found.of("bill_items.csv"):
        theirs = of["line"].get(row["line"]) if row["line"] else None
        if theirs and bill_owner.get(row["bill"], theirs) != theirs:
            message = f"{row['line']!r} belongs to customer {theirs!r}, the bill to {bill_owner[row['bill']]!r}."
            yield Trouble("bill_items.csv", row.number, "line", f"{message} Correct one of them.")


def _periods(found: FileSet) -> Iterator[Trouble]:
    for file, first, last in (("bills.csv", "period_from", "period_until"), ("features.csv", "since", "until")):
        for row in found.of(file):
            if row[first] and row[last] and row[last] <= row[first]:
                message = f"{row[last]} does not lie after {first} {row[first]}. It is the first day outside."
                yield Trouble(file, row.number, last, message)


def _bill_dates(found: FileSet) -> Iterator[Trouble]:
    for row in found.of("bills.csv"):
        for name in ("issued_on", "due_on"):
            if row["status"] and row["status"] != BillStatus.DRAFT and row[name] is None:
                yield Trouble("bills.csv", row.number, name, f"is empty, but the bill is {row['status']}. Fill it in.")


def _one_each(found: FileSet) -> Iterator[Trouble]:
    for status in (BillStatus.DRAFT, BillStatus.AWAITING):
        seen: dict[str, int] = {}
        for row in found.of("bills.csv"):
            if row["status"] != status or row["customer"] is None:
                continue
            if row["customer"] in seen:
                message = (
                    f"the customer has a bill that is {status} in row {seen[row['customer']]} already; one at a time."
                )
                yield Trouble("bills.csv", row.number, "status", message)
            seen.setdefault(row["customer"], row.number)


def _sums(found: FileSet) -> Iterator[Trouble]:
    sums: dict[str, int] = defaultdict(int)
    has_items = set()
    for row in found.of("bill_items.csv"):
        if row["amount"] is not None:
            sums[row["bill"]] += row["amount"].minor
            has_items.add(row["bill"])
    for row in found.of("bills.csv"):
        total = row["total"]
        if total is not None and row["id"] in has_items and sums[row["id"]] != total.minor:
            items = Money(sums[row["id"]], total.currency)
            message = f"is {total}, but the bill's items add up to {items}. Add the missing item or correct the total."
            yield Trouble("bills.csv", row.number, "total", message)


def _bills_without_items(found: FileSet) -> Iterator[Trouble]:
    has_items = {row["bill"] for row in found.of("bill_items.csv")}
    for row in found.of("bills.csv"):
        if row["id"] not in has_items and row["total"] is not None and row["total"].minor:
            message = "has no items in bill_items.csv, so it cannot be explained to the customer."
            yield Trouble("bills.csv", row.number, "id", message)


def _payments(found: FileSet) -> Iterator[Trouble]:
    for row in found.of("payments.csv"):
        if row["amount"] is not None and row["amount"].minor <= 0:
            yield Trouble("payments.csv", row.number, "amount", "must be more than 0. Write a refund as a bill item.")


def _contacts(found: FileSet) -> Iterator[Trouble]:
    for row in found.of("contacts.csv"):
        is_open = row["status"] == ContactStatus.OPEN
        if is_open == (row["ended_at"] is not None):
            message = (
                "is given, but the contact is open." if is_open else f"is empty, but the contact is {row['status']}."
            )
            yield Trouble("contacts.csv", row.number, "ended_at", f"{message} Correct one of them.")


_CHECKS: tuple[Callable[[FileSet], Iterator[Trouble]], ...] = (
    _owners, _cycle_days, _numbers, _suspensions, _same_customer, _periods, _bill_dates, _one_each, _sums, _payments,
    _contacts,
)  # fmt: skip


def row_of(found: FileSet, file: str, own_id: str) -> Row | None:
    """This function will give the row with an id, to place a mistake that only the database could see."""
    return next((row for row in found.of(file) if row["id"] == own_id), None)
