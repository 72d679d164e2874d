"""Giving and taking a role, and a council's listing."""

from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    DataRequired,
    DateField,
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
from coopcouncil.organisations.kinds import Asking, Role


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


class PostForm(Form):
    """What an organisation needs or offers."""

    kind = RadioField(
        lazy("Is it something you need or offer?"),
        choices=[
            (Asking.NEED.value, lazy("We need it")),
            (Asking.OFFER.value, lazy("We offer it")),
        ],
        validators=[DataRequired()],
    )
    text = StringField(lazy("In English"), validators=[DataRequired(), Length(max=500)])
    text_cy = StringField(lazy("In Welsh"), validators=[Length(max=500)])
    contact = StringField(
        lazy("Who to talk to"),
        validators=[Length(max=300)],
        description=lazy("An address or a number of the organisation, not of a member."),
    )
    readers = RadioField(
        lazy("Who may read it?"),
        choices=[
            ("council", lazy("The officers of the council that lists us")),
            ("public", lazy("Everybody, on the council’s public page")),
        ],
        validators=[DataRequired()],
    )
    until = DateField(lazy("Until when?"), description=lazy("Leave empty if it has no end."))
