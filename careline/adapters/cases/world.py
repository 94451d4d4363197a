"""The world of one case: its records, its customer with the phone, and what the case breaks before the contact."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from careline.adapters import memory_acts as acts
from careline.adapters.cases.read import phone_mode
from careline.adapters.cases.values import CUSTOMERS_SIDE, Call, Case, CaseProblem, DataSet
from careline.adapters.handset import steps
from careline.adapters.handset.customer import SimulatedCustomer
from careline.adapters.handset.phone import VPN_GOOD, VPN_POOR, Phone
from careline.adapters.handset.radio import search_network
from careline.adapters.handset.temperaments import Temperament
from careline.adapters.handset.wishes import wishes
from careline.adapters.memory_records import LineOutside, MemoryRecords
from careline.domains.diagnosis.ports import Opening, RecordsRefused

_SAYS_WHO = re.compile(r"You are ([^.,]+?) with (?:the )?phone number\s+([+\d][\d\s().-]*\d)")
_SAYS_ID = re.compile(r"customer (?:id|ID)(?: is)?\s+(\w[\w-]*)")
_SAYS_BORN = re.compile(r"(?:born on|date of birth(?: is)?)\s+(\d{4}-\d{2}-\d{2})")


@dataclass(slots=True)
class World:
    """One case before, during and after its contact."""

    records: MemoryRecords
    customer: SimulatedCustomer
    name: str = ""
    number: str = ""

    @property
    def phone(self) -> Phone:
        """The customer's phone as it is now."""
        return self.customer.phone

    def set_phone(self, phone: Phone) -> None:
        """This function will put another state of the phone into the customer's hand."""
        self.customer.phone = phone

    def on_phone(self, step: steps.Step) -> None:
        """This function will take one step on the phone, in today's surroundings."""
        self.set_phone(step(self.phone, self.customer.outside.around()))


def build_world(case: Case, data: DataSet, temperament: Temperament, seed: int) -> World:
    """This function will build a case's world with everything broken that the case breaks. Raises CaseProblem."""
    diary: list[str] = []
    records = MemoryRecords(data.tables.copy(), data.now, diary=diary)
    customer = SimulatedCustomer(
        first_words=Opening(case.reason),
        phone=data.phone,
        outside=LineOutside(records, ""),
        wishes=wishes(case.attitude),
        temperament=temperament,
        seed=f"{seed} {case.id}",
        diary=diary,
    )
    world = World(records, customer)
    for call in case.breaks:
        perform(BEFORE, world, call, case)
    customer.first_words = first_words(case, world)
    return world


def first_words(case: Case, world: World) -> Opening:
    """This function will return the opening: the reason, with the name and number as the customer would state them."""
    who, customer_id = _SAYS_WHO.search(case.known), _SAYS_ID.search(case.known)
    born = _SAYS_BORN.search(case.known)
    return Opening(
        words=case.reason,
        name=who[1].strip() if who else world.name,
        number=who[2].strip() if who else world.number,
        customer_id=customer_id[1] if customer_id else "",
        born_on=date.fromisoformat(born[1]) if born else None,
    )


Known = dict[tuple[str, str], Callable[..., None]]


def perform(known: Known, world: World, call: Call, case: Case) -> None:
    """This function will perform one function of a case; CaseProblem names the case when it cannot."""
    action = known.get((call.side, call.name))
    if action is None:
        raise CaseProblem(f'case {case.id} uses "{call.name}" on the {call.side} side, which is not known here')
    try:
        action(world, **call.arguments)
    except (TypeError, ValueError, KeyError, RecordsRefused) as error:
        raise CaseProblem(f"case {case.id}: {call} cannot be done: {error}") from error


# --- what a case may do to the phone before the contact -------------------------------------------------------------


def meet_customer(world: World, name: str, phone_number: str) -> None:
    """This function will say who the customer is, and so which line the phone uses."""
    world.name, world.number = name, phone_number
    world.customer.outside = LineOutside(world.records, phone_number)
    if not world.records.find_by_number(phone_number):
        raise ValueError(f"no line has the number {phone_number}")


def set_location(world: World, abroad: bool) -> None:
    """This function will say where the customer is."""
    world.set_phone(replace(world.phone, abroad=abroad))


def set_wifi_calling(world: World, enabled: bool, mms_over_wifi: bool | None = None) -> None:
    """This function will switch Wi-Fi calling, and whether picture messages go over it."""
    over = world.phone.mms_over_wifi if mms_over_wifi is None else mms_over_wifi
    world.set_phone(replace(world.phone, wifi_calling=enabled, mms_over_wifi=over))


def remove_permission(world: World, app_name: str, permission: str) -> None:
    """This function will take a permission from an app."""
    phone = world.phone
    world.set_phone(steps.with_permissions(phone, app_name, phone.allowed.get(app_name, frozenset()) - {permission}))


def prefer_mode(world: World, mode: str) -> None:
    """This function will set the preferred network mode."""
    wanted = phone_mode(mode)
    world.on_phone(lambda phone, around: steps.prefer(phone, around, wanted))


def lock_sim(world: World, mode: str) -> None:
    """This function will lock the SIM, by "pin" or "puk"."""
    if mode not in ("pin", "puk"):
        raise ValueError(f'a SIM is locked by pin or puk, not by "{mode}"')
    _radio(world, sim_lock=mode)


def _radio(world: World, **changes: Any) -> None:
    """Change what the radio depends on, and search for the network."""
    world.on_phone(lambda phone, around: search_network(replace(phone, **changes), around))


def _setting(**changes: Any) -> Callable[[World], None]:
    return lambda world: world.set_phone(replace(world.phone, **changes))


def _radio_setting(**changes: Any) -> Callable[[World], None]:
    return lambda world: _radio(world, **changes)


# --- what a case may do to the records before the contact -----------------------------------------------------------


def set_line_roaming(on: bool) -> Callable[[World, str, str], None]:
    """This function will make the action that switches a line's roaming."""

    def switch(world: World, customer_id: str, line_id: str) -> None:
        acts.set_roaming(world.records.tables, customer_id, line_id, on=on)

    return switch


def set_data_usage(world: World, customer_id: str, line_id: str, data_used_gb: Decimal | int) -> None:
    """This function will set how many gigabytes a line has used."""
    acts.line_row(world.records.tables, customer_id, line_id)["data_used_gb"] = Decimal(data_used_gb)


def suspend_for_overdue_bill(
    world: World, customer_id: str, line_id: str, new_bill_id: str, contract_ended: bool = False
) -> None:
    """This function will suspend a line over a bill of last month that fell due, and end its contract if so told."""
    tables, today = world.records.tables, world.records.now().date()
    line = acts.line_row(tables, customer_id, line_id)
    last = today.replace(day=1) - timedelta(days=1)
    first, plan = last.replace(day=1), acts.plan_of(tables, line)
    price = Decimal(plan["price_per_month"])
    item = acts.item_row(f"{plan['name']} - Line {line['phone_number']}", price, first, "Plan Charge")
    customer, due = acts.customer_row(tables, customer_id), first + timedelta(days=14)
    acts.add_bill(tables, customer, new_bill_id, acts.OVERDUE, (first, last), due, (item,))
    line.update(status=acts.SUSPENDED, suspension_start_date=today.isoformat())
    if contract_ended:
        line["contract_end_date"] = last.isoformat()


BEFORE: Known = {
    (CUSTOMERS_SIDE, "set_user_info"): meet_customer,
    (CUSTOMERS_SIDE, "set_user_location"): set_location,
    (CUSTOMERS_SIDE, "set_network_mode_preference"): prefer_mode,
    (CUSTOMERS_SIDE, "turn_airplane_mode_on"): lambda world: world.on_phone(steps.turn_airplane_on),
    (CUSTOMERS_SIDE, "turn_airplane_mode_off"): lambda world: world.on_phone(steps.turn_airplane_off),
    (CUSTOMERS_SIDE, "turn_data_off"): _radio_setting(data_on=False),
    (CUSTOMERS_SIDE, "turn_data_on"): _radio_setting(data_on=True),
    (CUSTOMERS_SIDE, "turn_roaming_off"): _radio_setting(roaming_on=False),
    (CUSTOMERS_SIDE, "turn_roaming_on"): _radio_setting(roaming_on=True),
    (CUSTOMERS_SIDE, "simulate_network_search"): lambda world: world.on_phone(search_network),
    (CUSTOMERS_SIDE, "set_wifi_calling"): set_wifi_calling,
    (CUSTOMERS_SIDE, "remove_app_permission"): remove_permission,
    (CUSTOMERS_SIDE, "break_apn_mms_setting"): _setting(mms_address=False),
    (CUSTOMERS_SIDE, "break_apn_settings"): _radio_setting(access_point_sound=False),
    (CUSTOMERS_SIDE, "unseat_sim_card"): _radio_setting(sim_missing=True),
    (CUSTOMERS_SIDE, "lock_sim_card"): lock_sim,
    (CUSTOMERS_SIDE, "turn_data_saver_mode_on"): _setting(data_saver=True),
    (CUSTOMERS_SIDE, "turn_data_saver_mode_off"): _setting(data_saver=False),
    (CUSTOMERS_SIDE, "connect_vpn"): _setting(vpn=VPN_GOOD),
    (CUSTOMERS_SIDE, "break_vpn"): _setting(vpn=VPN_POOR),
    ("assistant", "enable_roaming"): set_line_roaming(True),
    ("assistant", "disable_roaming"): set_line_roaming(False),
    ("assistant", "set_data_usage"): set_data_usage,
    ("assistant", "suspend_line_for_overdue_bill"): suspend_for_overdue_bill,
}
"""Everything that a case may break before its contact, by side and name."""
