"""The closed vocabulary that guides may use: silent probes, device steps and guarded acts.

A simulated handset, a real customer and an operator's own tools all understand these words; a guide that uses another
is refused at load. Add a word here, and where it is performed, in one change.
"""

from __future__ import annotations

DEVICE_STEPS: dict[str, str] = {
    "airplane.off": "turn airplane mode off",
    "sim.reseat": "take the SIM card out and put it back",
    "apn.reset": "reset the access point settings",
    "phone.restart": "restart the phone",
    "mobile-data.on": "turn mobile data on",
    "roaming.on": "turn data roaming on",
    "data-saver.off": "turn data saver off",
    "network-mode.fastest": "prefer 5G and 4G",
    "vpn.disconnect": "disconnect the VPN",
    "wifi-calling.off": "turn Wi-Fi calling off",
    "messaging.allow-sms": "allow the messaging app to use SMS",
    "messaging.allow-storage": "allow the messaging app to use storage",
    "payment.pay": "open the payment request and pay it",
    "voicemail.set-up": "set the voicemail box up",
    "voicemail.delete-messages": "delete old voicemail messages",
    "voicemail.reset-forwarding": "dial the code that sends unanswered calls to voicemail",
    "esim.enable": "switch the eSIM on",
}

DEVICE_READINGS: dict[str, tuple[str, ...]] = {
    "airplane": ("off", "on"),
    "sim": ("active", "missing", "locked"),
    "service": ("connected", "none"),
    "network-type": ("5g-or-4g", "3g", "2g", "none"),
    "mobile-data": ("on", "off"),
    "phone-roaming": ("on", "off"),
    "data-saver": ("off", "on"),
    "network-mode": ("5g-and-4g", "4g-only", "3g-only", "2g-only"),
    "vpn": ("off", "on"),
    "vpn-speed": ("no-vpn", "good", "poor"),
    "speed": ("excellent", "slow", "no-connection"),
    "apn": ("sound", "broken"),
    "mms-address": ("set", "missing"),
    "wifi-calling": ("off", "on"),
    "messaging-sms": ("allowed", "not-allowed"),
    "messaging-storage": ("allowed", "not-allowed"),
    "picture-message": ("goes", "fails"),
    "abroad": ("no", "yes"),
    "paid-already": ("no", "yes"),
    "own-sim-change": ("yes", "no"),
    "bill-clear": ("yes", "no"),
    "voicemail-test": ("reaches", "fails"),
    "voicemail-notice": ("shows", "missing"),
}
"""Readings a handset can show, and what only the customer knows: reading -> findings, healthy first.

A simulated handset that cannot show one of them answers "unknown", as a customer who cannot tell.
"""

ACTS: dict[str, str] = {
    "payment.request": "send a payment request for an overdue bill",
    "line.resume": "lift the suspension of a line",
    "roaming.enable": "enable roaming on a line, free of charge",
    "data.add": "add data to a line at the plan's price",
}

ACTS_THAT_COST: frozenset[str] = frozenset({"data.add"})
"""Acts that put a charge on the next bill: a guide must ask for consent with the price stated."""
