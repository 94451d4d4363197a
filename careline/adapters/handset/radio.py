"""What works on a phone: service, mobile data, speed and picture messages. Pure functions over values."""

from __future__ import annotations

from dataclasses import replace

from careline.adapters.handset.phone import ALL_ALLOWED, MODES, VPN_POOR, Phone, Surroundings

MIDDLE_MBPS: dict[str, float] = {"none": 0.0, "2g": 0.25, "3g": 3.0, "4g": 55.0, "5g": 275.0}
"""Middle of each technology's range: 2G .1-.4, 3G 1-5, 4G 10-100, 5G 50-500."""

SIGNAL_FACTOR: dict[str, float] = {"none": 0.0, "poor": 0.2, "fair": 0.5, "good": 0.8, "excellent": 1.0}
SLOW_VPN_FACTOR, DATA_SAVER_FACTOR = 0.1, 0.2
SPEED_WORDS: tuple[tuple[float, str], ...] = ((1, "very poor"), (5, "poor"), (25, "fair"), (100, "good"))


def search_network(phone: Phone, around: Surroundings) -> Phone:
    """This function will return the phone after a network search: attached by its preferred mode, or not at all."""
    if not may_attach(phone, around):
        return replace(phone, connected=False, technology="none", signal="none")
    return replace(phone, connected=True, technology=MODES[phone.mode], signal="good")


def may_attach(phone: Phone, around: Surroundings) -> bool:
    """This function will tell whether a search would find service."""
    sim_works = not phone.sim_missing and not phone.sim_lock and around.sim_in_service
    return sim_works and not phone.airplane and phone.access_point_sound and around.line_active


def data_works(phone: Phone, around: Surroundings) -> bool:
    """This function will tell whether mobile data works."""
    here = not phone.abroad or (phone.roaming_on and around.roaming_allowed)
    on_air = phone.connected and phone.signal != "none" and not phone.airplane
    return on_air and here and phone.data_on and around.data_left


def speed_mbps(phone: Phone, around: Surroundings) -> float | None:
    """This function will return the speed in Mbps that a speed test shows, or None for "no connection"."""
    if not data_works(phone, around):
        return None
    speed = MIDDLE_MBPS[phone.technology] * SIGNAL_FACTOR[phone.signal]
    speed *= SLOW_VPN_FACTOR if phone.vpn == VPN_POOR else 1
    return speed * (DATA_SAVER_FACTOR if phone.data_saver else 1)


def speed_word(mbps: float | None) -> str:
    """This function will put a speed test's result into its word, from "no connection" to "excellent"."""
    if mbps is None:
        return "no connection"
    return next((word for below, word in SPEED_WORDS if mbps < below), "excellent")


def picture_goes(phone: Phone, around: Surroundings) -> bool:
    """This function will tell whether a picture message goes out."""
    over_wifi = phone.wifi_calling and phone.mms_over_wifi
    app_may = phone.allowed.get("messaging", frozenset()) >= ALL_ALLOWED
    way = data_works(phone, around) and phone.technology not in ("2g", "none") and not over_wifi
    return way and phone.mms_address and app_may
