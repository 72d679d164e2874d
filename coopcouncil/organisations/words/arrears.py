"""What the rulebook says of late payments."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext


def reminders(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """When a member is written to."""
    n = rules.first_reminder_days
    yield Line(
        ("first_reminder_days",),
        ngettext(
            "A member is reminded {n} day after a payment counts as late.",
            "A member is reminded {n} days after a payment counts as late.",
            n,
        ).format(n=n)
        if n
        else _("There is no first reminder of a late payment."),
    )
    n = rules.second_reminder_days
    yield Line(
        ("second_reminder_days",),
        ngettext(
            "A second reminder, which offers help, goes {n} day after a payment counts as late.",
            "A second reminder, which offers help, goes {n} days after a payment counts as late.",
            n,
        ).format(n=n)
        if n
        else _("There is no second reminder."),
    )
    n = rules.third_reminder_days
    yield Line(
        ("third_reminder_days",),
        ngettext(
            "A last reminder goes {n} day after a payment counts as late.",
            "A last reminder goes {n} days after a payment counts as late.",
            n,
        ).format(n=n)
        if n
        else _("There is no last reminder."),
    )


def retries(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """When a payment that failed is tried again."""
    n = rules.debit_retries
    yield Line(
        ("debit_retries",),
        ngettext(
            "A payment that failed is tried again {n} time at most.",
            "A payment that failed is tried again {n} times at most.",
            n,
        ).format(n=n)
        if n
        else _("A payment that failed is not tried again by itself."),
    )
    n = rules.debit_retry_days
    yield Line(
        ("debit_retry_days",),
        ngettext(
            "It is tried again {n} day after it failed.",
            "It is tried again {n} days after it failed.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("retry_fees_most",),
        _("Trying one payment costs the organisation {sum} in fees at most.").format(
            sum=Money(rules.retry_fees_most)
        ),
    )
