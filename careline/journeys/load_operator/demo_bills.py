"""Bills of a demo customer: items that add up, and a newest bill that differs for a reason one can find. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from careline.domains.catalog.values import Plan
from careline.domains.ledger import api as ledger
from careline.domains.ledger.values import Bill, BillItem, BillStatus, ChargeCode, PaymentStatus, PaymentView
from careline.domains.lines.values import Change, Line
from careline.journeys.load_operator.plots import Plot
from careline.kernel.money import Money
from careline.kernel.period import Period, months_after

MONTHS = 3
"""Bills that a demo customer has behind them."""
DUE_AFTER = timedelta(days=14)
TAX = Decimal("0.075")
RECOVERY_FEE = Money(349)
PROTECTION, INSTALMENT, AUTOPAY, WELCOME = Money(900), Money(3333), Money(-500), Money(-1500)
DEAR = Money(1000)
"""The old price of a plan lies this much under the new one in a plan change."""


@dataclass(frozen=True, slots=True)
class Billed:
    """A customer's bills, oldest first, what was paid, and the changes that explain the newest bill."""

    bills: tuple[Bill, ...]
    payments: tuple[PaymentView, ...]
    changes: tuple[Change, ...]


def periods_before(today: date, *, cycle_day: int) -> list[Period]:
    """This function will give the last billing periods that are over, oldest first."""
    end = today.replace(day=cycle_day)
    end = end if end <= today else months_after(end, -1)
    return [Period(months_after(end, -back), months_after(end, 1 - back)) for back in range(MONTHS, 0, -1)]


def bills_for(
    lines: Sequence[Line], plot: Plot, *, number: str, cycle_day: int, today: date, rng: Random,
    next_id: Callable[[str], int],
) -> Billed:  # fmt: skip
    """This function will make a customer's bills, pay the ones that are paid, and leave the overdue one open."""
    periods = periods_before(today, cycle_day=cycle_day)
    bills: list[Bill] = []
    for place, period in enumerate(periods):
        items = _usual_items(lines, plot, period, newest=place == MONTHS - 1)
        if place == MONTHS - 1:
            items += _extra_items(lines, plot, period, rng)
        items = _with_taxes(items, period)
        bills.append(_issued(lines[0].account_id, number, period, items, next_id))
    return _settled(bills, plot, today=today, rng=rng, next_id=next_id, changes=_changes(lines, plot, periods[-1]))


def _usual_items(lines: Sequence[Line], plot: Plot, period: Period, *, newest: bool) -> list[BillItem]:
    """What comes every month; the newest bill may lack a credit or have a new instalment."""
    items: list[BillItem] = []
    lost = plot.difference if newest else ""
    for place, line in enumerate(lines):
        items.append(_item(ChargeCode.PLAN, line.plan.name, _plan_price(line.plan, plot, place, newest), line, period))
        if plot.autopay and lost != "discount-lost":
            items.append(_item(ChargeCode.DISCOUNT, "Automatic payment", AUTOPAY, line, period))
        if place == 0:
            items += _first_line_items(line, plot, period, newest=newest)
        items.append(_item(ChargeCode.RECOVERY_FEE, "Regulatory recovery fee", RECOVERY_FEE, line, period))
    return items


def _first_line_items(line: Line, plot: Plot, period: Period, *, newest: bool) -> list[BillItem]:
    items = []
    if plot.protection:
        items.append(_item(ChargeCode.INSURANCE, "Device protection", PROTECTION, line, period))
    if plot.instalment or (newest and plot.difference == "instalment"):
        items.append(_item(ChargeCode.INSTALMENT, f"Instalment, {line.device_model}", INSTALMENT, line, period))
    if plot.promo and not (newest and plot.difference == "promo-ended"):
        items.append(_item(ChargeCode.PROMO, "Welcome credit", WELCOME, line, period))
    return items


def _plan_price(plan: Plan, plot: Plot, place: int, newest: bool) -> Money:
    if not newest and plot.difference == "price":
        return plan.monthly_price - Money(200)
    if not newest and plot.difference == "plan-change" and place == 0:
        return plan.monthly_price - DEAR
    return plan.monthly_price


def _extra_items(lines: Sequence[Line], plot: Plot, period: Period, rng: Random) -> list[BillItem]:
    """What only the newest bill has."""
    line = lines[0]
    match plot.difference:
        case "plan-change":
            return _plan_change_items(line, period)
        case "late-fee":
            return [_item(ChargeCode.LATE_FEE, "Late fee", Money(1000), line, period)]
        case "connection":
            return [_item(ChargeCode.CONNECTION, "Connection of a new phone", Money(3500), line, period)]
        case "roaming":
            days = rng.randint(2, 6)
            return [
                _item(ChargeCode.ROAMING, f"Roaming abroad, day {day + 1}", Money(rng.randrange(300, 1500, 25)), line,
                      period, after=day + 3)
                for day in range(days)
            ]  # fmt: skip
        case "error":
            return [_item(ChargeCode.OTHER, "Adjustment 7731", Money(1999), line, period)]
    return []


def _plan_change_items(line: Line, period: Period) -> list[BillItem]:
    """A change in mid-month: the unused part of the old plan back, that part of the new plan, by days."""
    rest = Decimal(period.days - 10) / period.days
    old, new = (line.plan.monthly_price - DEAR).times(rest), line.plan.monthly_price.times(rest)
    return [
        _item(ChargeCode.PLAN_CREDIT, "Old plan, unused days", -old, line, period, after=10),
        _item(ChargeCode.PRORATION, f"{line.plan.name}, part of the month", new, line, period, after=10),
    ]


_UNTAXED = frozenset({ChargeCode.INSTALMENT, ChargeCode.PROMO, ChargeCode.LATE_FEE, ChargeCode.OTHER})


def _with_taxes(items: list[BillItem], period: Period) -> list[BillItem]:
    taxed = Money(sum(item.amount.minor for item in items if item.code not in _UNTAXED))
    return [*items, BillItem(ChargeCode.TAX, "State and local taxes", taxed.times(TAX), None, period.start)]


def _item(code: ChargeCode, text: str, amount: Money, line: Line, period: Period, *, after: int = 0) -> BillItem:
    return BillItem(code, f"{text}, {line.msisdn}", amount, line.id, period.start + timedelta(days=after))


def _issued(
    account_id: int, number: str, period: Period, items: list[BillItem], next_id: Callable[[str], int]
) -> Bill:  # fmt: skip
    issued = period.until
    return Bill(
        next_id("ledger_bill_id_seq"), account_id, f"{number.replace('-', '')}-{period.start:%y%m}", "",
        BillStatus.ISSUED, period, issued, issued + DUE_AFTER, ledger.total_of(items, "USD"), tuple(items),
    )  # fmt: skip


def _settled(
    bills: list[Bill], plot: Plot, *, today: date, rng: Random, next_id: Callable[[str], int],
    changes: tuple[Change, ...],
) -> Billed:  # fmt: skip
    """Pay every bill that is due by now, except the one that stays overdue."""
    due = [place for place, bill in enumerate(bills) if bill.due_on and bill.due_on < today]
    left_open = max(due, default=-1) if plot.overdue else -1
    done, payments = [], []
    for place, bill in enumerate(bills):
        if place == left_open:
            done.append(replace(bill, status=BillStatus.OVERDUE))
            if plot.on_the_way:
                payments.append(_payment(bill, today, PaymentStatus.ON_THE_WAY, plot, next_id))
        elif place in due or (plot.autopay and place < MONTHS - 1):
            done.append(ledger.paid(bill, bill.total))
            paid_on = (bill.due_on or today) - timedelta(days=rng.randint(0, 9))
            payments.append(_payment(bill, paid_on, PaymentStatus.SETTLED, plot, next_id))
        else:
            done.append(bill)
    return Billed(tuple(done), tuple(payments), changes)


def _payment(
    bill: Bill, on: date, status: PaymentStatus, plot: Plot, next_id: Callable[[str], int]
) -> PaymentView:  # fmt: skip
    method = "automatic payment" if plot.autopay and status is PaymentStatus.SETTLED else "card"
    at = datetime.combine(on, time(9, 30), UTC)
    return PaymentView(next_id("ledger_payment_id_seq"), bill.total, method, at, status, bill.id)


_TOLD = {
    "plan-change": ("plan-change", "Plan changed to {plan}"),
    "promo-ended": ("promo-ended", "Welcome credit ended after 12 months"),
    "discount-lost": ("autopay-off", "Automatic payment was switched off"),
    "instalment": ("device-order", "New phone {phone} on instalments"),
    "connection": ("device-order", "New phone {phone} connected"),
    "price": ("price-notice", "Notice sent: the plan costs 2.00 USD more"),
}


def _changes(lines: Sequence[Line], plot: Plot, period: Period) -> tuple[Change, ...]:
    if plot.difference not in _TOLD:
        return ()
    kind, text = _TOLD[plot.difference]
    line = lines[0]
    at = datetime.combine(period.start + timedelta(days=10), time(14, 5), UTC)
    return (Change(at, kind, text.format(plan=line.plan.name, phone=line.device_model), line.id, "customer"),)
