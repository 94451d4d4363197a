"""Checked rows into our rooms: ids resolved, one transaction, everything or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from careline.domains.catalog import api as catalog
from careline.domains.catalog.values import Offering, OfferingKind, Plan
from careline.domains.contacts import api as contacts
from careline.domains.customers import api as customers
from careline.domains.ledger import api as ledger
from careline.domains.lines import api as lines
from careline.journeys.load_operator import import_values as values
from careline.journeys.load_operator.import_check import check_files
from careline.journeys.load_operator.import_read import FileSet, Row, Trouble, read_files
from careline.kernel.identifiers import e164
from careline.platform.api import Line as JournalEntry
from careline.platform.api import write_many
from careline.platform.bulk import Batch

BY = "import"


@dataclass
class Imported:
    """What came of an import: rows by file, and what was wrong. Loaded only when there is no error and no dry run."""

    loaded: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    new_customers: int = 0
    errors: list[Trouble] = field(default_factory=list)
    warnings: list[Trouble] = field(default_factory=list)


class _OnlyTried(Exception):
    """Rolls a dry run back."""


def import_folder(
    folder: Path, *, at: datetime, dry_run: bool = False, say: Callable[[str, int, int], None] = lambda *_: None
) -> Imported:
    """This function will load an operator from a folder of files, or nothing at all.

    A dry run does everything including what only the database can check, and takes it back. `say` is told the step,
    how much is done and how much there is.
    """
    say("Reading", 0, 1)
    found = read_files(folder, zone=timezone.get_default_timezone())
    check_files(found)
    result = Imported(counts={name: len(rows) for name, rows in found.rows.items()})
    result.errors, result.warnings = found.errors, found.warnings
    if result.errors:
        return result
    try:
        with transaction.atomic():
            load = _Load(found, at, say)
            result.errors += load.clashes()
            if result.errors:
                raise _OnlyTried
            result.new_customers = load.everything()
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        return result
    except IntegrityError as problem:
        result.errors.append(_refused(problem))
        return result
    result.loaded = True
    return result


def _refused(problem: IntegrityError) -> Trouble:
    """What only the database saw; our own checks name all that they know with their row."""
    first = str(problem).strip().splitlines()
    detail = next((line for line in first if line.startswith("DETAIL")), "")
    return Trouble("(all files)", 0, "", f"the database refused it: {first[0]}. {detail} Correct the rows it names.")


class _Load:
    """One import on its way into the database."""

    def __init__(self, found: FileSet, at: datetime, say: Callable[[str, int, int], None]) -> None:
        self.found, self.at, self.say = found, at, say
        self.batch = Batch(merge=True)
        self.known = customers.own_ids()
        self.accounts = self._ids("customers.csv", "customers_account_id_seq", lambda row: self.known.get(row["id"]))
        self.people = self._under("people.csv", "customers_person_id_seq", customers.people_own_ids())
        self.lines = self._under("lines.csv", "lines_line_id_seq", lines.own_ids())
        self.bills = self._under("bills.csv", "ledger_bill_id_seq", ledger.own_ids())

    def _ids(self, file: str, sequence: str, known: Callable[[Row], int | None]) -> dict[str, int]:
        return {row["id"]: known(row) or self.batch.next_id(sequence) for row in self.found.of(file)}

    def _under(self, file: str, sequence: str, known: Mapping[tuple[int, str], int]) -> dict[str, int]:
        return self._ids(file, sequence, lambda row: known.get((self.accounts[row["customer"]], row["id"])))

    def clashes(self) -> list[Trouble]:
        """This function will name rows that want what somebody else in the database already has."""
        return [
            *self._taken("lines.csv", "number", self.lines, lines.numbers_in_use, e164),
            *self._taken("customers.csv", "account_number", self.accounts, customers.account_numbers_in_use, str),
            *self._taken("bills.csv", "number", self.bills, ledger.bill_numbers_in_use, str),
        ]

    def _taken(
        self, file: str, column: str, ids: Mapping[str, int], in_use: Callable[[Any], Mapping[str, int]],
        tidy: Callable[[str], str],
    ) -> list[Trouble]:  # fmt: skip
        wanted = {
            row.number: tidy(row[column] or row["id"]) for row in self.found.of(file) if row["status"] != "closed"
        }
        used, ours = in_use(set(wanted.values())), set(ids.values())
        return [
            Trouble(file, row.number, column, f"{wanted[row.number]} belongs to somebody who is not in these files.")
            for row in self.found.of(file)
            if row.number in wanted and used.get(wanted[row.number], ids[row["id"]]) not in ours
        ]

    def everything(self) -> int:
        """This function will write all rows; it returns how many customers are new."""
        plans = self._catalog()
        customers.forget_keys(self.accounts.values())
        self._customers()
        self._lines(plans)
        self._bills()
        self._history()
        self.say("Writing", 0, 1)
        self.batch.flush()
        held = {self.lines[row["id"]]: row["suspended_for"] or () for row in self.found.of("lines.csv")}
        lines.clear_other_reasons(held, by=BY, at=self.at)
        self._journal()
        return len(set(self.accounts) - set(self.known))

    def _catalog(self) -> dict[str, Plan]:
        plans = [
            Plan(0, row["id"], row["name"], row["monthly_price"], row["data_limit_gb"], row["data_price_per_gb"])
            for row in self.found.of("plans.csv")
        ]
        ids = catalog.offer_plans(plans, by=BY, at=self.at)
        extras = [
            Offering(0, row["id"], OfferingKind(row["kind"]), row["name"], row["monthly_price"], row["months"])
            for row in self.found.of("extras.csv")
        ]
        self.extras = catalog.offer_extras(extras, by=BY, at=self.at)
        areas = [(row["id"], row["name"], row["market"] or "") for row in self.found.of("areas.csv")]
        if areas:
            lines.map_areas(areas=areas, by=BY, at=self.at)
        return {plan.external_id: values.with_id(plan, ids[plan.external_id]) for plan in plans}

    def _customers(self) -> None:
        people: dict[str, list[Row]] = defaultdict(list)
        for row in self.found.of("people.csv"):
            people[row["customer"]].append(row)
        rows = self.found.of("customers.csv")
        for done, row in enumerate(rows, 1):
            mine = people[row["id"]]
            account = values.account(row, self.accounts[row["id"]], mine, self.people)
            customers.put_account(self.batch, account, people_ids=[one["id"] for one in mine])
            if done % 1000 == 0:
                self.say("Customers", done, len(rows))

    def _lines(self, plans: Mapping[str, Plan]) -> None:
        states = {row["line"]: row for row in self.found.of("network.csv")}
        self.line_values = {
            row["id"]: values.line(row, self.lines[row["id"]], self.accounts[row["customer"]], plans[row["plan"]],
                                   self.people.get(row["user"] or ""), states.get(row["id"]), self.at)
            for row in self.found.of("lines.csv")
        }  # fmt: skip
        for line in self.line_values.values():
            lines.put_line(self.batch, line, by=BY)
        for row in self.found.of("features.csv"):
            offering_id = self.extras[row["extra"]]
            line = self.line_values[row["line"]]
            lines.put_feature(self.batch, line, offering_id=offering_id, since=row["since"], until=row["until"])

    def _bills(self) -> None:
        items: dict[str, list[Row]] = defaultdict(list)
        for row in self.found.of("bill_items.csv"):
            items[row["bill"]].append(row)
        bills = [
            values.bill(row, self.bills[row["id"]], self.accounts[row["customer"]], items[row["id"]], self.lines)
            for row in self.found.of("bills.csv")
        ]
        ledger.drop_items(bill for bill in bills if bill.items)
        for bill in bills:
            ledger.put_bill(self.batch, bill)
        ids = self._under("payments.csv", "ledger_payment_id_seq", ledger.payment_own_ids())
        for row in self.found.of("payments.csv"):
            payment = values.payment(row, ids[row["id"]], self.bills.get(row["bill"] or ""))
            ledger.put_payment(self.batch, self.accounts[row["customer"]], payment, external_id=row["id"])

    def _history(self) -> None:
        ids = self._under("changes.csv", "lines_change_id_seq", lines.change_own_ids())
        for row in self.found.of("changes.csv"):
            change = values.change(row, self.lines.get(row["line"] or ""))
            lines.put_change(
                self.batch, self.accounts[row["customer"]], change, external_id=row["id"], change_id=ids[row["id"]]
            )
        ids = self._under("contacts.csv", "contacts_contact_id_seq", contacts.own_ids())
        for row in self.found.of("contacts.csv"):
            account_id = self.accounts[row["customer"]]
            contact = values.contact(row, ids[row["id"]], account_id, self.lines.get(row["line"] or ""))
            contacts.put_contact(self.batch, contact, key=f"import-{row['id']}", external_id=row["id"])

    def _journal(self) -> None:
        write_many(
            JournalEntry(
                by=BY, at=self.at, action="customer.import", subject=f"account:{account_id}", why="imported from files",
                account_id=account_id, after={"own_id": own_id, "new": own_id not in self.known},
            )
            for own_id, account_id in self.accounts.items()
        )  # fmt: skip
