"""The phone as a value: its settings, its SIM, and what it last found on the air."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MODES: dict[str, str] = {"5g-and-4g": "5g", "4g-only": "4g", "3g-only": "3g", "2g-only": "2g"}
"""The network mode a customer can prefer, and the technology that the phone then finds."""

VPN_OFF, VPN_GOOD, VPN_POOR = "off", "good", "poor"

ALL_ALLOWED = frozenset({"sms", "storage"})
"""What the messaging app needs for picture messages."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone at one moment. Connection and signal are what the last network search found."""

    airplane: bool = False
    sim_missing: bool = False
    sim_lock: str = ""  # "", "pin" or "puk"; a missing SIM hides it
    mode: str = "5g-and-4g"
    connected: bool = True
    technology: str = "5g"  # "5g", "4g", "3g", "2g", "none"
    signal: str = "good"  # "none", "poor", "fair", "good", "excellent"
    data_on: bool = True
    roaming_on: bool = False
    data_saver: bool = False
    vpn: str = VPN_OFF
    wifi_calling: bool = False
    mms_over_wifi: bool = False
    access_point_sound: bool = True
    mms_address: bool = True
    reset_pending: bool = False  # access points are reset, but only the restart applies it
    allowed: Mapping[str, frozenset[str]] = field(default_factory=lambda: {"messaging": ALL_ALLOWED})
    abroad: bool = False  # where the customer is with it


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the operator's side means for this phone at one moment."""

    line_active: bool = True
    roaming_allowed: bool = False
    data_left: bool = True  # usage is below the plan's limit plus what was added
    sim_in_service: bool = True  # the SIM or eSIM profile is switched on
    payment_asked: bool = False  # a bill awaits payment, and the phone shows the request
    voicemail_answers: bool | None = None  # None where the operator's side says nothing about voicemail
