"""Reading files of cases, and the phone that they start from."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from careline.adapters.cases.values import DOCUMENTED_NOW, Assertion, Call, Case, CaseProblem, DataSet
from careline.adapters.handset.phone import MODES, VPN_GOOD, VPN_OFF, Phone
from careline.adapters.memory_tables import RecordsUnreadable, read_tables, read_toml

FAMILIES = ("mms", "mobile data", "service")
PHONE_MODES = {"4g_5g_preferred": "5g-and-4g", "4g_only": "4g-only", "3g_only": "3g-only", "2g_only": "2g-only"}


def read_data_set(cases: Path, records: Path | None = None, now: datetime = DOCUMENTED_NOW) -> DataSet:
    """This function will read a file of cases with its records and its phone.

    Records are `db.toml` beside the cases unless given; the phone is `user_db.toml` beside the records. Raises
    CaseProblem with a message for the person who typed the command.
    """
    records = records or cases.parent / "db.toml"
    found = read_cases(cases)
    try:
        return DataSet(read_tables(records), read_phone(records.parent / "user_db.toml"), now, found, cases)
    except RecordsUnreadable as error:
        raise CaseProblem(str(error)) from error


def read_cases(path: Path) -> tuple[Case, ...]:
    """This function will read a JSON file of cases, gzipped or not. Raises CaseProblem."""
    listed = _json(path)
    if not isinstance(listed, list) or not listed:
        raise CaseProblem(f"{path} holds no list of cases")
    found = tuple(_case(path, number, raw) for number, raw in enumerate(listed, 1))
    twice = [name for name, times in Counter(case.id for case in found).items() if times > 1]
    if twice:
        raise CaseProblem(f"{path} has several cases with the id {twice[0]}; an id names one case")
    return found


def read_phone(path: Path) -> Phone:
    """This function will read the phone's initial state; without the file it is a phone in good order."""
    if not path.exists():
        return Phone()
    device = read_toml(path).get("device", {})
    try:
        return _phone(device)
    except (AttributeError, TypeError, ValueError) as error:
        raise RecordsUnreadable(f"{path} does not describe a phone: {error}") from error


def family(case_id: str) -> str:
    """This function will read a case's fault family from the part in brackets that its id starts with."""
    named = re.match(r"\[(\w+?)(?:_issue)?\]", case_id)
    words = named[1].replace("_", " ") if named else ""
    return words if words in FAMILIES else "other"


def phone_mode(name: str) -> str:
    """This function will translate a network mode as the cases write it. Raises ValueError for an unknown one."""
    mode = PHONE_MODES.get(name, name)
    if mode not in MODES:
        raise ValueError(f'there is no network mode "{name}"; known are {", ".join(PHONE_MODES)}')
    return mode


def _json(path: Path) -> Any:
    try:
        raw = path.read_bytes()
        text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        return json.loads(text, parse_float=Decimal)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CaseProblem(f"{path} is not a sound gzip file: {error}") from error
    except OSError as error:
        raise CaseProblem(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise CaseProblem(f"{path} is not sound JSON: {error}") from error


def _case(path: Path, number: int, raw: Any) -> Case:
    try:
        told, judged = raw["user_scenario"]["instructions"], raw["evaluation_criteria"]
        return Case(
            id=str(raw["id"]),
            family=family(str(raw["id"])),
            reason=str(told["reason_for_call"]),
            known=str(told.get("known_info") or ""),
            attitude=str(told.get("task_instructions") or ""),
            breaks=_calls(raw["initial_state"]["initialization_actions"], "env_type", "func_name"),
            reference=_calls(judged["actions"], "requestor", "name"),
            assertions=tuple(_assertion(one) for one in judged["env_assertions"] or ()),
        )
    except (KeyError, TypeError, AttributeError) as error:
        name = raw.get("id", "") if isinstance(raw, dict) else ""
        raise CaseProblem(f"{path}: case {number} {name} is incomplete, it lacks {error}") from error


def _calls(listed: Any, side: str, name: str) -> tuple[Call, ...]:
    return tuple(Call(one[side], one[name], one.get("arguments") or {}) for one in listed or ())


def _assertion(raw: Any) -> Assertion:
    call = Call(raw["env_type"], raw["func_name"], raw.get("arguments") or {})
    return Assertion(call, bool(raw.get("assert_value", True)))


def _phone(device: dict[str, Any]) -> Phone:
    access, lock = device.get("active_apn_settings", {}), str(device.get("sim_card_status", "active"))
    apps = device.get("app_statuses", {})
    return Phone(
        airplane=device.get("airplane_mode", False),
        sim_missing=device.get("sim_card_missing", False),
        sim_lock=lock.rpartition("_")[2] if lock.startswith("locked") else "",
        mode=phone_mode(device.get("network_mode_preference", "4g_5g_preferred")),
        connected=device.get("network_connection_status", "connected") == "connected",
        technology=str(device.get("network_technology_connected", "5G")).lower(),
        signal=device.get("network_signal_strength", "good"),
        data_on=device.get("data_enabled", True),
        roaming_on=device.get("roaming_enabled", False),
        data_saver=device.get("data_saver_mode", False),
        vpn=VPN_GOOD if device.get("vpn_connected") else VPN_OFF,
        wifi_calling=device.get("wifi_calling_enabled", False),
        mms_over_wifi=device.get("wifi_calling_mms_over_wifi", False),
        access_point_sound=access.get("apn_name", "internet") == "internet",
        mms_address=bool(access.get("mmsc_url", "set")),
        allowed={name: _granted(app) for name, app in apps.items()} or Phone().allowed,
    )


def _granted(app: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name, given in app.get("permissions", {}).items() if given)
