"""As at which day, as known at which moment a page is asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.requests import Request

from coopcouncil.kernel import clock
from coopcouncil.officers.forms import DayForm


@dataclass(frozen=True)
class Asked:
    """The two times of a page."""

    form: DayForm
    on: date
    known_at: datetime | None

    @property
    def is_past(self) -> bool:
        """Whether anything but today is asked for."""
        return self.on != clock.today() or self.known_at is not None


def asked_of(request: Request) -> Asked:
    """What the address asks for; what cannot be read is today, and the form says so."""
    form = DayForm(request.query_params)
    form.validate()
    known = form.known.data
    known_at = clock.end_of(known) - timedelta(microseconds=1) if known else None
    return Asked(form, form.on.data or clock.today(), known_at)
