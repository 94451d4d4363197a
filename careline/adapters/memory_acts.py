"""What an operator's system can do to its rows, as functions over tables in memory.

Each returns the message for the one who asked, or raises RecordsRefused when it makes no sense.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from careline.adapters.memory_tables import Row, Tables
from careline.domains.diagnosis.ports import RecordsRefused
from careline.kernel.money import Money

ACTIVE, SUSPENDED = "Active", "Suspended"
DRAFT, PAID, AWAITING, OVERDUE = "Draft", "Paid", "Awaiting Payment", "Overdue"


def customer_row(tables: Tables, customer_id: str) -> Row:
    """This function will return a customer's row; RecordsRefused when there is none."""
    row = tables.rows["customers"].get(customer_id)
    if row is None:
        raise RecordsRefused(f"there is no customer {customer_id}")
    return row


def line_row(tables: Tables, customer_id: str, line_id: str) -> Row:
    """This function will return a line's row; RecordsRefused when it is not this customer's."""
    return _owned(tables, "lines", "line_ids", customer_id, line_id)


def bill_row(tables: Tables, customer_id: str, bill_id: str) -> Row:
    """This function will return a bill's row; RecordsRefused when it is not this customer's."""
    return _owned(tables, "bills", "bill_ids", customer_id, bill_id)


def plan_of(tables: Tables, line: Row) -> Row:
    """This function will return the row of a line's plan."""
    return tables.rows["plans"][str(line["plan_id"])]


def request_payment(tables: Tables, customer_id: str, bill_id: str) -> str:
    """This function will ask for a bill to be paid; only one request of a customer can be open."""
    bill, waiting = bill_row(tables, customer_id, bill_id), awaiting(tables, customer_id)
    if waiting:
        raise RecordsRefused(f"bill {waiting['bill_id']} already awaits payment; one request at a time")
    if bill["status"] in (PAID, DRAFT):
        raise RecordsRefused(f"bill {bill_id} is {bill['status'].lower()}; there is nothing to pay")
    bill["status"] = AWAITING
    return f"payment request sent for bill {bill_id}"


def pay(tables: Tables, customer_id: str) -> bool:
    """This function will pay the bill that awaits payment; False when there is none."""
    waiting = awaiting(tables, customer_id)
    if waiting is None:
        return False
    waiting["status"] = PAID
    return True


def awaiting(tables: Tables, customer_id: str) -> Row | None:
    """This function will return the customer's bill that awaits payment, if any."""
    bills = tables.rows["bills"]
    own = (bills[key] for key in customer_row(tables, customer_id).get("bill_ids", ()) if key in bills)
    return next((bill for bill in own if bill["status"] == AWAITING), None)


def resume_line(tables: Tables, customer_id: str, line_id: str) -> str:
    """This function will lift a line's suspension."""
    line = line_row(tables, customer_id, line_id)
    if line["status"] != SUSPENDED:
        raise RecordsRefused(f"line {line_id} is {line['status'].lower()}, not suspended")
    line["status"] = ACTIVE
    line.pop("suspension_start_date", None)
    return f"line {line_id} is active again; the phone must be restarted"


def set_roaming(tables: Tables, customer_id: str, line_id: str, *, on: bool) -> str:
    """This function will switch roaming for a line."""
    line_row(tables, customer_id, line_id)["roaming_enabled"] = on
    return f"roaming is {'on' if on else 'off'} for line {line_id}"


def add_data(tables: Tables, customer_id: str, line_id: str, gb: Decimal, today: date) -> str:
    """This function will add gigabytes to a line and charge them, at the plan's price, on the customer's draft bill."""
    if gb <= 0:
        raise RecordsRefused(f"{gb} GB cannot be added; give a quantity above zero")
    line = line_row(tables, customer_id, line_id)
    price = Money.of(plan_of(tables, line)["data_refueling_price_per_gb"]).times(gb)
    line["data_refueling_gb"] = Decimal(line["data_refueling_gb"]) + gb
    _charge(draft_bill(tables, customer_id, today), f"Data refueling: {gb.normalize():f} GB", price.major, today)
    return f"{gb.normalize():f} GB added to line {line_id} for {price}"


def draft_bill(tables: Tables, customer_id: str, today: date) -> Row:
    """This function will return the customer's first draft bill; one for next month is opened when there is none."""
    customer, bills = customer_row(tables, customer_id), tables.rows["bills"]
    drafts = (bills[key] for key in customer.get("bill_ids", ()) if key in bills and bills[key]["status"] == DRAFT)
    return next(drafts, None) or _open_draft(tables, customer, today)


def _open_draft(tables: Tables, customer: Row, today: date) -> Row:
    first = _first_of_next_month(today)
    bill_id = f"draft-{customer['customer_id']}-{first.isoformat()}"
    tables.made.append(bill_id)
    last = _first_of_next_month(first) - timedelta(days=1)
    due = first + timedelta(days=14)
    return add_bill(tables, customer, bill_id, DRAFT, (first, last), due, ())


def add_bill(
    tables: Tables,
    customer: Row,
    bill_id: str,
    status: str,
    period: tuple[date, date],
    due: date,
    items: tuple[Row, ...],
) -> Row:
    """This function will add a bill of a customer, issued on the first day of its period, over the sum of its items."""
    bill: Row = {
        "bill_id": bill_id,
        "customer_id": customer["customer_id"],
        "period_start": period[0].isoformat(),
        "period_end": period[1].isoformat(),
        "issue_date": period[0].isoformat(),
        "total_due": sum((Decimal(item["amount"]) for item in items), Decimal(0)),
        "due_date": due.isoformat(),
        "status": status,
        "line_items": list(items),
    }
    tables.rows["bills"][bill_id] = bill
    customer.setdefault("bill_ids", []).append(bill_id)
    return bill


def item_row(description: str, amount: Decimal, on: date, kind: str) -> Row:
    """This function will make one line of a bill; the amount is in major units."""
    return {"description": description, "amount": amount, "date": on.isoformat(), "item_type": kind}


def _charge(bill: Row, description: str, amount: Decimal, today: date) -> None:
    bill["line_items"].append(item_row(description, amount, today, "Charge"))
    bill["total_due"] = Decimal(bill["total_due"]) + amount


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _owned(tables: Tables, table: str, column: str, customer_id: str, key: str) -> Row:
    if key not in customer_row(tables, customer_id).get(column, ()) or key not in tables.rows[table]:
        raise RecordsRefused(f"customer {customer_id} has no {table.removesuffix('s')} {key}")
    return tables.rows[table][key]


NETWORK_REPAIRS: dict[str, tuple[str, str, str]] = {
    "voicemail.set-up": ("voicemail_box", "not set up", "ready"),
    "voicemail.delete-messages": ("voicemail_box", "full", "ready"),
    "voicemail.reset-forwarding": ("voicemail_forward", "", "own"),
    "esim.enable": ("sim_profile", "disabled", "enabled"),
}
"""Step on the phone -> the network's fact that it changes, from (empty: any) and to."""


def voicemail_answers(line: Row) -> bool | None:
    """This function will tell whether calls reach the voicemail; None where the network says nothing about it."""
    network = line.get("network", {})
    if not any(name.startswith("voicemail") for name in network):
        return None
    box, way = network.get("voicemail_box", "ready"), network.get("voicemail_forward", "own")
    return (box, way, network.get("voicemail_platform", "working")) == ("ready", "own", "working")


def touch_network(line: Row, step: str) -> bool:
    """This function will carry a step on the phone over to the network; False when there is nothing to change."""
    network = line.get("network", {})
    name, before, after = NETWORK_REPAIRS.get(step, ("", "", ""))
    if name not in network:
        return False
    if before in ("", network[name]):
        network[name] = after
    return True
