"""Homes, allocation, and what arrears change, as fields."""

from coopcouncil.kernel.forms import BooleanField, Form, RadioField
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.chapters.housing import Allocating, Homes
from coopcouncil.organisations.forms.numbers import number_of

HOMES = [
    (Homes.NONE.value, lazy("No homes")),
    (Homes.LET.value, lazy("Yes, to members and to others")),
    (Homes.FULLY_MUTUAL.value, lazy("Yes, and it is fully mutual: tenants and members are one")),
]
ALLOCATING = [
    (Allocating.PANEL.value, lazy("A panel’s scores")),
    (Allocating.POINTS.value, lazy("A scheme of points")),
]


class HousingFields(Form):
    """The chapter on homes."""

    homes = RadioField(lazy("Does the organisation let homes?"), choices=HOMES)
    allocating = RadioField(lazy("What decides who is offered a home?"), choices=ALLOCATING)
    panel_number = number_of("panel_number", lazy("How many of the panel must have scored"))
    panel_score_most = number_of(
        "panel_score_most", lazy("Highest score that one of them may give")
    )
    refusals_allowed = number_of("refusals_allowed", lazy("Offers that an applicant may refuse"))
    arrears_bar_transfer = BooleanField(lazy("Members in arrears cannot ask for another home"))
    arrears_bar_allocation = BooleanField(lazy("No home is offered to a member in arrears"))
    arrears_record_days = number_of(
        "arrears_record_days", lazy("Days before the day that decides when arrears are looked at")
    )
