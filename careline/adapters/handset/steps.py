"""What a customer can do on the phone: one function for each word of the device vocabulary.

Every step is idempotent: turning off what is off changes nothing. Only what touches the radio makes the phone
search for the network again; a resumed line, for one, is not noticed until such a search.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from careline.adapters.handset.phone import VPN_OFF, Phone, Surroundings
from careline.adapters.handset.radio import search_network

Step = Callable[[Phone, Surroundings], Phone]


def turn_airplane_off(phone: Phone, around: Surroundings) -> Phone:
    """This function will turn airplane mode off."""
    return search_network(replace(phone, airplane=False), around) if phone.airplane else phone


def turn_airplane_on(phone: Phone, around: Surroundings) -> Phone:
    """This function will turn airplane mode on, which also ends a VPN connection."""
    return search_network(replace(phone, airplane=True, vpn=VPN_OFF), around)


def reseat_sim(phone: Phone, around: Surroundings) -> Phone:
    """This function will take the SIM out and put it back; a lock that was hidden may show then."""
    return search_network(replace(phone, sim_missing=False), around)


def reset_access_points(phone: Phone, around: Surroundings) -> Phone:
    """This function will reset the access points; nothing changes until the phone is restarted."""
    return replace(phone, reset_pending=True)


def restart(phone: Phone, around: Surroundings) -> Phone:
    """This function will restart the phone, apply a pending reset of the access points, and search for the network."""
    if phone.reset_pending:
        phone = replace(phone, access_point_sound=True, mms_address=True, reset_pending=False)
    return search_network(phone, around)


def turn_data_on(phone: Phone, around: Surroundings) -> Phone:
    """This function will turn mobile data on."""
    return phone if phone.data_on else search_network(replace(phone, data_on=True), around)


def turn_roaming_on(phone: Phone, around: Surroundings) -> Phone:
    """This function will turn data roaming on."""
    return phone if phone.roaming_on else search_network(replace(phone, roaming_on=True), around)


def turn_data_saver_off(phone: Phone, around: Surroundings) -> Phone:
    """This function will turn data saver off."""
    return replace(phone, data_saver=False)


def prefer_fastest(phone: Phone, around: Surroundings) -> Phone:
    """This function will prefer 5G and 4G."""
    return prefer(phone, around, "5g-and-4g")


def prefer(phone: Phone, around: Surroundings, mode: str) -> Phone:
    """This function will prefer a network mode, one of `MODES`."""
    return phone if phone.mode == mode else search_network(replace(phone, mode=mode), around)


def disconnect_vpn(phone: Phone, around: Surroundings) -> Phone:
    """This function will end a VPN connection."""
    return replace(phone, vpn=VPN_OFF)


def turn_wifi_calling_off(phone: Phone, around: Surroundings) -> Phone:
    """This function will turn Wi-Fi calling off, and with it messages over Wi-Fi."""
    return replace(phone, wifi_calling=False)


def allow(app: str, permission: str) -> Step:
    """This function will make the step that gives an app a permission."""

    def give(phone: Phone, around: Surroundings) -> Phone:
        return with_permissions(phone, app, phone.allowed.get(app, frozenset()) | {permission})

    return give


def with_permissions(phone: Phone, app: str, permissions: frozenset[str]) -> Phone:
    """This function will return the phone with exactly these permissions for one app."""
    return replace(phone, allowed={**phone.allowed, app: permissions})


ON_THE_PHONE: dict[str, Step] = {
    "airplane.off": turn_airplane_off,
    "sim.reseat": reseat_sim,
    "apn.reset": reset_access_points,
    "phone.restart": restart,
    "mobile-data.on": turn_data_on,
    "roaming.on": turn_roaming_on,
    "data-saver.off": turn_data_saver_off,
    "network-mode.fastest": prefer_fastest,
    "vpn.disconnect": disconnect_vpn,
    "wifi-calling.off": turn_wifi_calling_off,
    "messaging.allow-sms": allow("messaging", "sms"),
    "messaging.allow-storage": allow("messaging", "storage"),
}
"""Steps that change the phone."""

AT_THE_OPERATOR: frozenset[str] = frozenset(
    {
        "payment.pay",
        "voicemail.set-up",
        "voicemail.delete-messages",
        "voicemail.reset-forwarding",
        "esim.enable",
    }
)
"""Steps done on the phone whose effect is on the operator's side."""
