"""Money as integer minor units with a currency. Nothing in Careline holds money as a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents for USD) of one currency. Only equal currencies add or compare."""

    minor: int
    currency: str = "USD"

    @classmethod
    def of(cls, major: Decimal | str | int, currency: str = "USD") -> Money:
        """This function will make money from a decimal amount of major units, rounding half up to the cent."""
        return cls(int((Decimal(major) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor) / 100

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def times(self, factor: Decimal | int) -> Money:
        """This function will multiply and round half up to the minor unit."""
        return Money(int((Decimal(self.minor) * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}; convert one of them first")

    def __str__(self) -> str:
        sign = "-" if self.minor < 0 else ""
        whole, cents = divmod(abs(self.minor), 100)
        return f"{sign}{whole:,}.{cents:02d} {self.currency}"
