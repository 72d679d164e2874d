"""The committee's chapter of the rulebook as fields of its form."""

from coopcouncil.kernel.forms import BooleanField, Form
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import number_of, share_of


class CommitteeFields(Form):
    """Seats, terms, retirement."""

    committee_seats = number_of("committee_seats", lazy("Seats on the committee"))
    committee_cooptions = number_of("committee_cooptions", lazy("Most people co-opted at one time"))
    committee_of_members = BooleanField(lazy("Elected committee members must be members"))
    committee_employees = number_of(
        "committee_employees", lazy("Most employees on the committee at one time")
    )
    retirement_share = share_of(
        lazy("Share of the elected who retire at each annual meeting (0 for none)")
    )
    committee_term_years = number_of(
        "committee_term_years", lazy("Longest term between two elections, in years (0 for no end)")
    )
    committee_most_years = number_of(
        "committee_most_years", lazy("Most years on the committee in a row (0 for no limit)")
    )
