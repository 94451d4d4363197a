"""What the reference repair does, and whether what must hold at the end holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from careline.adapters import memory_acts as acts
from careline.adapters.cases.values import (
    CUSTOMERS_SIDE,
    HAND_OVER,
    OPERATORS_SIDE,
    Assertion,
    Case,
    CaseProblem,
    DataSet,
)
from careline.adapters.cases.world import Known, World, build_world, perform, prefer_mode, set_line_roaming
from careline.adapters.handset import steps
from careline.adapters.handset.radio import data_works, picture_goes, speed_mbps, speed_word
from careline.adapters.handset.steps import ON_THE_PHONE, Step
from careline.adapters.handset.temperaments import Temperament


def reference_world(case: Case, data: DataSet) -> World:
    """This function will return a fresh world of the case after its reference repair. Raises CaseProblem."""
    world = build_world(case, data, Temperament("truthful"), seed=0)
    for call in case.reference:
        perform(REPAIRS, world, call, case)
    return world


def failures(case: Case, world: World) -> tuple[str, ...]:
    """This function will return what must hold and does not, one line each; empty when the case is solved."""
    return tuple(str(one.call) for one in case.assertions if _holds(case, world, one) is not one.holds)


def check_case(case: Case, data: DataSet) -> None:
    """This function will raise CaseProblem when a case cannot be built, repaired by its reference, or judged."""
    failures(case, reference_world(case, data))


def _holds(case: Case, world: World, assertion: Assertion) -> bool:
    call = assertion.call
    judged = ASSERTIONS.get((call.side, call.name))
    if judged is None:
        raise CaseProblem(f'case {case.id} asserts "{call.name}" on the {call.side} side, which is not known here')
    try:
        return judged(world, **call.arguments)
    except (TypeError, ValueError, KeyError) as error:
        raise CaseProblem(f"case {case.id}: {call} cannot be judged: {error}") from error


# --- what a reference repair does ------------------------------------------------------------------------------------


def _on_phone(*names: str) -> Callable[[World], None]:
    """The customer's own steps, by their words in the device vocabulary."""

    def follow(world: World) -> None:
        world.customer.carry_out(names)

    return follow


def _toggle(setting: str, off: Step | None = None, on: Step | None = None) -> Callable[[World], None]:
    """A switch that is turned to its other side."""

    def flip(world: World) -> None:
        step = off if getattr(world.phone, setting) else on
        if step is None:
            other: dict[str, Any] = {setting: not getattr(world.phone, setting)}
            world.set_phone(replace(world.phone, **other))
        else:
            world.on_phone(step)

    return flip


def _grant(world: World, app_name: str, permission: str) -> None:
    world.on_phone(steps.allow(app_name, permission))


def _refuel(world: World, customer_id: str, line_id: str, gb_amount: Decimal | int) -> None:
    records = world.records
    acts.add_data(records.tables, customer_id, line_id, Decimal(gb_amount), records.now().date())


def _request_payment(world: World, customer_id: str, bill_id: str) -> None:
    acts.request_payment(world.records.tables, customer_id, bill_id)


def _resume(world: World, customer_id: str, line_id: str) -> None:
    acts.resume_line(world.records.tables, customer_id, line_id)


def _nothing(world: World, **given: Any) -> None:
    """A look, or a hand-over: neither changes the phone or the records."""


_LOOKS = (
    "check_status_bar",
    "check_network_status",
    "check_network_mode_preference",
    "check_sim_status",
    "check_data_restriction_status",
    "check_apn_settings",
    "check_wifi_status",
    "check_wifi_calling_status",
    "check_vpn_status",
    "check_app_status",
    "check_app_permissions",
    "check_payment_request",
    "run_speed_test",
    "can_send_mms",
)

REPAIRS: Known = {
    (CUSTOMERS_SIDE, "toggle_airplane_mode"): _toggle("airplane", steps.turn_airplane_off, steps.turn_airplane_on),
    (CUSTOMERS_SIDE, "toggle_data"): _toggle("data_on", on=ON_THE_PHONE["mobile-data.on"]),
    (CUSTOMERS_SIDE, "toggle_roaming"): _toggle("roaming_on", on=ON_THE_PHONE["roaming.on"]),
    (CUSTOMERS_SIDE, "toggle_data_saver_mode"): _toggle("data_saver"),
    (CUSTOMERS_SIDE, "toggle_wifi_calling"): _toggle("wifi_calling"),
    (CUSTOMERS_SIDE, "set_network_mode_preference"): prefer_mode,
    (CUSTOMERS_SIDE, "reseat_sim_card"): _on_phone("sim.reseat"),
    (CUSTOMERS_SIDE, "reset_apn_settings"): _on_phone("apn.reset"),
    (CUSTOMERS_SIDE, "reboot_device"): _on_phone("phone.restart"),
    (CUSTOMERS_SIDE, "disconnect_vpn"): _on_phone("vpn.disconnect"),
    (CUSTOMERS_SIDE, "make_payment"): _on_phone("payment.pay"),
    (CUSTOMERS_SIDE, "grant_app_permission"): _grant,
    (OPERATORS_SIDE, "enable_roaming"): set_line_roaming(True),
    (OPERATORS_SIDE, "disable_roaming"): set_line_roaming(False),
    (OPERATORS_SIDE, "refuel_data"): _refuel,
    (OPERATORS_SIDE, "send_payment_request"): _request_payment,
    (OPERATORS_SIDE, "resume_line"): _resume,
    (OPERATORS_SIDE, HAND_OVER): _nothing,
    **{(CUSTOMERS_SIDE, name): _nothing for name in _LOOKS},
}
"""Everything that a reference repair may do, by side and name."""


# --- what must hold at the end ---------------------------------------------------------------------------------------


def _service(world: World, expected_status: str) -> bool:
    return ("connected" if world.phone.connected else "no_service") == expected_status


def _data(world: World, expected_status: bool) -> bool:
    return data_works(world.phone, world.customer.outside.around()) is expected_status


def _speed(world: World, expected_speed: float, expected_desc: str | None = None) -> bool:
    speed = speed_mbps(world.phone, world.customer.outside.around())
    same_word = expected_desc is None or speed_word(speed) == expected_desc.lower()
    return speed is not None and speed >= expected_speed and same_word


def _picture(world: World, expected_status: bool) -> bool:
    return picture_goes(world.phone, world.customer.outside.around()) is expected_status


def _no_overdue_bill(world: World, overdue_bill_id: str) -> bool:
    bill = world.records.tables.rows["bills"].get(overdue_bill_id)
    return bill is None or bill["status"] == acts.PAID


def _data_added(world: World, customer_id: str, line_id: str, expected_amount: Decimal | int) -> bool:
    line = acts.line_row(world.records.tables, customer_id, line_id)
    return Decimal(line["data_refueling_gb"]) == Decimal(expected_amount)


ASSERTIONS: dict[tuple[str, str], Callable[..., bool]] = {
    (CUSTOMERS_SIDE, "assert_service_status"): _service,
    (CUSTOMERS_SIDE, "assert_mobile_data_status"): _data,
    (CUSTOMERS_SIDE, "assert_internet_speed"): _speed,
    (CUSTOMERS_SIDE, "assert_can_send_mms"): _picture,
    (OPERATORS_SIDE, "assert_no_overdue_bill"): _no_overdue_bill,
    (OPERATORS_SIDE, "assert_data_refueling_amount"): _data_added,
}
"""Everything that a case may demand of its end, by side and name."""
