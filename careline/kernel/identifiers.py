"""The identifiers of the trade and their check digits: numbers, SIMs, phones, eSIM chips, bank routing codes.

Every check answers with a value and, where something is wrong, a plain sentence. Nothing is ever corrected silently:
a missing check digit is computed and offered, the record keeps what the operator wrote.
Source of the rules: E.164 and NANP, ITU-T E.118 (ICCID), 3GPP TS 23.003 (IMEI, IMSI), GSMA SGP.29 (EID, ISO 7064).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """An identifier after its check: the tidy value, what is wrong ("" if nothing), and a value to offer instead."""

    value: str
    problem: str = ""
    offer: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


def digits_of(text: str) -> str:
    """This function will keep the digits 0-9 of a text and drop everything else."""
    return "".join(ch for ch in text if ch in "0123456789")


# --- check digits -----------------------------------------------------------------------------------------------


def luhn_digit(body: str) -> str:
    """This function will compute the Luhn check digit that belongs behind a body of digits."""
    total = 0
    for place, ch in enumerate(reversed(body)):
        doubled = int(ch) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def luhn_holds(number: str) -> bool:
    """This function will tell whether the last digit is the Luhn check digit of the rest."""
    return len(number) > 1 and number.isascii() and number.isdigit() and luhn_digit(number[:-1]) == number[-1]


def eid_check_digits(first_thirty: str) -> str:
    """This function will compute the two check digits of an EID (ISO 7064 MOD 97-10)."""
    return f"{98 - int(first_thirty) * 100 % 97:02d}"


# --- numbers ----------------------------------------------------------------------------------------------------

_NANP = re.compile(r"\+1([2-9][0-8]\d)([2-9]\d{2})(\d{4})")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
_PERSONAL = frozenset({"500", "533", "544", "566", "577", "588", *(str(code) for code in range(521, 530))})
_NON_GEOGRAPHIC = _TOLL_FREE | _PERSONAL | {"700", "710", "900"}


def e164(text: str) -> str:
    """This function will write a number as E.164, reading ten digits (or eleven with a leading 1) as North American."""
    digits = digits_of(text)
    if text.strip().startswith("+"):
        return "+" + digits
    if text.strip().startswith("00") and len(digits) > 9:
        return "+" + digits[2:]
    if len(digits) == 10:
        return "+1" + digits
    return "+" + digits if len(digits) == 11 and digits[0] == "1" else digits


def check_msisdn(text: str) -> Checked:
    """This function will check a telephone number: E.164 anywhere, and the numbering plan for North America."""
    number = e164(text)
    if not _E164.fullmatch(number):
        return Checked(number, "is not an international number: write + and country code, at most 15 digits")
    return Checked(number, _nanp_problem(number) if number.startswith("+1") else "")


def _nanp_problem(number: str) -> str:
    match = _NANP.fullmatch(number)
    if not match:
        return "is not a North American number: +1, area code from 200 (no middle 9), exchange from 200, four digits"
    area, exchange, _ = match.groups()
    if area.endswith("11"):
        return f"has area code {area}, which is a service code"
    if area == "555":
        return "has area code 555, which is not in service"
    if area[:2] in ("37", "96"):
        return f"has area code {area}, which is held in reserve"
    if exchange.endswith("11") and area not in _NON_GEOGRAPHIC:
        return f"has exchange {exchange}, which is a service code"
    return ""


def is_geographic(number: str) -> bool:
    """This function will tell whether a North American number is geographic (only these move to wireless)."""
    return number.startswith("+1") and number[2:5] not in _NON_GEOGRAPHIC


def is_fictional(number: str) -> bool:
    """This function will tell whether a number lies in the range kept for stories: 555-0100 to 555-0199."""
    return bool(re.fullmatch(r"\+1\d{3}55501\d{2}", number))


# --- SIM, phone, eSIM chip --------------------------------------------------------------------------------------


def check_imsi(text: str) -> Checked:
    """This function will check an IMSI: 6 to 15 digits, a country code of 2xx to 7xx (or the test network 001)."""
    imsi = digits_of(text)
    if not 6 <= len(imsi) <= 15:
        return Checked(imsi, f"has {len(imsi)} digits; an IMSI has at most 15 (country, network, subscriber)")
    if imsi[0] not in "234567" and not imsi.startswith("001"):
        return Checked(imsi, f"starts with {imsi[:3]}, which is no mobile country code")
    return Checked(imsi)


def check_iccid(text: str) -> Checked:
    """This function will check a SIM number: 89, 19 or 20 digits, Luhn over all; a missing check digit is offered."""
    iccid = re.sub(r"[^0-9Ff]", "", text).rstrip("Ff")
    if not iccid.isdigit() or not iccid.startswith("89"):
        return Checked(iccid, "does not start with 89; a SIM number does")
    if len(iccid) == 18:
        return Checked(iccid, "has 18 digits: the check digit seems to be missing", iccid + luhn_digit(iccid))
    if len(iccid) not in (19, 20):
        return Checked(iccid, f"has {len(iccid)} digits; a SIM number has 19 or 20")
    if luhn_holds(iccid):
        return Checked(iccid)
    if len(iccid) == 19:
        offer = iccid + luhn_digit(iccid)
        return Checked(iccid, "has a wrong check digit, or lacks the check digit of a 20-digit number", offer)
    return Checked(iccid, "has a wrong check digit: read it again")


def check_imei(text: str) -> Checked:
    """This function will check a phone's IMEI: 15 digits with Luhn. 16 digits are an IMEISV, without check digit."""
    imei = digits_of(text)
    if len(imei) == 14:
        return Checked(imei, "has 14 digits: the check digit seems to be missing", imei + luhn_digit(imei))
    if len(imei) == 16:
        return Checked(imei)
    if len(imei) != 15:
        return Checked(imei, f"has {len(imei)} digits; an IMEI has 15 (dial *#06# to see it)")
    return Checked(imei, "" if luhn_holds(imei) else "has a wrong check digit: read it again")


def check_eid(text: str) -> Checked:
    """This function will check an eSIM chip's EID: 32 digits, the whole mod 97 is 1, any start."""
    eid = digits_of(text)
    if len(eid) == 30:
        return Checked(eid, "has 30 digits: the two check digits seem to be missing", eid + eid_check_digits(eid))
    if len(eid) != 32:
        return Checked(eid, f"has {len(eid)} digits; an EID has 32")
    return Checked(eid, "" if int(eid) % 97 == 1 else "has wrong check digits: read it again")


def check_aba(text: str) -> Checked:
    """This function will check a US bank routing number: weights 3-7-1; all zeros pass the sum, so refuse them."""
    aba = digits_of(text)
    if len(aba) != 9 or aba == "000000000":
        return Checked(aba, "is not a bank routing number: nine digits, not all zero")
    total = sum(weight * int(digit) for weight, digit in zip((3, 7, 1) * 3, aba, strict=True))
    return Checked(aba, "" if total % 10 == 0 else "has a wrong check digit: read it again")
