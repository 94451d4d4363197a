"""What customers do by themselves at the operator: pay an open request, restart the phone. For demos and practice."""

from __future__ import annotations

from datetime import datetime

from careline.domains.customers import api as customers
from careline.domains.customers.values import KeyKind, Refused
from careline.domains.ledger import api as ledger
from careline.domains.lines import api as lines
from careline.domains.lines.values import LineStatus

BY = "customer"


def customer_pays(number: str, *, at: datetime) -> str:
    """This function will pay the open payment request of whoever has this number; it says what happened.

    Raises Refused when nobody has the number or nothing is asked for.
    """
    account_id, _ = _line_with(number)
    request = ledger.open_request(account_id)
    if request is None:
        raise Refused("There is no open payment request. The expert sends one for an overdue bill.")
    done = ledger.take_payment(
        account_id=account_id, bill_id=request.bill_id, amount=request.amount, method="app",
        key=f"customer-pays-{request.id}", by=BY, at=at,
    )  # fmt: skip
    return done.message


def phone_restarts(number: str, *, at: datetime) -> str:
    """This function will let the phone with this number look for the network; an active line finds it.

    Raises Refused when nobody has the number.
    """
    account_id, line_id = _line_with(number)
    line = lines.line(account_id, line_id)
    found = line is not None and line.status is LineStatus.ACTIVE and line.service.sim_profile in (None, "enabled")
    lines.network_reports(account_id=account_id, line_id=line_id, registered=found, by="network", at=at)
    return "The phone is back on the network." if found else "The phone finds no network that lets it in."


def _line_with(number: str) -> tuple[int, int]:
    for hit in customers.find(number):
        if hit.exact and hit.kind is KeyKind.NUMBER and lines.line(hit.account_id, hit.subject_id):
            return hit.account_id, hit.subject_id
    raise Refused(f"Nobody has the number {number}.")
