"""Cases of our own, in the shape of the recorded ones; the small operator they happen at is in `data/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from careline.adapters.cases.read import read_data_set
from careline.adapters.cases.values import Case, DataSet
from careline.adapters.cases.world import World, build_world
from careline.adapters.handset.temperaments import temperament

RECORDS = Path(__file__).parent / "data" / "db.toml"
ADA, ADAS_OTHER = ("Ada Bloom", "555-700-0101"), ("Ada Bloom", "555-700-0102")

PICTURES = "I cannot send picture messages. I want to send an MMS."
INTERNET = "My internet is slow or stops. I want excellent speed."
SERVICE = "My phone shows No Service."


def user(name: str, /, **arguments: Any) -> dict[str, Any]:
    """This function will name something at the customer's side."""
    return {"side": "user", "name": name, "arguments": arguments}


def desk(name: str, /, **arguments: Any) -> dict[str, Any]:
    """This function will name something at the operator's side."""
    return {"side": "assistant", "name": name, "arguments": arguments}


def raw_case(
    case_id: str,
    reason: str,
    breaks: list[dict[str, Any]],
    reference: list[dict[str, Any]],
    asserts: list[dict[str, Any]],
    who: tuple[str, str] = ADA,
    attitude: str = "You are willing to refuel 2.0 GB of data. If the agent asks you to pay a bill, you accept.",
) -> dict[str, Any]:
    """This function will return a case as it is written in a file."""
    told = {
        "reason_for_call": reason,
        "known_info": f"You are {who[0]} with phone number {who[1]}.",
        "task_instructions": attitude,
    }
    begin = [user("set_user_info", name=who[0], phone_number=who[1]), *breaks]
    return {
        "id": case_id,
        "user_scenario": {"instructions": told},
        "initial_state": {"initialization_actions": [_written(one, "env_type", "func_name") for one in begin]},
        "evaluation_criteria": {
            "actions": [_written(one, "requestor", "name") for one in reference],
            "env_assertions": [_written(one, "env_type", "func_name") | {"assert_value": True} for one in asserts],
        },
    }


def _written(one: dict[str, Any], side: str, name: str) -> dict[str, Any]:
    return {side: one["side"], name: one["name"], "arguments": one["arguments"]}


def data_set(folder: Path, *cases: dict[str, Any]) -> DataSet:
    """This function will write cases into a folder and read them back with the small operator."""
    return read_data_set(write(folder, *cases), RECORDS)


def write(folder: Path, *cases: dict[str, Any]) -> Path:
    """This function will write a file of cases."""
    path = folder / "cases.json"
    path.write_text(json.dumps(cases))
    return path


def world_of(case: Case, data: DataSet, customer: str = "truthful", seed: int = 0) -> World:
    """This function will build a case's world."""
    return build_world(case, data, temperament(customer), seed)


LINE = {"customer_id": "CUST-1", "line_id": "LINE-A"}
OVERDUE = desk("suspend_line_for_overdue_bill", **LINE, new_bill_id="BILL-NEW", contract_ended=False)
ENDED = desk("suspend_line_for_overdue_bill", **LINE, new_bill_id="BILL-NEW", contract_ended=True)
SEARCH = user("simulate_network_search")
PICTURE_GOES = user("assert_can_send_mms", expected_status=True)
FAST = user("assert_internet_speed", expected_speed=200, expected_desc="excellent")
HAND_OVER = desk("transfer_to_human_agents", summary="not for us")

DATA_CASE = raw_case(
    "[mobile_data_issue]abroad_and_used_up",
    INTERNET,
    [
        user("set_user_location", abroad=True),
        user("turn_roaming_off"),
        desk("disable_roaming", **LINE),
        desk("set_data_usage", **LINE, data_used_gb=3.1),
        user("turn_data_saver_mode_on"),
        user("break_vpn"),
    ],
    [
        user("toggle_roaming"),
        desk("enable_roaming", **LINE),
        desk("refuel_data", **LINE, gb_amount=2.0),
        user("toggle_data_saver_mode"),
        user("disconnect_vpn"),
    ],
    [
        FAST,
        user("assert_mobile_data_status", expected_status=True),
        desk("assert_data_refueling_amount", **LINE, expected_amount=2.0),
    ],
)
PICTURE_CASE = raw_case(
    "[mms_issue]many",
    PICTURES,
    [
        user("turn_airplane_mode_on"),
        user("set_network_mode_preference", mode="2g_only"),
        user("set_wifi_calling", enabled=True, mms_over_wifi=True),
        user("break_apn_mms_setting"),
        user("remove_app_permission", app_name="messaging", permission="sms"),
    ],
    [
        user("toggle_airplane_mode"),
        user("set_network_mode_preference", mode="4g_5g_preferred"),
        user("toggle_wifi_calling"),
        user("grant_app_permission", app_name="messaging", permission="sms"),
        user("reset_apn_settings"),
        user("reboot_device"),
    ],
    [PICTURE_GOES],
)
UNPAID_CASE = raw_case(
    "[service_issue]unpaid",
    SERVICE,
    [OVERDUE, SEARCH],
    [
        desk("send_payment_request", customer_id="CUST-1", bill_id="BILL-NEW"),
        user("make_payment"),
        desk("resume_line", **LINE),
        user("reboot_device"),
    ],
    [
        user("assert_service_status", expected_status="connected"),
        desk("assert_no_overdue_bill", overdue_bill_id="BILL-NEW"),
    ],
)
LOCKED_CASE = raw_case(
    "[service_issue]locked",
    SERVICE,
    [user("unseat_sim_card"), user("lock_sim_card", mode="puk")],
    [user("reseat_sim_card"), HAND_OVER],
    [user("assert_service_status", expected_status="no_service")],
    who=ADAS_OTHER,
)
OTHER_CASE = raw_case(
    "without a family", SERVICE, [user("break_apn_settings")], [user("reset_apn_settings"), user("reboot_device")],
    [user("assert_service_status", expected_status="connected")],
)  # fmt: skip
EVERY_CASE = (DATA_CASE, PICTURE_CASE, UNPAID_CASE, LOCKED_CASE, OTHER_CASE)
