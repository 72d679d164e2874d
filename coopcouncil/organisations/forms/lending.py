"""The rulebook's questions about loans."""

from coopcouncil.kernel.forms import BooleanField, Form
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import number_of
from coopcouncil.organisations.forms.shares import pence_of


class LendingQuestions(Form):
    """Named as the parameters of `chapters/lending.py`."""

    loans_higher_capital = BooleanField(
        lazy("The credit union has the capital, and leave, to lend more and for longer")
    )
    loan_above_shares = pence_of(lazy("Most that one may owe above attached shares"))
    loan_years_unsecured = number_of(
        "loan_years_unsecured", lazy("Longest unsecured loan, in years")
    )
    loan_years_secured = number_of("loan_years_secured", lazy("Longest secured loan, in years"))
    loan_large_percent = number_of(
        "loan_large_percent", lazy("One large exposure: per cent of the capital")
    )
    loan_large_total_percent = number_of(
        "loan_large_total_percent", lazy("All large exposures: per cent of the capital")
    )
    loan_corporate_percent = number_of(
        "loan_corporate_percent", lazy("Loans to organisations: per cent of all loans")
    )
    loan_letter_days_1 = number_of(
        "loan_letter_days_1", lazy("First letter about a loan: days after a missed payment")
    )
    loan_letter_days_2 = number_of(
        "loan_letter_days_2", lazy("Second letter about a loan: days after a missed payment")
    )
    loan_letter_days_3 = number_of(
        "loan_letter_days_3", lazy("Third letter about a loan: days after a missed payment")
    )
    provision_general = number_of(
        "provision_general", lazy("Set aside for every loan: per cent of what is owed")
    )
    provision_after_90 = number_of(
        "provision_after_90", lazy("Set aside for a loan over 90 days late: per cent")
    )
    provision_after_180 = number_of(
        "provision_after_180", lazy("Set aside for a loan over 180 days late: per cent")
    )
    provision_after_365 = number_of(
        "provision_after_365", lazy("Set aside for a loan over a year late: per cent")
    )
