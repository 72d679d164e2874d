"""What the rulebook says of two people."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext


def checks(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """Who prepares never checks; from which sum a second person is needed."""
    sentences = {
        "check_refund_from": (
            _("Every refund needs two people."),
            _("A refund of {sum} or more needs two people."),
        ),
        "check_write_off_from": (
            _("Every debt that is written off, and every charge taken off, needs two people."),
            _("Writing off a debt or taking off a charge of {sum} or more needs two people."),
        ),
        "check_loan_from": (
            _("Every loan needs two people."),
            _("A loan of {sum} or more needs two people."),
        ),
        "check_withdrawal_from": (
            _("Every withdrawal of shares or savings needs two people."),
            _("A withdrawal of {sum} or more needs two people."),
        ),
        "check_payment_run_from": (
            _("Every payment run needs two people."),
            _("A payment run of {sum} or more needs two people."),
        ),
    }
    for name, (always, above) in sentences.items():
        pence = getattr(rules, name)
        yield Line((name,), above.format(sum=Money(pence)) if pence else always)
    yield Line(
        ("check_payee_change",),
        _("Another bank account for somebody who is paid needs two people.")
        if rules.check_payee_change
        else _("One person may record another bank account for somebody who is paid."),
    )
    n = rules.check_days
    yield Line(
        ("check_days",),
        ngettext(
            "What nobody has checked after {n} day is dropped.",
            "What nobody has checked after {n} days is dropped.",
            n,
        ).format(n=n),
    )
