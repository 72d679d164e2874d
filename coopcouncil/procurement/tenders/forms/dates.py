"""Until when bidders may ask and bid."""

import re
from datetime import datetime, time
from typing import Any

from coopcouncil.kernel.clock import LONDON, london
from coopcouncil.kernel.forms import (
    DateField,
    Form,
    HiddenField,
    Length,
    Optional,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.procurement.tenders.actions.particulars import Times

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


class ClockField(StringField):  # type: ignore[misc]
    """A time of day to the second: 12:00, or 12:00:00."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not (valuelist and valuelist[0].strip()):
            return
        match = _CLOCK.fullmatch(valuelist[0].strip())
        try:
            if match is None:
                raise ValueError
            self.data = time(int(match[1]), int(match[2]), int(match[3] or 0))
        except ValueError:
            raise ValueError(gettext("Enter a time, like 12:00 or 12:00:00.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data is not None else ""


class DatesForm(Form):
    """Until when bidders may ask and bid, by the clock in London."""

    questions_on = DateField(lazy("Last day for questions"), [Optional()])
    questions_at = ClockField(lazy("Time"), [Optional()], default=time(17))
    closes_on = DateField(lazy("Last day for bids"), [Optional()])
    closes_at = ClockField(
        lazy("Time of the deadline"),
        [Optional()],
        default=time(12),
        description=lazy("To the second, by the clock in London. For example: 12:00:00."),
    )
    short_because = TextAreaField(
        lazy("Why do bidders have less than 25 days?"),
        [Optional(), Length(max=2_000)],
        description=lazy("Only where they have. The reason is published."),
    )
    seen = HiddenField()

    @staticmethod
    def of(
        questions_until: datetime | None, closes_at: datetime | None, short_because: str
    ) -> dict[str, Any]:
        """What stands, as the boxes have it."""
        found: dict[str, Any] = {"short_because": short_because}
        for name, at in (("questions", questions_until), ("closes", closes_at)):
            if at is not None:
                local = at.astimezone(LONDON)
                found[f"{name}_on"] = local.date()
                found[f"{name}_at"] = local.time().replace(tzinfo=None)
        return found

    def times(self) -> Times:
        """The instants."""
        return Times(
            _instant(self.questions_on, self.questions_at),
            _instant(self.closes_on, self.closes_at),
            self.short_because.data or "",
        )


def _instant(on: DateField, at: ClockField) -> datetime | None:
    if on.data is None:
        return None
    return london(on.data, at.data or time(12))
