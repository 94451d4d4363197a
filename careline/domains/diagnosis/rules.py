"""Decisions of the diagnosis room over plain values. Pure."""

from __future__ import annotations

import re

NO_FAMILY = "unknown"

SYSTEM_WORDS = {
    "iphone": "ios", "ipad": "ios",
    "android": "android", "galaxy": "android", "pixel": "android", "xperia": "android", "moto": "android",
    "redmi": "android",
}  # fmt: skip
"""Words of a device's name that tell its system: phones of one system share menus, settings and so their faults [D]."""


def device_family(model: str) -> str:
    """This function will name the family of phones that a device model belongs to, in lower case.

    A word that tells the system wins ("Galaxy A5" is "android"); otherwise the first word, the maker's or the series'
    ("Aurora 5 Pro" is "aurora"); "unknown" where the records do not name the device.
    """
    words = re.findall(r"[^\W\d_]+", model.lower())
    systems = [SYSTEM_WORDS[word] for word in words if word in SYSTEM_WORDS]
    return (systems or words or [NO_FAMILY])[0]
