"""A sound set is loaded once however often it is read; a mistake is named at its row and loads nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from careline.domains.customers import api as customers
from careline.domains.customers.models import Account, Person, SearchKey
from careline.domains.ledger.models import Bill, BillItem, Payment
from careline.domains.lines import api as lines
from careline.domains.lines.models import Change, Line, SuspendReason
from careline.journeys.load_operator.api import described, import_folder
from careline.journeys.load_operator.tests.files import GOOD, write_set
from careline.platform.api import verify

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
DOCS = Path(__file__).resolve().parents[4] / "docs" / "reference" / "import-files.md"

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    tables: tuple[Any, ...] = (Account, Person, SearchKey, Line, SuspendReason, Change, Bill, BillItem, Payment)
    return {table.__name__: table.objects.count() for table in tables}


def test_a_sound_set_is_loaded(tmp_path: Path) -> None:
    result = import_folder(write_set(tmp_path), at=NOW)
    assert result.loaded, result.errors
    assert result.new_customers == 2
    (hit,) = customers.find("nunez ana 1985-06-15")
    first, second = lines.lines_of(hit.account_id)
    assert (first.msisdn, first.service.voicemail_box, first.service.bars) == ("+12125550101", "full", ())
    assert {one.reason for one in second.suspensions} == {"nonpay", "lost"}
    assert second.service.bars == ("data", "outgoing")
    change = Change.objects.get(external_id="X1")
    assert change.at == datetime(2026, 10, 1, 13, tzinfo=UTC), "read in the operator's time zone"
    assert not verify().broken


def test_odd_identifiers_are_kept_and_warned_about(tmp_path: Path) -> None:
    result = import_folder(write_set(tmp_path), at=NOW)
    told = {(one.file, one.row, one.column): one.message for one in result.warnings}
    assert "555-123-2002" in told["lines.csv", 4, "number"]
    assert "8901260000000000006" in told["lines.csv", 4, "iccid"], "the missing check digit is offered"
    assert Line.objects.get(external_id="L3").iccid == "890126000000000000", "and not put in"
    assert "check digit" in told["lines.csv", 4, "imei"]
    (hit,) = customers.find("555-123-2002")
    assert hit.name == "Sara Berg"


def test_importing_again_doubles_nothing(tmp_path: Path) -> None:
    import_folder(write_set(tmp_path), at=NOW)
    before = counts()
    again = import_folder(tmp_path, at=NOW)
    assert again.loaded
    assert again.new_customers == 0
    assert counts() == before


def test_importing_again_brings_changes_up_to_date(tmp_path: Path) -> None:
    import_folder(write_set(tmp_path / "one"), at=NOW)
    account_id = customers.account_id_by_own_id("C1")
    changed = {
        "lines.csv": (
            "suspended,P2,A1,2024-01-15,2026-11-01,nonpay; lost",
            "suspended,P2,A1,2024-01-15,2026-11-01,lost",
        ),
        "people.csv": ("Sara Berg", "Sara Holm"),
        "bills.csv": ("N-2,overdue", "N-2,paid"),
    }
    assert import_folder(write_set(tmp_path / "two", changed), at=NOW).loaded
    assert account_id is not None
    assert [str(one.reason) for one in lines.lines_of(account_id)[1].suspensions] == ["lost"]
    assert customers.find("sara holm")
    assert not customers.find("sara berg")
    assert Bill.objects.get(external_id="B2").status == "paid"


def test_a_dry_run_checks_everything_and_loads_nothing(tmp_path: Path) -> None:
    result = import_folder(write_set(tmp_path), at=NOW, dry_run=True)
    assert not result.errors
    assert not result.loaded
    assert not Account.objects.exists()


MISTAKES = {
    "unknown plan": ("lines.csv", ("active,P1,A1", "active,P9,A1"), 2, "plan", "not an id in plans.csv"),
    "repeated id": ("people.csv", ("H2,C1", "H1,C1"), 3, "id", "row 2 already"),
    "no owner": ("people.csv", ("H3,C2,owner", "H3,C2,user"), 3, "id", "no owners"),
    "unknown status": ("lines.csv", ("suspended,P2", "asleep,P2"), 3, "status", "Use active"),
    "bad date": ("bills.csv", ("2026-11-15,105.00", "15/11/2026,105.00"), 3, "due_on", "YYYY-MM-DD"),
    "wrong total": ("bills.csv", ("2026-10-15,90.00", "2026-10-15,91.00"), 2, "total", "add up to 90.00"),
    "bad amount": ("bill_items.csv", ("Plus,65.00,2026-09-01", "Plus,65.001,2026-09-01"), 2, "amount", "amount"),
    "number twice": ("lines.csv", ("555-0102", "555-0101"), 3, "number", "row 2 too"),
    "somebody else's line": ("payments.csv", ("M1,C1,B1", "M1,C2,B1"), 2, "bill", "belongs to customer 'C1'"),
    "period backwards": ("bills.csv", ("2026-09-01,2026-10-01", "2026-09-01,2026-08-01"), 2, "period_until", "after"),
    "empty cell": ("lines.csv", ("L3,C2,H3,555-123-2002", "L3,C2,H3,"), 4, "number", "Fill it in"),
    "suspended for nothing": ("lines.csv", ("suspended,P2", "active,P2"), 3, "suspended_for", "line is active"),
    "cell too many": ("areas.csv", ("A1,Harbour,North", "A1,Harbour,North,West"), 2, "", "Put quotes"),
    "unknown column": ("areas.csv", ("id,name,market", "id,name,region"), 1, "", "unknown column region"),
    "lost column": ("plans.csv", ("id,name,monthly_price", "id,name,price"), 1, "", "lacks the column monthly_price"),
    "open but ended": ("contacts.csv", ("call,closed", "call,open"), 2, "ended_at", "contact is open"),
    "cycle day": ("customers.csv", ("North,8,no", "North,31,no"), 3, "cycle_day", "1 to 28"),
    "overdue without date": ("bills.csv", ("2026-11-01,2026-11-15", "2026-11-01,"), 3, "due_on", "bill is overdue"),
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_named_at_its_row_and_nothing_is_loaded(tmp_path: Path, mistake: str) -> None:
    file, change, row, column, words = MISTAKES[mistake]
    result = import_folder(write_set(tmp_path, {file: change}), at=NOW)
    where = "customers.csv" if mistake == "no owner" else file
    told = [one for one in result.errors if (one.file, one.row, one.column) == (where, row, column)]
    assert told, [str(one) for one in result.errors]
    assert any(words in one.message for one in told), [str(one) for one in told]
    assert not result.loaded
    assert not Account.objects.exists()


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    changed = {"lines.csv": ("active,P1,A1", "active,P9,A1"), "areas.csv": ("A1,Harbour,North", "A1,,North")}
    result = import_folder(write_set(tmp_path, changed), at=NOW)
    assert {one.file for one in result.errors} >= {"lines.csv", "areas.csv"}


@pytest.mark.parametrize("name", ["operator.toml", "customers.csv", "plans.csv", "people.csv", "lines.csv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (write_set(tmp_path) / name).unlink()
    result = import_folder(tmp_path, at=NOW)
    assert any(one.file == name and "is missing" in one.message for one in result.errors)


def test_files_that_are_no_text_are_named(tmp_path: Path) -> None:
    (write_set(tmp_path) / "plans.csv").write_bytes(b"id,name\xff\xfe\n")
    assert any("UTF-8" in one.message for one in import_folder(tmp_path, at=NOW).errors)


def test_a_number_that_somebody_else_has_is_refused(tmp_path: Path) -> None:
    import_folder(write_set(tmp_path / "one"), at=NOW)
    other = write_set(tmp_path / "two")
    for path in other.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        for letter in "CHLBXMK":
            text = (
                text.replace(f"{letter}1,", f"{letter}91,")
                .replace(f"{letter}2,", f"{letter}92,")
                .replace(f"{letter}3,", f"{letter}93,")
            )
        path.write_text(text.replace("100-1,", "100-9,"), encoding="utf-8")
    result = import_folder(other, at=NOW)
    assert any(one.file == "lines.csv" and "somebody" in one.message for one in result.errors), result.errors
    assert Account.objects.count() == 2


def test_the_reference_page_is_made_from_the_columns() -> None:
    assert DOCS.read_text(encoding="utf-8") == described()


def test_every_file_of_the_set_is_in_the_sample() -> None:
    assert set(GOOD) - {"operator.toml"} == {
        line[3:] for line in described().splitlines() if line.startswith("## ") and line.endswith(".csv")
    }


def test_dates_of_birth_are_kept(tmp_path: Path) -> None:
    import_folder(write_set(tmp_path), at=NOW)
    assert Person.objects.get(external_id="H1").born_on == date(1985, 6, 15)
