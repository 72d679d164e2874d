"""Numbers and shares as a rulebook's form asks for them."""

from fractions import Fraction
from typing import Any

from coopcouncil.kernel.forms import (
    Form,
    InputRequired,
    IntegerField,
    NumberRange,
    StopValidation,
    StringField,
)
from coopcouncil.kernel.i18n import gettext
from coopcouncil.organisations.statute import RANGES
from coopcouncil.organisations.words import share


class ShareField(StringField):  # type: ignore[misc]
    """A share as people write it: 75%, 2/3."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist:
            try:
                self.data = read_share(valuelist[0])
            except ValueError:
                raise ValueError(gettext("Enter a share like 75% or 2/3.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return share(self.data) if self.data is not None else ""


def read_share(text: str) -> Fraction:
    """A share from what people type; ValueError for anything else.

    >>> read_share("75 %"), read_share("2/3")
    (Fraction(3, 4), Fraction(2, 3))
    """
    plain = text.replace(" ", "").replace(",", ".")
    parts = plain.removesuffix("%")
    readable = parts.replace(".", "", 1).replace("/", "", 1)
    if not (readable.isascii() and readable.isdigit() and 0 < len(readable) <= 8):
        raise ValueError("not a share")
    try:
        value = Fraction(parts)
    except ZeroDivisionError:
        raise ValueError("not a share") from None
    return value / 100 if plain.endswith("%") else value


def number_of(name: str, label: Any, **kw: Any) -> IntegerField:
    """A parameter that is a whole number, within its range."""
    low, high = RANGES[name]
    range_ = NumberRange(low, high)
    return IntegerField(label, validators=[InputRequired(), is_readable, range_], **kw)


def is_readable(_form: Form, field: IntegerField) -> None:
    """One error is enough: what is no number is in no range either."""
    if field.process_errors:
        raise StopValidation


def share_of(label: Any, **kw: Any) -> ShareField:
    """A parameter that is a share."""
    return ShareField(label, validators=[InputRequired()], **kw)
