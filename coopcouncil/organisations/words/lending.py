"""What the rulebook says of loans."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext


def lending(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """How a credit union lends."""
    yield Line(
        ("loan_above_shares", "loans_higher_capital"),
        (
            _(
                "A member of a credit union may owe {sum} more than the shares attached to loans, "
                "or 1.5% of all shares where that is more."
            )
            if rules.loans_higher_capital
            else _(
                "A member of a credit union may owe at most {sum} more than the shares attached "
                "to loans."
            )
        ).format(sum=Money(rules.loan_above_shares)),
    )
    n = rules.loan_years_unsecured
    yield Line(
        ("loan_years_unsecured",),
        ngettext(
            "An unsecured loan is paid back within {n} year.",
            "An unsecured loan is paid back within {n} years.",
            n,
        ).format(n=n),
    )
    n = rules.loan_years_secured
    yield Line(
        ("loan_years_secured",),
        ngettext(
            "A secured loan is paid back within {n} year.",
            "A secured loan is paid back within {n} years.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("loan_large_percent", "loan_large_total_percent"),
        _(
            "One large exposure is at most {one}% of the capital, and all of them together "
            "at most {all}%."
        ).format(one=rules.loan_large_percent, all=rules.loan_large_total_percent),
    )
    yield Line(
        ("loan_corporate_percent",),
        _("Loans to organisations are at most {n}% of all loans.").format(
            n=rules.loan_corporate_percent
        ),
    )
    yield Line(
        ("loan_letter_days_1", "loan_letter_days_2", "loan_letter_days_3"),
        _(
            "Whoever misses a payment of a loan is written to after {first}, {second} and {third} "
            "days."
        ).format(
            first=rules.loan_letter_days_1,
            second=rules.loan_letter_days_2,
            third=rules.loan_letter_days_3,
        ),
    )
    yield Line(
        ("provision_general",),
        _("For every loan {n}% of what is owed is set aside.").format(n=rules.provision_general),
    )
    yield Line(
        ("provision_after_90", "provision_after_180", "provision_after_365"),
        _(
            "For loans that are late it is {first}% after 90 days, {second}% after 180 days and "
            "{third}% after a year."
        ).format(
            first=rules.provision_after_90,
            second=rules.provision_after_180,
            third=rules.provision_after_365,
        ),
    )
