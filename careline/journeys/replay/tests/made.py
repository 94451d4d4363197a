"""Cases made by chance: any mix of faults, at any line of our own small operator, each with its repair."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from careline.adapters.cases.tests.own import (
    FAST,
    HAND_OVER,
    INTERNET,
    PICTURE_GOES,
    PICTURES,
    SEARCH,
    SERVICE,
    desk,
    raw_case,
    user,
)

Calls = list[dict[str, Any]]
LINES = (
    ("Ada Bloom", "555-700-0101", "CUST-1", "LINE-A", "3.1"),
    ("Ada Bloom", "555-700-0102", "CUST-1", "LINE-B", "40.5"),
    ("Noor Castell", "555-700-0104", "CUST-2", "LINE-D", "3.4"),
)
RESTART = user("reboot_device")


@dataclass(frozen=True)
class Fault:
    name: str
    breaks: Calls
    repair: Calls
    hands_over: bool = False


def phone_fault(name: str, breaks: dict[str, Any], *repair: dict[str, Any]) -> Fault:
    return Fault(name, [breaks], list(repair))


AIRPLANE = phone_fault("airplane", user("turn_airplane_mode_on"), user("toggle_airplane_mode"))
UNSEATED = phone_fault("unseated", user("unseat_sim_card"), user("reseat_sim_card"))
NO_APN = phone_fault("apn", user("break_apn_settings"), user("reset_apn_settings"), RESTART)
DATA_OFF = phone_fault("data-off", user("turn_data_off"), user("toggle_data"))
SAVER = phone_fault("saver", user("turn_data_saver_mode_on"), user("toggle_data_saver_mode"))
VPN = phone_fault("vpn", user("break_vpn"), user("disconnect_vpn"))
NO_MMSC = phone_fault("mmsc", user("break_apn_mms_setting"), user("reset_apn_settings"), RESTART)
WIFI = phone_fault(
    "wifi-calling", user("set_wifi_calling", enabled=True, mms_over_wifi=True), user("toggle_wifi_calling")
)


def mode(name: str) -> Fault:
    wanted = user("set_network_mode_preference", mode="4g_5g_preferred")
    return phone_fault(name, user("set_network_mode_preference", mode=name), wanted)


def permission(name: str) -> Fault:
    which = {"app_name": "messaging", "permission": name}
    return phone_fault(name, user("remove_app_permission", **which), user("grant_app_permission", **which))


def locked(by: str) -> Fault:
    return Fault(f"locked-{by}", [user("lock_sim_card", mode=by)], [], hands_over=True)


def made_case(number: int) -> dict[str, Any]:
    """This function will make case number so and so; the same number always makes the same case."""
    dice = random.Random(number)
    name, phone, customer_id, line_id, used = dice.choice(LINES)
    line = {"customer_id": customer_id, "line_id": line_id}
    family, reason, goal, possible = dice.choice(
        [
            ("service", SERVICE, [], _service_faults(line)),
            ("mobile_data", INTERNET, [FAST], _data_faults(line, used)),
            ("mms", PICTURES, [PICTURE_GOES], _picture_faults(line, used)),
        ]
    )
    faults = [dice.choice(each) for each in dice.sample(possible, dice.randint(1, len(possible)))]
    if family == "service":
        hands_over = any(fault.hands_over for fault in faults)
        goal = [user("assert_service_status", expected_status="no_service" if hands_over else "connected")]
    title = f"[{family}_issue]{number}|{line_id}|{'|'.join(fault.name for fault in faults)}"
    breaks = [call for fault in faults for call in fault.breaks]
    return raw_case(title, reason, [*breaks, SEARCH], _repair(faults), goal, who=(name, phone))


def _repair(faults: list[Fault]) -> Calls:
    """A locked SIM or an ended contract is handed over, nothing written; a restart that serves several comes last."""
    if any(fault.hands_over for fault in faults):
        return [HAND_OVER]
    calls = [call for fault in faults for call in fault.repair]
    late = [RESTART] if RESTART in calls else []
    return [call for call in calls if call != RESTART] + late


def _service_faults(line: dict[str, str]) -> list[list[Fault]]:
    new = {"new_bill_id": "BILL-NEW"}
    paid = [
        desk("send_payment_request", customer_id=line["customer_id"], bill_id="BILL-NEW"),
        user("make_payment"),
        desk("resume_line", **line),
        RESTART,
    ]
    unpaid = Fault("unpaid", [desk("suspend_line_for_overdue_bill", **line, **new, contract_ended=False)], paid)
    ended = desk("suspend_line_for_overdue_bill", **line, **new, contract_ended=True)
    over = Fault("contract-ended", [ended], [], hands_over=True)
    return [[AIRPLANE], [UNSEATED], [NO_APN], [unpaid, unpaid, over], [locked("pin"), locked("puk")]]


def _data_faults(line: dict[str, str], used: str) -> list[list[Fault]]:
    modes = [mode("2g_only"), mode("3g_only"), mode("4g_only")]
    return [[AIRPLANE], [UNSEATED], _abroad(line), [DATA_OFF], [_used_up(line, used)], [SAVER], modes, [VPN]]


def _picture_faults(line: dict[str, str], used: str) -> list[list[Fault]]:
    basis = [[AIRPLANE], [UNSEATED], _abroad(line), [DATA_OFF], [_used_up(line, used)], [mode("2g_only")]]
    return [*basis, [WIFI], [NO_MMSC, NO_APN], [permission("sms")], [permission("storage")]]


def _used_up(line: dict[str, str], used: str) -> Fault:
    more = [desk("refuel_data", **line, gb_amount=2.0)]
    return Fault("used-up", [desk("set_data_usage", **line, data_used_gb=float(used))], more)


def _abroad(line: dict[str, str]) -> list[Fault]:
    """Abroad with roaming off on the phone, on the line, or on both."""
    faults = []
    for name, at_phone, at_line in (("phone", True, False), ("line", False, True), ("both", True, True)):
        breaks = [user("set_user_location", abroad=True), user("turn_roaming_off" if at_phone else "turn_roaming_on")]
        breaks.append(desk("disable_roaming" if at_line else "enable_roaming", **line))
        repair = [user("toggle_roaming")] * at_phone + [desk("enable_roaming", **line)] * at_line
        faults.append(Fault(f"abroad-{name}", breaks, repair))
    return faults


if __name__ == "__main__":
    import json
    import sys

    # python -m careline.journeys.replay.tests.made 200 > made.json
    json.dump([made_case(number) for number in range(int(sys.argv[1]))], sys.stdout)
