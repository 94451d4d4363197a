"""A plain checklist that resolves contacts: everything is asked, everything found wrong is put right. Tests only.

It is not clever (it looks at the whole phone again after every repair), but it is a real resolver over the two ports,
so that replays can be tested without the guides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from careline.domains.diagnosis.ports import CustomerSide, Instruction, Offer, OperatorRecords, Question
from careline.domains.diagnosis.vocabulary import DEVICE_READINGS

REPAIRS: dict[tuple[str, str], tuple[str, ...]] = {
    ("airplane", "on"): ("airplane.off",),
    ("sim", "missing"): ("sim.reseat",),
    ("apn", "broken"): ("apn.reset", "phone.restart"),
    ("mms-address", "missing"): ("apn.reset", "phone.restart"),
    ("mobile-data", "off"): ("mobile-data.on",),
    ("data-saver", "on"): ("data-saver.off",),
    ("network-mode", "4g-only"): ("network-mode.fastest",),
    ("network-mode", "3g-only"): ("network-mode.fastest",),
    ("network-mode", "2g-only"): ("network-mode.fastest",),
    ("vpn-speed", "poor"): ("vpn.disconnect",),
    ("wifi-calling", "on"): ("wifi-calling.off",),
    ("messaging-sms", "not-allowed"): ("messaging.allow-sms",),
    ("messaging-storage", "not-allowed"): ("messaging.allow-storage",),
}
SYMPTOMS = {
    "MMS": ("picture-message", "goes"),
    "internet": ("speed", "excellent"),
    "No Service": ("service", "connected"),
}


@dataclass(slots=True)
class Result:
    outcome: str
    trace: list[str] = field(default_factory=list)


def load() -> Checklist:
    """This function will return the resolver; it has nothing to read."""
    return Checklist()


class Checklist:
    def __call__(self, *, records: OperatorRecords, customer: CustomerSide) -> Result:
        return _Contact(records, customer).resolve()


class _Contact:
    def __init__(self, records: OperatorRecords, customer: CustomerSide) -> None:
        self.records, self.customer = records, customer
        self.trace: list[str] = []
        words = customer.opening().words
        self.goal = next(goal for word, goal in SYMPTOMS.items() if word in words)
        found = records.find_by_number(customer.opening().number)[0]
        number = customer.opening().number
        line = next(line for line, its in found.lines.items() if its == number)
        self.who = {"customer_id": found.customer_id, "line_id": line}

    def resolve(self) -> Result:
        for _ in range(8):
            seen = self.look()
            if seen[self.goal[0]] == self.goal[1]:
                return Result("solved", self.trace)
            if seen["sim"] == "locked" or self.out_of_contract():
                return Result("handed_over", self.trace)
            self.repair_records(seen)
            self.repair_phone(seen)
        return Result("stuck", self.trace)

    def look(self) -> Mapping[str, str]:
        every = {reading: {f: f for f in findings} for reading, findings in DEVICE_READINGS.items()}
        seen = self.customer.ask(Question("everything", "What do you see?", every, help="Take your time."))
        self.trace.append(str(seen))
        return seen

    def do(self, *steps: str) -> None:
        self.customer.do(Instruction(" ".join(steps), "Please", steps, help="In the settings"))

    def out_of_contract(self) -> bool:
        line, now = self.records.snapshot(**self.who).line, self.records.now().date()
        return line.status == "suspended" and (line.contract_ends_on or now) < now

    def repair_phone(self, seen: Mapping[str, str]) -> None:
        if seen["abroad"] == "yes" and seen["phone-roaming"] == "off":
            self.do("roaming.on")
        for (reading, finding), steps in REPAIRS.items():
            if seen[reading] == finding:
                self.do(*steps)
        if seen["service"] == "none":
            self.do("phone.restart")

    def repair_records(self, seen: Mapping[str, str]) -> None:
        snapshot = self.records.snapshot(**self.who)
        line = snapshot.line
        if line.status == "suspended":
            self.resume()
        if seen["abroad"] == "yes" and not line.roaming_enabled:
            self.records.enable_roaming(**self.who, key="roaming")
        if line.data_used_gb >= line.plan.data_limit_gb + line.data_added_gb and self.goal[0] != "service":
            offer = Offer("add-data", "More data? {gb} GB", line.plan.data_price_per_gb, Decimal(2))
            answer = self.customer.consent(offer)
            if answer.agreed and answer.quantity:
                self.records.add_data(**self.who, gb=answer.quantity, key="data")

    def resume(self) -> None:
        customer_id = self.who["customer_id"]
        overdue = next((b for b in self.records.snapshot(**self.who).bills if b.status == "overdue"), None)
        if overdue:
            self.records.request_payment(customer_id=customer_id, bill_id=overdue.id, key=overdue.id)
        if any(b.status == "awaiting payment" for b in self.records.snapshot(**self.who).bills):
            self.do("payment.pay")
        if not any(b.status == "awaiting payment" for b in self.records.snapshot(**self.who).bills):
            self.records.resume_line(**self.who, key="resume")
        self.do("phone.restart")
