"""Fictional identifiers with sound check digits. Pure.

Numbers: exchange 555 of every North American area code. The 100 numbers kept for stories (555-0100 to 555-0199) come
first; when they are used up, the rest of the 555 exchange follows, which is never given to subscribers either.
SIMs: issuer 999 and the test network 001-01. Phones: type codes that begin with 00 (test phones).
"""

from __future__ import annotations

from functools import cache

from careline.kernel.identifiers import check_msisdn, eid_check_digits, is_geographic, luhn_digit

PER_AREA_CODE = 10_000
STORY_NUMBERS = 20
"""The first twenty numbers of the first area code belong to the story customers."""


@cache
def area_codes() -> tuple[str, ...]:
    """This function will give all geographic area codes that the numbering plan allows."""
    codes = (f"{code}" for code in range(200, 1000))
    return tuple(code for code in codes if code[1:] != "00" and _is_sound(f"+1{code}5550100"))


def _is_sound(number: str) -> bool:
    return is_geographic(number) and check_msisdn(number).ok


def most_numbers(markets: int) -> int:
    """This function will tell how many lines can get a number, when they spread evenly over the markets."""
    return len(area_codes()) // markets * markets * (PER_AREA_CODE - STORY_NUMBERS)


def number_for(n: int, *, market: int, markets: int) -> str:
    """This function will give the n-th number of a market, as E.164; area codes are dealt out to markets in turn."""
    mine = area_codes()[market::markets]
    code, place = mine[n % len(mine)], n // len(mine) + STORY_NUMBERS
    if place >= PER_AREA_CODE:
        raise ValueError(f"there are no numbers left in market {market}; at most {most_numbers(markets):,} lines")
    return f"+1{code}555{(100 + place) % PER_AREA_CODE:04d}"


def story_number(n: int) -> str:
    """This function will give the n-th number of the story customers."""
    return f"+1{area_codes()[0]}555{100 + n:04d}"


def iccid_for(n: int) -> str:
    """This function will give a SIM number: 89, country 1, issuer 999, twelve digits, check digit."""
    body = f"891999{n:012d}"
    return body + luhn_digit(body)


def imsi_for(n: int) -> str:
    """This function will give an IMSI of the test network."""
    return f"00101{n:010d}"


def imei_for(n: int, model: int) -> str:
    """This function will give an IMEI: a test type code for the model, six digits, check digit."""
    body = f"00{(10_000 + model * 1_000 + n // 1_000_000) % 1_000_000:06d}{n % 1_000_000:06d}"
    return body + luhn_digit(body)


def eid_for(n: int) -> str:
    """This function will give the number of an eSIM chip with its two check digits."""
    body = f"89001999{n:022d}"
    return body + eid_check_digits(body)
