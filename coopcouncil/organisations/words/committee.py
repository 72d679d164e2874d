"""The committee's chapter in words."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext, share


def committee(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """Seats, terms, retirement."""
    n = rules.committee_seats
    yield Line(
        ("committee_seats",),
        ngettext(
            "The committee has at most {n} seat.", "The committee has at most {n} seats.", n
        ).format(n=n),
    )
    n = rules.committee_cooptions
    yield Line(
        ("committee_cooptions",),
        ngettext(
            "At most {n} of them is co-opted, until the next annual meeting.",
            "At most {n} of them are co-opted, until the next annual meeting.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("committee_of_members",),
        _("Whoever is elected to the committee must be a member.")
        if rules.committee_of_members
        else _("Whoever is elected to the committee need not be a member."),
    )
    n = rules.committee_employees
    yield Line(
        ("committee_employees",),
        ngettext(
            "At most {n} of the committee is an employee.",
            "At most {n} of the committee are employees.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("retirement_share",),
        _(
            "At each annual meeting the number nearest to {share} of those elected retires, the "
            "longest in office first; all retire at the first annual meeting."
        ).format(share=share(rules.retirement_share))
        if rules.retirement_share
        else _("Nobody on the committee retires by rotation."),
    )
    n = rules.committee_term_years
    yield Line(
        ("committee_term_years",),
        ngettext(
            "Nobody sits for more than {n} year without another election.",
            "Nobody sits for more than {n} years without another election.",
            n,
        ).format(n=n)
        if n
        else _("An election to the committee has no fixed term."),
    )
    n = rules.committee_most_years
    yield Line(
        ("committee_most_years",),
        ngettext(
            "Whoever has been on the committee for {n} year in a row cannot be elected again "
            "at once.",
            "Whoever has been on the committee for {n} years in a row cannot be elected again "
            "at once.",
            n,
        ).format(n=n)
        if n
        else _("Nobody has to leave the committee for having been on it long."),
    )
