"""The files that `careline import` reads, column by column. docs/reference/import-files.md is made from this. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from careline.domains.catalog.values import OfferingKind
from careline.domains.contacts.values import Channel, ContactStatus
from careline.domains.customers.values import AccountStatus, Role
from careline.domains.ledger.values import BillStatus, ChargeCode, PaymentStatus
from careline.domains.lines.values import Bar, LineStatus, Reason, SimProfile, VoicemailBox, VoicemailForward
from careline.kernel.identifiers import Checked, check_eid, check_iccid, check_imei, check_imsi, check_msisdn


class Kind(Enum):
    """What stands in a column, as people read it."""

    ID = "your own id, unique in this file"
    TEXT = "text"
    NUMBER = "telephone number"
    DATE = "date, YYYY-MM-DD"
    MOMENT = "date and time, YYYY-MM-DD HH:MM (in the operator's time zone, unless an offset is given)"
    MONEY = "amount, e.g. 65.00 or -5.00"
    GB = "gigabytes, e.g. 15 or 3.25"
    WHOLE = "whole number"
    YES_NO = "yes or no"
    CHOICE = "one of a list"
    CHOICES = "some of a list, with ; between"
    REFERENCE = "id of a row in another file"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what stands in it, whether it may be empty, and what else is checked."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    check: Callable[[str], Checked] | None = None
    default: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the set."""

    name: str
    says: str
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}


def _id(note: str = "") -> Column:
    return Column("id", Kind.ID, required=True, note=note)


def _of(name: str, file: str, *, required: bool = True) -> Column:
    return Column(name, Kind.REFERENCE, required=required, refers_to=file)


def _choice(name: str, words: type[Enum], *, default: str = "", required: bool = False, some: bool = False) -> Column:
    kind = Kind.CHOICES if some else Kind.CHOICE
    choices = tuple(str(word.value) for word in words)
    return Column(name, kind, required=required, choices=choices, default=default)


def _date(name: str, *, required: bool = False, note: str = "") -> Column:
    return Column(name, Kind.DATE, required=required, note=note)


def _yes_no(name: str, default: str = "no") -> Column:
    return Column(name, Kind.YES_NO, default=default)


FILES: tuple[File, ...] = (
    File("plans.csv", "Plans on sale or once sold.", (
        _id(), Column("name", required=True), Column("monthly_price", Kind.MONEY, required=True),
        Column("data_limit_gb", Kind.GB, required=True), Column("data_price_per_gb", Kind.MONEY, required=True),
    ), required=True),
    File("extras.csv", "Features, instalments, discounts and promos.", (
        _id(), _choice("kind", OfferingKind, required=True), Column("name", required=True),
        Column("monthly_price", Kind.MONEY, required=True, note="negative for a discount or promo"),
        Column("months", Kind.WHOLE, note="how long it runs; empty: without end"),
    )),
    File("areas.csv", "Parts of the network, the grain of outages.", (
        _id(), Column("name", required=True), Column("market"),
    )),
    File("customers.csv", "Customers: one account each.", (
        _id(), Column("account_number", note="empty: the id"), _choice("status", AccountStatus, default="active"),
        _date("opened_on", required=True), Column("market"), Column("language", default="en"),
        Column("cycle_day", Kind.WHOLE, default="1", note="1 to 28"), _yes_no("autopay"), _yes_no("paperless"),
        Column("street"), Column("city"), Column("state"), Column("postcode"),
    ), required=True),
    File("people.csv", "People on accounts; every customer has exactly one owner.", (
        _id(), _of("customer", "customers.csv"), _choice("role", Role, required=True), Column("name", required=True),
        _date("born_on"), Column("email"), Column("contact_number", Kind.NUMBER),
    ), required=True),
    File("lines.csv", "Lines with SIM and phone.", (
        _id(), _of("customer", "customers.csv"), _of("user", "people.csv", required=False),
        Column("number", Kind.NUMBER, required=True, check=check_msisdn),
        _choice("status", LineStatus, default="active"), _of("plan", "plans.csv"),
        _of("area", "areas.csv", required=False),
        _date("opened_on", required=True), _date("suspended_on"), _choice("suspended_for", Reason, some=True),
        _date("contract_ends_on"), _yes_no("roaming"), Column("data_used_gb", Kind.GB, default="0"),
        Column("data_added_gb", Kind.GB, default="0"), Column("iccid", check=check_iccid),
        Column("imsi", check=check_imsi), Column("eid", check=check_eid), Column("imei", check=check_imei),
        Column("device"),
    ), required=True),
    File("network.csv", "What the network holds for lines; leave a cell empty where it was not asked.", (
        Column("line", Kind.REFERENCE, required=True, refers_to="lines.csv"), Column("registered", Kind.YES_NO),
        _choice("bars", Bar, some=True), _choice("voicemail_box", VoicemailBox),
        _choice("voicemail_forward", VoicemailForward), _choice("sim_profile", SimProfile),
    )),
    File("features.csv", "What lines have beside their plan.", (
        _of("line", "lines.csv"), _of("extra", "extras.csv"), _date("since", required=True),
        _date("until", note="the first day without it"),
    )),
    File("changes.csv", "What was changed on accounts; the last 90 days help to explain bills.", (
        _id(), _of("customer", "customers.csv"), _of("line", "lines.csv", required=False),
        Column("at", Kind.MOMENT, required=True),
        Column("kind", required=True, note="e.g. plan-change, feature-added, sim-change, autopay-off, price-notice"),
        Column("text", required=True), Column("by"),
    )),
    File("bills.csv", "Bills.", (
        _id(), _of("customer", "customers.csv"), Column("number", note="empty: the id"),
        _choice("status", BillStatus, required=True), _date("period_from", required=True),
        _date("period_until", required=True, note="the first day not in the bill"),
        _date("issued_on", note="empty only for a draft"), _date("due_on", note="empty only for a draft"),
        Column("total", Kind.MONEY, required=True, note="exactly the sum of the bill's items"),
    )),
    File("bill_items.csv", "Items of bills. They replace the items a bill had before.", (
        _of("bill", "bills.csv"), _of("line", "lines.csv", required=False),
        _choice("code", ChargeCode, required=True), Column("description", required=True),
        Column("amount", Kind.MONEY, required=True), _date("on", required=True),
    )),
    File("payments.csv", "Payments.", (
        _id(), _of("customer", "customers.csv"), _of("bill", "bills.csv", required=False),
        Column("amount", Kind.MONEY, required=True), Column("method"),
        _choice("status", PaymentStatus, default="settled"), Column("at", Kind.MOMENT, required=True),
    )),
    File("contacts.csv", "Contacts of the past.", (
        _id(), _of("customer", "customers.csv"), _of("line", "lines.csv", required=False),
        _choice("channel", Channel, required=True), _choice("status", ContactStatus, default="closed"),
        Column("opened_by"), Column("opened_at", Kind.MOMENT, required=True), Column("ended_at", Kind.MOMENT),
        Column("reason", note="a contact reason such as BILL-01"), Column("words"), Column("summary"),
    )),
)  # fmt: skip
BY_NAME: Mapping[str, File] = {file.name: file for file in FILES}


def described() -> str:
    """This function will write the reference page of the import files, from the same table that reads them."""
    parts = [_INTRODUCTION]
    for file in FILES:
        must = "" if file.required else " Optional."
        parts.append(
            f"\n## {file.name}\n\n{file.says}{must}\n\n| column | what stands in it | empty means |\n|---|---|---|"
        )
        parts += [_row(column) for column in file.columns]
    return "\n".join(parts) + "\n"


def _row(column: Column) -> str:
    what = column.kind.value
    if column.refers_to:
        what = f"id of a row in {column.refers_to}"
    if column.choices:
        what = f"{what}: {', '.join(column.choices)}"
    if column.note:
        what = f"{what}; {column.note}"
    empty = "must not be empty" if column.required else (column.default or "not known")
    return f"| `{column.name}` | {what} | {empty} |"


_INTRODUCTION = """# Import files

`careline import FOLDER` loads an operator from a folder of CSV files (UTF-8, comma, first row the column names) and one
`operator.toml`. This page is made from the table that reads the files (`careline import --describe`).

- `careline import FOLDER --dry-run` checks everything and loads nothing.
- Everything is loaded in one transaction: with a single error nothing is loaded.
- Errors and warnings name file, row (the first row under the column names is row 2) and column, and say what to do.
- Importing again updates what has the same id and adds what is new; nothing is doubled. What is missing in the files
  stays as it is. What the files say wins over what was done in Careline since; acts and journal stay.
- A number, SIM or phone identifier with a wrong check digit is a warning, never an error: it is loaded as written.
  A missing check digit is computed and offered in the warning.

## operator.toml

| key | what stands in it |
|---|---|
| `name` | name of the operator |
| `currency` | three letters, e.g. `USD` (the default) |
| `time_zone` | e.g. `America/New_York`; times without an offset are read in it (default: the installation's) |"""
