"""What the rulebook says of payments."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext


def payments(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """When members are charged, and when a payment is late."""
    n = rules.charged_days_ahead
    yield Line(
        ("charged_days_ahead",),
        ngettext(
            "Subscriptions and rents are charged {n} day before their period begins.",
            "Subscriptions and rents are charged {n} days before their period begins.",
            n,
        ).format(n=n)
        if n
        else _("Subscriptions and rents are charged on the first day of their period."),
    )
    n = rules.payment_grace_days
    yield Line(
        ("payment_grace_days",),
        ngettext(
            "A payment is late {n} day after it was due.",
            "A payment is late {n} days after it was due.",
            n,
        ).format(n=n)
        if n
        else _("A payment is late on the day after it was due."),
    )
    yield Line(
        ("joining_paid_first",),
        _("Whoever is admitted is a member once what joining costs has arrived.")
        if rules.joining_paid_first
        else _("Whoever is admitted is a member from the day that the board names."),
    )
