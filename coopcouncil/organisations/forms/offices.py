"""Giving and taking a role, and a council's listing."""

from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    DataRequired,
    Email,
    EmailField,
    Form,
    Length,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.kinds import Role


class GrantForm(Form):
    """Who gets which role."""

    email = EmailField(
        lazy("E-mail address"), validators=[DataRequired(), Email(), Length(max=254)]
    )
    name = StringField(lazy("Name"), validators=[DataRequired(), Length(max=200)])
    role = RadioField(lazy("Role"), validators=[DataRequired()], coerce=Role)
    over_cluster = BooleanField(lazy("Also in all of our schools"))
    reason = StringField(lazy("Decided by"), validators=[Length(max=300)])


class ReasonForm(Form):
    """Why a role is taken back."""

    reason = StringField(
        lazy("Why is it taken back?"), validators=[DataRequired(), Length(max=300)]
    )


class ListingForm(Form):
    """Which organisation goes on the list, with a line about it."""

    listed = SelectField(lazy("Organisation"), validators=[DataRequired()], coerce=int)
    note = TextAreaField(lazy("What it does, in English"), validators=[Length(max=500)])
    note_cy = TextAreaField(lazy("What it does, in Welsh"), validators=[Length(max=500)])

    def offer(self, choices: list[tuple[int, Any]]) -> None:
        """The organisations that may be listed."""
        self.listed.choices = choices
