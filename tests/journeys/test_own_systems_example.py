"""The example of `docs/how-to/connect-your-own-systems.md` runs as printed; its doors keep their promises."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from careline.domains.diagnosis.ports import CustomerLeft, Instruction, Offer, Question, RecordsRefused

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "own_systems"
PAGE = ROOT / "docs" / "how-to" / "connect-your-own-systems.md"

PROBE = f"""
import runpy, sys
sys.path.insert(0, {str(EXAMPLE)!r})
try:
    runpy.run_path({str(EXAMPLE / "main.py")!r}, run_name="__main__")
except SystemExit:
    pass
ours = ("careline.adapters", "careline.platform", "django", "psycopg")
print([name for name in sys.modules if name.startswith(ours)])
"""
"""Runs the example and prints what it has loaded of our database and handset."""


@pytest.fixture
def billing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    return importlib.import_module("billing")


@pytest.fixture
def customers(billing: ModuleType) -> ModuleType:
    return importlib.import_module("customers")


def test_the_example_resolves_its_contact_and_writes_into_its_own_records() -> None:
    done = subprocess.run([sys.executable, str(EXAMPLE / "main.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    end = done.stdout[done.stdout.index("\nsolved with") :]
    printed = re.search(r"```text\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert printed is not None
    for line in printed[1].splitlines():
        assert re.search(re.escape(line).replace("…", r"\d+"), end), f"the page prints {line!r}, the example does not"


def test_nothing_of_our_database_or_handset_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_the_page_shows_is_what_the_example_holds() -> None:
    code = "\n".join(path.read_text() for path in EXAMPLE.glob("*.py"))
    shown = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(shown) == 5
    assert [piece for piece in shown if piece not in code] == []


def test_the_records_act_once_and_refuse_what_makes_no_sense(billing: ModuleType) -> None:
    records = billing.Billing()
    first = records.request_payment(customer_id="4711", bill_id="2026-02", key="k")
    again = records.request_payment(customer_id="4711", bill_id="2026-02", key="k")
    assert (first.repeated, again.repeated, again.reference) == (False, True, first.reference)
    with pytest.raises(RecordsRefused, match="one payment request"):
        records.request_payment(customer_id="4711", bill_id="2026-01", key="other")
    with pytest.raises(RecordsRefused, match="another act"):
        records.resume_line(customer_id="4711", line_id="7", key="k")
    with pytest.raises(RecordsRefused, match="has no line 9"):
        records.enable_roaming(customer_id="4711", line_id="9", key="r")
    records.enable_roaming(customer_id="4711", line_id="7", key="r2")
    records.add_data(customer_id="4711", line_id="7", gb=Decimal("1.5"), key="d")
    line = records.snapshot(customer_id="4711", line_id="7").line
    assert (line.roaming_enabled, line.data_added_gb) == (True, Decimal("1.5"))


def test_a_customer_is_found_in_three_ways(billing: ModuleType) -> None:
    records = billing.Billing()
    born = records.now().date().replace(1984, 5, 17)
    ways = (records.find_by_number("555 700 0123"), records.find_by_id("4711"), records.find_by_name("iris vale", born))
    assert [found[0].name for found in ways] == ["Iris Vale"] * 3
    assert records.find_by_number("0123") == ()


def test_a_person_at_the_terminal_types_numbers(customers: ModuleType) -> None:
    typed = iter(["It is slow", "+1 555 700 0123", "2", "", "1", "yes", "1.5", "no"])
    shown: list[str] = []
    person = customers.PersonAtTheTerminal(read=lambda prompt: next(typed), write=shown.append)
    opening = person.opening()
    assert (opening.words, opening.number) == ("It is slow", "+1 555 700 0123")
    seen = {"vpn": {"off": "no key", "on": "a small key"}, "sim": {"active": "yes", "missing": "no"}}
    assert person.ask(Question("look", "Do you see a key?", seen)) == {"vpn": "on", "sim": "unknown"}
    assert person.do(Instruction("x", "Please switch it off", ("vpn.disconnect",))) == "done"
    offer = Offer("d", "More data?", at_most=Decimal(2))
    assert (person.consent(offer).quantity, person.consent(offer).agreed) == (Decimal("1.5"), False)
    assert "  2  a small key" in shown


def test_a_dead_line_ends_the_contact(customers: ModuleType) -> None:
    def closed(prompt: str) -> str:
        raise EOFError

    with pytest.raises(CustomerLeft):
        customers.PersonAtTheTerminal(read=closed).do(Instruction("x", "Please", ()))
