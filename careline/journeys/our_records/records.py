"""`OperatorRecords` over our own rooms: what the desk and the autopilot use unless an operator plugs in their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from careline.domains.customers import api as customers
from careline.domains.customers.values import Hit, KeyKind, Refused
from careline.domains.diagnosis.ports import ActDone, CustomerFound, RecordsRefused, RecordsSnapshot
from careline.domains.lines import api as lines
from careline.journeys.our_records import acts
from careline.journeys.our_records.snapshot import take_snapshot
from careline.platform.acts import KeyUsedForSomethingElse
from careline.policybook.values import Decision


@dataclass(frozen=True, slots=True)
class OurRecords:
    """Implements `OperatorRecords`. Ids are our account, line and bill numbers, as text.

    `decide` is asked again under the lock before every act, so that no window gets round the policies. What a customer
    agreed to reaches the act through `under(decision)`: the decision that was shown before.
    """

    by: Any
    clock: Callable[[], datetime]
    decide: acts.Decide
    contact_id: int | None = None
    shown: Decision | None = None
    may: acts.May = acts.by_policy_alone

    def under(self, decision: Decision) -> OurRecords:
        """This function will give these records acting under a decision that was shown and heard."""
        return replace(self, shown=decision)

    def now(self) -> datetime:
        """This function will return the moment that acts are done at."""
        return self.clock()

    # --- finding ------------------------------------------------------------------------------------------------

    def find_by_number(self, number: str) -> Sequence[CustomerFound]:
        """This function will find who has this number, however it is written."""
        return self._found(hit for hit in customers.find(number) if hit.exact and hit.kind is KeyKind.NUMBER)

    def find_by_id(self, customer_id: str) -> Sequence[CustomerFound]:
        """This function will find a customer by our id, account number or the operator's own id."""
        account = customers.account(int(customer_id)) if customer_id.isdecimal() and len(customer_id) < 18 else None
        if account:
            return self._with_lines({account.id: account.name})
        named = (KeyKind.ACCOUNT, KeyKind.EXTERNAL)
        return self._found(hit for hit in customers.find(customer_id) if hit.exact and hit.kind in named)

    def find_by_name(self, name: str, born_on: date) -> Sequence[CustomerFound]:
        """This function will find customers by full name with date of birth."""
        hits = customers.find(f"{name} {born_on.isoformat()}")
        return self._found(hit for hit in hits if hit.exact and hit.kind is KeyKind.NAME)

    def _found(self, hits: Iterable[Hit]) -> Sequence[CustomerFound]:
        return self._with_lines({hit.account_id: hit.name for hit in hits})

    def _with_lines(self, names: dict[int, str]) -> Sequence[CustomerFound]:
        numbers = lines.numbers_of(names) if names else {}
        return tuple(
            CustomerFound(str(account_id), name, {str(line): number for line, number in numbers[account_id].items()})
            for account_id, name in names.items()
        )

    def snapshot(self, *, customer_id: str, line_id: str) -> RecordsSnapshot:
        """This function will gather what the records say; RecordsRefused when the line is not this customer's."""
        return take_snapshot(account_id=_id(customer_id), line_id=_id(line_id), at=self.clock())

    # --- acts ---------------------------------------------------------------------------------------------------

    def request_payment(self, *, customer_id: str, bill_id: str, key: str) -> ActDone:
        """This function will ask the customer to pay an overdue bill; one request at a time."""
        return _refusing(lambda: acts.request_payment(self._acting(customer_id, key), bill_id=_id(bill_id)))

    def resume_line(self, *, customer_id: str, line_id: str, key: str) -> ActDone:
        """This function will lift the suspension of a line."""
        return _refusing(lambda: acts.resume_line(self._acting(customer_id, key), line_id=_id(line_id)))

    def enable_roaming(self, *, customer_id: str, line_id: str, key: str) -> ActDone:
        """This function will enable roaming on a line, free of charge."""
        return _refusing(lambda: acts.enable_roaming(self._acting(customer_id, key), line_id=_id(line_id)))

    def add_data(self, *, customer_id: str, line_id: str, gb: Decimal, key: str) -> ActDone:
        """This function will add gigabytes to a line and charge them on the draft bill."""
        return _refusing(lambda: acts.add_data(self._acting(customer_id, key), line_id=_id(line_id), gb=gb))

    def _acting(self, customer_id: str, key: str) -> acts.Acting:
        return acts.Acting(
            account_id=_id(customer_id), key=key, by=self.by, at=self.clock(), decide=self.decide, shown=self.shown,
            contact_id=self.contact_id, may=self.may,
        )  # fmt: skip


def _id(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise RecordsRefused(f"There is nothing with the id {text!r} in these records.")
    return int(text)


def _refusing(act: Callable[[], ActDone]) -> ActDone:
    """Say in the Protocol's words why our rooms would not do it."""
    try:
        return act()
    except Refused as refusal:
        raise RecordsRefused(str(refusal)) from refusal
    except KeyUsedForSomethingElse as reused:
        raise RecordsRefused("This step was used for something else already. Start the step again.") from reused
