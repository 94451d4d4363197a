"""The operator's records held in memory: a complete stand-in for a billing system, for replays and practice.

It is as permissive as an operator's own system: it refuses only what makes no sense. The rules about who may do what,
and when, are policies of the desk; a desk that forgets them does visible damage here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from careline.adapters import memory_acts as acts
from careline.adapters.handset.phone import Surroundings
from careline.adapters.memory_tables import Tables
from careline.adapters.memory_views import as_date, digits, found, snapshot
from careline.domains.diagnosis.ports import ActDone, CustomerFound, RecordsRefused, RecordsSnapshot


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that was asked for."""

    act: str
    subject: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to write, whether it was carried out or refused."""

    act: str
    subject: str
    done: bool
    message: str


@dataclass(slots=True)
class MemoryRecords:
    """Implements `OperatorRecords` over tables in memory. `attempts` counts every write that was tried."""

    tables: Tables
    clock: datetime
    attempts: list[Attempt] = field(default_factory=list)
    diary: list[str] = field(default_factory=list)
    _done: dict[str, tuple[Wanted, ActDone]] = field(default_factory=dict)
    _by_number: dict[str, tuple[str, str]] = field(default_factory=dict)

    # --- finding and reading ---------------------------------------------------------------------------------

    def now(self) -> datetime:
        """This function will return the moment that the records stand at."""
        return self.clock

    def find_by_number(self, number: str) -> Sequence[CustomerFound]:
        """This function will find who has this number, on a line or as a contact number, however it is written."""
        wanted, lines = digits(number), self.tables.rows["lines"]
        if not wanted:
            return ()
        own = {key for key, line in lines.items() if digits(str(line["phone_number"])) == wanted}
        return tuple(
            found(row, lines)
            for row in self.tables.rows["customers"].values()
            if own & set(row.get("line_ids", ())) or digits(str(row.get("phone_number", ""))) == wanted
        )

    def find_by_id(self, customer_id: str) -> Sequence[CustomerFound]:
        """This function will find a customer by id; empty when there is none."""
        row = self.tables.rows["customers"].get(customer_id)
        return (found(row, self.tables.rows["lines"]),) if row else ()

    def find_by_name(self, name: str, born_on: date) -> Sequence[CustomerFound]:
        """This function will find customers by full name with date of birth."""
        wanted = name.strip().casefold()
        return tuple(
            found(row, self.tables.rows["lines"])
            for row in self.tables.rows["customers"].values()
            if str(row["full_name"]).casefold() == wanted and as_date(row.get("date_of_birth")) == born_on
        )

    def snapshot(self, *, customer_id: str, line_id: str) -> RecordsSnapshot:
        """This function will gather what the records say; RecordsRefused when the line is not this customer's."""
        customer = acts.customer_row(self.tables, customer_id)
        return snapshot(self.tables, customer, acts.line_row(self.tables, customer_id, line_id), self.clock)

    # --- acts ------------------------------------------------------------------------------------------------

    def request_payment(self, *, customer_id: str, bill_id: str, key: str) -> ActDone:
        """This function will ask the customer to pay a bill; one request at a time."""
        what = Wanted("payment.request", f"customer {customer_id}, bill {bill_id}")
        return self._once(what, key, lambda: acts.request_payment(self.tables, customer_id, bill_id))

    def resume_line(self, *, customer_id: str, line_id: str, key: str) -> ActDone:
        """This function will lift the suspension of a line. The phone notices at its next network search."""
        what = Wanted("line.resume", f"customer {customer_id}, line {line_id}")
        return self._once(what, key, lambda: acts.resume_line(self.tables, customer_id, line_id))

    def enable_roaming(self, *, customer_id: str, line_id: str, key: str) -> ActDone:
        """This function will enable roaming on a line."""
        what = Wanted("roaming.enable", f"customer {customer_id}, line {line_id}")
        return self._once(what, key, lambda: acts.set_roaming(self.tables, customer_id, line_id, on=True))

    def add_data(self, *, customer_id: str, line_id: str, gb: Decimal, key: str) -> ActDone:
        """This function will add gigabytes to a line and charge them on the customer's draft bill."""
        what = Wanted("data.add", f"customer {customer_id}, line {line_id}, {gb.normalize():f} GB")
        today = self.clock.date()
        return self._once(what, key, lambda: acts.add_data(self.tables, customer_id, line_id, gb, today))

    def _once(self, what: Wanted, key: str, act: Callable[[], str]) -> ActDone:
        """Carry an act out under its key. The same key again does nothing; for another act it is refused."""
        earlier = self._done.get(key)
        if earlier and earlier[0] == what:
            return replace(earlier[1], repeated=True)
        try:
            if earlier:
                raise RecordsRefused(f"key {key} was used for {earlier[0].act} on {earlier[0].subject}")
            message = act()
        except RecordsRefused as refusal:
            self._write(what, False, str(refusal))
            raise
        done = ActDone(f"act-{len(self._done) + 1}", message)
        self._done[key] = (what, done)
        self._write(what, True, message)
        return done

    def _write(self, what: Wanted, done: bool, message: str) -> None:
        self.attempts.append(Attempt(what.act, what.subject, done, message))
        self.diary.append(f"   {what.act} ({what.subject}): {message if done else f'refused, {message}'}")

    # --- what the customer's phone meets ----------------------------------------------------------------------

    def around(self, number: str) -> Surroundings:
        """This function will return what the operator's side means for the phone with this number."""
        place = self._places().get(digits(number))
        if place is None:
            return Surroundings(line_active=False, data_left=False)
        owner, line = place[0], self.tables.rows["lines"][place[1]]
        limit = Decimal(acts.plan_of(self.tables, line)["data_limit_gb"]) + Decimal(line["data_refueling_gb"])
        return Surroundings(
            line_active=line["status"] == acts.ACTIVE,
            roaming_allowed=bool(line.get("roaming_enabled")),
            data_left=Decimal(line["data_used_gb"]) < limit,
            sim_in_service=line.get("network", {}).get("sim_profile", "enabled") == "enabled",
            payment_asked=acts.awaiting(self.tables, owner) is not None,
            voicemail_answers=acts.voicemail_answers(line),
        )

    def happens(self, number: str, step: str) -> bool:
        """This function will carry out what the customer did at the operator; False when there was nothing to do."""
        place = self._places().get(digits(number))
        if place is None:
            return False
        if step == "payment.pay":
            return acts.pay(self.tables, place[0])
        return acts.touch_network(self.tables.rows["lines"][place[1]], step)

    def _places(self) -> dict[str, tuple[str, str]]:
        """Number of a line -> its customer and line; neither changes while the records are in use."""
        if not self._by_number:
            for customer_id, row in self.tables.rows["customers"].items():
                for line_id in row.get("line_ids", ()):
                    if line_id in self.tables.rows["lines"]:
                        number = digits(str(self.tables.rows["lines"][line_id]["phone_number"]))
                        self._by_number[number] = (customer_id, line_id)
        return self._by_number


@dataclass(frozen=True, slots=True)
class LineOutside:
    """The operator's side for the phone with one number, over records in memory."""

    records: MemoryRecords
    number: str

    def around(self) -> Surroundings:
        """This function will return what the operator's side means for this phone now."""
        return self.records.around(self.number)

    def happens(self, step: str) -> bool:
        """This function will carry out a step whose effect is at the operator."""
        return self.records.happens(self.number, step)
