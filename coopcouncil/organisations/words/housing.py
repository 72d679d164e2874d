"""Homes, allocation, and what arrears change, in plain words."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.chapters.housing import Allocating, Homes
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext


def homes(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """Who is let a home, and how that is decided."""
    yield Line(
        ("homes",),
        {
            Homes.NONE: _("The organisation lets no homes."),
            Homes.LET: _("The organisation lets homes, to members and to others."),
            Homes.FULLY_MUTUAL: _(
                "The organisation is fully mutual: its tenants are members, and its members are "
                "tenants or prospective tenants."
            ),
        }[rules.homes],
    )
    yield Line(
        ("allocating",),
        _("A panel’s scores decide who is offered a home.")
        if rules.allocating is Allocating.PANEL
        else _("Points decide who is offered a home."),
    )
    n = rules.panel_number
    yield Line(
        ("panel_number",),
        ngettext(
            "{n} of the panel must have scored, not counting those who stand aside.",
            "{n} of the panel must have scored, not counting those who stand aside.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("panel_score_most",),
        _("Each of the panel gives a score from 0 to {most}.").format(most=rules.panel_score_most),
    )
    n = rules.refusals_allowed
    yield Line(
        ("refusals_allowed",),
        ngettext(
            "An applicant may refuse {n} offer of a home and stay on the list.",
            "An applicant may refuse {n} offers of a home and stay on the list.",
            n,
        ).format(n=n),
    )


def arrears(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """What arrears change about homes, and when they are looked at."""
    yield Line(
        ("arrears_bar_transfer",),
        _("A member in arrears cannot ask for another home.")
        if rules.arrears_bar_transfer
        else _("A member in arrears may ask for another home."),
    )
    yield Line(
        ("arrears_bar_allocation",),
        _("No home is offered to a member in arrears.")
        if rules.arrears_bar_allocation
        else _("A home may be offered to a member in arrears."),
    )
    n = rules.arrears_record_days
    yield Line(
        ("arrears_record_days",),
        _("Arrears are looked at on the day that decides.")
        if n == 0
        else ngettext(
            "Arrears are looked at {n} day before the day that decides.",
            "Arrears are looked at {n} days before the day that decides.",
            n,
        ).format(n=n),
    )
