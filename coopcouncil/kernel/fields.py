"""The fields that WTForms lacks: dates in three boxes, times and money as people write them."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import wtforms
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.utils import unset_value

from coopcouncil.kernel.dates import month_number
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Several of a few choices."""


class DateField(wtforms.Field):  # type: ignore[misc]
    """A date in three boxes: day, month, year. Months may be words."""

    parts: tuple[str, str, str] = ("", "", "")
    wrong_parts: frozenset[str] = frozenset()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        if data is unset_value:
            data = self.default() if callable(self.default) else self.default
        self.object_data = self.data = data
        self.raw_data: list[str] = []
        if data is not None:
            self.parts = (str(data.day), str(data.month), str(data.year))
        if formdata is None:
            return
        names = [f"{self.name}-{part}" for part in ("day", "month", "year")]
        if not any(name in formdata for name in names):
            self.data = None
            return
        day, month, year = (formdata.get(name, "").strip() for name in names)
        self.parts, self.data = (day, month, year), None
        self.raw_data = [f"{day} {month} {year}".strip()]
        if self.raw_data[0]:
            self._read()

    def _read(self) -> None:
        names = ("day", "month", "year")
        self.wrong_parts = frozenset(
            n for n, part in zip(names, self.parts, strict=True) if not part
        )
        if self.wrong_parts:
            self.process_errors = [_missing_part(self.wrong_parts)]
            return
        try:
            self.data = _date(*self.parts)
        except (ValueError, OverflowError):
            self.wrong_parts = frozenset(names)
            self.process_errors = [gettext("Enter a real date, like 21 11 2026.")]


class TimeField(StringField):  # type: ignore[misc]
    """A time of day, as people write it: 5pm, 5.30 pm, 17:00, midday."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = read_time(valuelist[0])
            except ValueError:
                raise ValueError(gettext("Enter a time, like 5 pm or 17:30.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if self.data is not None else ""


class MoneyField(StringField):  # type: ignore[misc]
    """An amount in pounds and pence, as `Money`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = Money.read(valuelist[0])
            except ValueError:
                raise ValueError(gettext("Enter an amount of money, like 1,234.50.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data).replace("£", "") if self.data is not None else ""


_COMPONENTS: Sequence[tuple[type[Any], str]] = (
    (DateField, "date"),
    (TimeField, "time"),
    (MoneyField, "money"),
    (HiddenField, "hidden"),
    (RadioField, "radios"),
    (SelectMultipleField, "checkboxes"),
    (SelectField, "select"),
    (BooleanField, "checkbox"),
    (FileField, "file"),
    (TextAreaField, "textarea"),
    (IntegerField, "number"),
    (EmailField, "email"),
)


def component(field: Any) -> str:
    """Which component of `_macros/fields.html` shows the field."""
    return next((name for kind, name in _COMPONENTS if isinstance(field, kind)), "input")


def first_id(field: Any) -> str:
    """The id of the field's first input: where an error's link leads."""
    if isinstance(field, DateField):
        part = next((p for p in ("day", "month", "year") if p in field.wrong_parts), "day")
        return f"{field.id}-{part}"
    return str(field.id)


_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]|y[bhp])?\.?m?\.?")
_NAMED_TIMES = {"midday": 12, "noon": 12, "hanner dydd": 12, "midnight": 0, "hanner nos": 0}


def read_time(text: str) -> time:
    """A time of day from what people type; ValueError for anything else.

    >>> read_time("5.30 pm"), read_time("17:00"), read_time("5 yh")
    (datetime.time(17, 30), datetime.time(17, 0), datetime.time(17, 0))
    """
    plain = " ".join(text.lower().replace("y.h.", "yh").replace("y.b.", "yb").split())
    if plain in _NAMED_TIMES:
        return time(_NAMED_TIMES[plain])
    match = _CLOCK.fullmatch(plain)
    if not match or not (match[2] or match[3]):
        raise ValueError("not a time")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("not a time")
        hour = hour % 12 + (0 if half in ("a", "yb") else 12)
    return time(hour, minute)


def _date(day: str, month: str, year: str) -> date:
    if not (day.isascii() and day.isdigit() and year.isascii() and year.isdigit()):
        raise ValueError("not a date")
    if not (month.isascii() and month.isdigit()):
        month = str(month_number(month))
    if len(year) != 4:
        raise ValueError("a year has four figures")
    # Further out nobody means it, and the days around it can no longer be reckoned.
    if not 1000 <= int(year) <= 9000:
        raise ValueError("not a year of ours")
    return date(int(year), int(month), int(day))


def _missing_part(missing: frozenset[str]) -> str:
    if missing == {"day"}:
        return gettext("The date needs a day.")
    if missing == {"month"}:
        return gettext("The date needs a month.")
    if missing == {"year"}:
        return gettext("The date needs a year.")
    return gettext("The date needs a day, a month and a year.")
