"""The two times of a page: as at which day, and as known on which. They stand in its address."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.requests import Request

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import DateField, Form
from coopcouncil.kernel.i18n import lazy


class TwoTimesForm(Form):
    """The two days that a page asks for."""

    in_address = True
    on = DateField(lazy("As at the end of"))
    known = DateField(lazy("As known at the end of"))


@dataclass(frozen=True)
class TwoTimes:
    """What is asked for: a day, and the moment of knowing; without one, what is known now."""

    form: TwoTimesForm
    on: date
    known_at: datetime | None

    @property
    def is_past(self) -> bool:
        """Whether anything but today, as known now, is asked for: such a page changes nothing."""
        return self.on != clock.today() or self.known_at is not None

    @property
    def past_day(self) -> date | None:
        """The day, where anything but today is asked for; today, what is to come counts too."""
        return self.on if self.is_past else None

    @property
    def moment(self) -> datetime:
        """The last moment that counts, of what is noted as it happens."""
        ends = clock.end_of(self.on) - timedelta(microseconds=1)
        return min(ends, self.known_at or clock.now())

    def knew(self, recorded_at: datetime | None) -> bool:
        """Whether what was recorded then was known already; None was never recorded."""
        if recorded_at is None:
            return False
        return self.known_at is None or recorded_at <= self.known_at


def times_asked(request: Request) -> TwoTimes:
    """What the address asks for; what cannot be read is today, and the form says so."""
    form = TwoTimesForm(request.query_params)
    form.validate()
    known = form.known.data
    known_at = clock.end_of(known) - timedelta(microseconds=1) if known else None
    return TwoTimes(form, form.on.data or clock.today(), known_at)
