"""The chapter on joining as fields of the rulebook's form."""

from coopcouncil.kernel.forms import (
    BooleanField,
    Form,
    Length,
    RadioField,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.chapters.joining import VotingPlace
from coopcouncil.organisations.forms.numbers import number_of


class JoiningFields(Form):
    """Who may join, in which constituency, and how membership ends."""

    admission_by_board = BooleanField(lazy("The board decides on each application"))
    organisation_members = BooleanField(lazy("Organisations may be members"))
    common_bond = StringField(
        lazy("What all members have in common"),
        [Length(max=300)],
        default="",
        description=lazy("Applicants declare it. Leave empty where the rules ask for nothing."),
    )
    common_bond_cy = StringField(
        lazy("What all members have in common, in Welsh"), [Length(max=300)], default=""
    )
    constituency_needs = StringField(
        lazy("What each constituency asks of applicants"),
        [Length(max=1000)],
        default="",
        description=lazy(
            "By its short name: employment, tenancy, child, school or bond, and ages, such as "
            "“staff: employment; learners: school from 5 under 19”."
        ),
    )
    voting_constituency = RadioField(
        lazy("Where does somebody vote who fits several constituencies?"),
        choices=[
            (VotingPlace.ASKED.value, lazy("Where they choose")),
            (VotingPlace.ORDER.value, lazy("In the first of an order")),
        ],
    )
    constituency_order = StringField(
        lazy("The order of constituencies"),
        [Length(max=500)],
        default="",
        description=lazy("Their short names, parted by commas, such as “staff, parents”."),
    )
    voteless_classes = StringField(
        lazy("Classes of member without a vote"),
        [Length(max=500)],
        default="",
        description=lazy("Parted by commas, such as “associate, junior”."),
    )
    resignation_notice_days = number_of(
        "resignation_notice_days", lazy("Days’ notice of a resignation")
    )
    expulsion_notice_days = number_of(
        "expulsion_notice_days", lazy("Clear days’ notice of a hearing before an expulsion")
    )
    expulsion_by_meeting = BooleanField(lazy("Only a general meeting can expel a member"))
    expulsion_appeal_days = number_of(
        "expulsion_appeal_days", lazy("Days to appeal against an expulsion (0 for no appeal)")
    )
