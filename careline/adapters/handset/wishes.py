"""What a customer is willing to do, and how they answer an offer. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from careline.domains.diagnosis.ports import Consent, Offer

_DATA = re.compile(r"\b(gb|gigabytes?|more data|add data|extra data)\b", re.IGNORECASE)
_BILL = re.compile(r"payment request|overdue|unpaid|outstanding", re.IGNORECASE)
_WANTS_DATA = re.compile(r"willing to refuel\s+(\d+(?:\.\d+)?)\s*GB", re.IGNORECASE)
_PAYS = re.compile(r"(asks? you to pay a bill, you accept|willing to pay)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What this customer would agree to. Anything free of charge is welcome; anything else not named here is not."""

    data_gb: Decimal | None = None  # gigabytes they would buy; None for none
    pays_bills: bool = False

    def answer(self, offer: Offer) -> Consent:
        """This function will return the answer to an offer; data in their own quantity, never above the most."""
        if _is_data(offer):
            return self._data(offer)
        if _BILL.search(offer.words):
            return Consent(self.pays_bills)
        return Consent(_is_free(offer))

    def _data(self, offer: Offer) -> Consent:
        if self.data_gb is None:
            return Consent(False)
        return Consent(True, self.data_gb if offer.at_most is None else min(self.data_gb, offer.at_most))


def wishes(text: str) -> Wishes:
    """This function will read a customer's wishes from how a case describes them."""
    wanted = _WANTS_DATA.search(text)
    return Wishes(Decimal(wanted[1]) if wanted else None, bool(_PAYS.search(text)))


def _is_data(offer: Offer) -> bool:
    return offer.at_most is not None or (not _is_free(offer) and bool(_DATA.search(offer.words)))


def _is_free(offer: Offer) -> bool:
    return offer.price_each is None or offer.price_each.minor == 0
