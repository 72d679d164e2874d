"""Sums of money, in whole pence."""

import re
from dataclasses import dataclass
from typing import Self

_READABLE = re.compile(r"\s*(-?)\s*£?\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?\s*")


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in integer pence; never a float.

    >>> str(Money(123450))
    '£1,234.50'
    """

    pence: int

    def __post_init__(self) -> None:
        if type(self.pence) is not int:
            raise TypeError("money is whole pence")

    @classmethod
    def read(cls, text: str) -> Self:
        """Read "£1,234.50", "12" or "12.5"; ValueError for anything else."""
        match = _READABLE.fullmatch(text)
        if not match:
            raise ValueError("not an amount of money")
        sign, pounds, pence = match.groups()
        total = int(pounds.replace(",", "")) * 100 + int((pence or "0").ljust(2, "0"))
        return cls(-total if sign else total)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.pence + other.pence)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.pence - other.pence)

    def __neg__(self) -> Self:
        return type(self)(-self.pence)

    def __bool__(self) -> bool:
        return self.pence != 0

    def __str__(self) -> str:
        sign = "-" if self.pence < 0 else ""
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{sign}£{pounds:,}.{pence:02}"
