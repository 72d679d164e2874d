"""Figures as people type them: read exactly, never as floats."""

import re
from decimal import Decimal

from coopcouncil.kernel.forms import StringField
from coopcouncil.kernel.i18n import gettext

_READABLE = re.compile(r"(-?)\s*£?\s*(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,4}))?\s*%?", re.ASCII)


def read_figure(text: str) -> Decimal:
    """A number with at most four decimal places; ValueError for anything else.

    >>> read_figure("1,234.50"), read_figure(" 12 %")
    (Decimal('1234.50'), Decimal('12'))
    """
    match = _READABLE.fullmatch(text.strip())
    if not match:
        raise ValueError("not a figure")
    sign, whole, part = match.groups()
    return (
        Decimal(f"{sign}{whole.replace(',', '')}.{part or '0'}")
        if part
        else Decimal(f"{sign}{whole.replace(',', '')}")
    )


class FigureField(StringField):  # type: ignore[misc]
    """A number, as a `Decimal`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = read_figure(valuelist[0])
            except ValueError:
                raise ValueError(gettext("Enter a number, like 12.5.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        text = format(self.data, "f")
        return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
