"""What an annual general meeting usually does, and what meetings are usually called."""

from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext


@dataclass(frozen=True)
class Usual:
    """An item that most agendas have."""

    kind: str
    title: str
    majority: str = ""


def usual_items(_: Gettext) -> tuple[Usual, ...]:
    """The items of most annual general meetings, in their usual order."""
    return (
        Usual("other", _("Welcome and apologies")),
        Usual("other", _("Minutes of the last general meeting")),
        Usual("report", _("Report of the board")),
        Usual("report", _("Accounts and balance sheet for the year")),
        Usual("auditors", _("Appointment of the auditors"), "ordinary"),
        Usual("election", _("Election of directors")),
        Usual("other", _("Close of the meeting")),
    )


def usual_title(is_agm: bool, year: int, _: Gettext) -> str:
    """What the meeting is called unless the secretary says otherwise."""
    text = _("Annual general meeting {year}") if is_agm else _("General meeting {year}")
    return text.format(year=year)
