"""Dates, times, sums and numbers as the reader's language writes them, always in London."""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money


def shown_date(value: date | datetime, weekday: bool = False) -> str:
    """ "21 November 2026", or "Saturday 21 November 2026"."""
    day = _in_london(value).date() if isinstance(value, datetime) else value
    text = _written(day, "EEEE d MMMM y" if weekday else "d MMMM y", _locale())
    # Inside a sentence Welsh writes "dydd Gwener" small, where the tables have "Dydd".
    return text[0].lower() + text[1:] if weekday and language.get() == "cy" else text


def shown_month(value: date) -> str:
    """ "November 2026"."""
    return format_date(value, "LLLL y", locale=_locale())


def shown_time(value: datetime | time) -> str:
    """ "5 pm", "5:30 pm", "midday", "midnight"."""
    at = _in_london(value).time() if isinstance(value, datetime) else value
    if (at.hour, at.minute) == (12, 0):
        return gettext("midday")
    if (at.hour, at.minute) == (0, 0):
        return gettext("midnight")
    hour = f"{(at.hour + 11) % 12 + 1}" + (f":{at.minute:02}" if at.minute else "")
    # Not babel's: its Welsh says "pm".
    text = gettext("{hour} am") if at.hour < 12 else gettext("{hour} pm")
    return text.format(hour=hour)


def shown_datetime(value: datetime, weekday: bool = False) -> str:
    """ "11 December 2026 at 5 pm"."""
    text = gettext("{date} at {time}")
    return text.format(date=shown_date(value, weekday), time=shown_time(value))


def shown_money(value: Money) -> str:
    """ "£1,234.50". A bare number is refused: nobody could see whether it is pounds or pence."""
    if not isinstance(value, Money):
        raise TypeError(f"not money: {value!r}")
    return str(value)


def shown_number(value: float, places: int | None = None) -> str:
    """ "1,234"; with `places`, exactly so many after the point."""
    pattern = None if places is None else "#,##0." + "0" * places if places else "#,##0"
    return format_decimal(value, pattern, locale=_locale())


def _in_london(value: datetime) -> datetime:
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value.astimezone(LONDON)


@lru_cache(maxsize=8_192)
def _written(day: date, pattern: str, locale: str) -> str:
    # A list shows the same days again and again.
    return format_date(day, pattern, locale=locale)


def _locale() -> str:
    return {"en": "en_GB"}.get(language.get(), language.get())
