"""What a customer can see on the phone or knows: one function for each reading of the device vocabulary."""

from __future__ import annotations

from collections.abc import Callable

from careline.adapters.handset.phone import VPN_OFF, VPN_POOR, Phone, Surroundings
from careline.adapters.handset.radio import data_works, picture_goes, speed_mbps, speed_word

Look = Callable[[Phone, Surroundings], str | None]


def look(phone: Phone, around: Surroundings, reading: str) -> str | None:
    """This function will return what one reading shows, as a finding of the vocabulary; None for an unknown reading."""
    seen = READINGS.get(reading)
    return seen(phone, around) if seen else None


def sim(phone: Phone, around: Surroundings) -> str:
    """This function will read the SIM's state; a missing SIM hides a lock."""
    if phone.sim_missing:
        return "missing"
    return "locked" if phone.sim_lock else "active"


def network_type(phone: Phone, around: Surroundings) -> str:
    """This function will read the technology that the phone is connected by."""
    return "5g-or-4g" if phone.technology in ("5g", "4g") else phone.technology


def vpn_speed(phone: Phone, around: Surroundings) -> str:
    """This function will read how well a VPN performs."""
    return "no-vpn" if phone.vpn == VPN_OFF else ("poor" if phone.vpn == VPN_POOR else "good")


def speed(phone: Phone, around: Surroundings) -> str:
    """This function will read a speed test; everything below excellent counts as slow (manual: mobile data)."""
    if not data_works(phone, around):
        return "no-connection"
    return "excellent" if speed_word(speed_mbps(phone, around)) == "excellent" else "slow"


def voicemail_test(phone: Phone, around: Surroundings) -> str | None:
    """This function will ring the own number: does the voicemail answer? None where nothing is known about it."""
    if around.voicemail_answers is None:
        return None
    return "reaches" if around.voicemail_answers and phone.connected else "fails"


def voicemail_notice(phone: Phone, around: Surroundings) -> str | None:
    """This function will tell whether the notice of a test message shows; it comes over mobile data."""
    test = voicemail_test(phone, around)
    return test and ("shows" if test == "reaches" and data_works(phone, around) else "missing")


def _switch(name: str) -> Look:
    return lambda phone, around: "on" if getattr(phone, name) else "off"


def _permission(name: str) -> Look:
    return lambda phone, around: "allowed" if name in phone.allowed.get("messaging", ()) else "not-allowed"


READINGS: dict[str, Look] = {
    "airplane": _switch("airplane"),
    "sim": sim,
    "service": lambda phone, around: "connected" if phone.connected else "none",
    "network-type": network_type,
    "mobile-data": _switch("data_on"),
    "phone-roaming": _switch("roaming_on"),
    "data-saver": _switch("data_saver"),
    "network-mode": lambda phone, around: phone.mode,
    "vpn": lambda phone, around: "off" if phone.vpn == VPN_OFF else "on",
    "vpn-speed": vpn_speed,
    "speed": speed,
    "apn": lambda phone, around: "sound" if phone.access_point_sound else "broken",
    "mms-address": lambda phone, around: "set" if phone.mms_address else "missing",
    "wifi-calling": _switch("wifi_calling"),
    "messaging-sms": _permission("sms"),
    "messaging-storage": _permission("storage"),
    "picture-message": lambda phone, around: "goes" if picture_goes(phone, around) else "fails",
    "abroad": lambda phone, around: "yes" if phone.abroad else "no",
    "voicemail-test": voicemail_test,
    "voicemail-notice": voicemail_notice,
}
