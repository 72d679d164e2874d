"""What an organisation says of itself."""

from typing import Any

from coopcouncil.kernel.forms import (
    DataRequired,
    Email,
    EmailField,
    Form,
    Length,
    Optional,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.actions import Particulars


class ParticularsForm(Form):
    """Names, addresses, colour."""

    name = StringField(lazy("Name in English"), validators=[DataRequired(), Length(max=200)])
    name_cy = StringField(lazy("Name in Welsh"), validators=[Length(max=200)])
    registered_number = StringField(lazy("Registered number"), validators=[Length(max=20)])
    postal_address = TextAreaField(lazy("Postal address"), validators=[Length(max=500)])
    postcode = StringField(lazy("Postcode"), validators=[Length(max=10)])
    email = EmailField(lazy("E-mail address"), validators=[Optional(), Email(), Length(max=254)])
    telephone = StringField(lazy("Telephone"), validators=[Length(max=40)])
    brand_colour = StringField(lazy("Colour"), validators=[Length(max=7)])

    def particulars(self) -> Particulars:
        """What was typed."""
        typed: dict[str, Any] = {field.name: field.data or "" for field in self}
        typed["brand_colour"] = typed["brand_colour"].lower()
        return Particulars(**typed)
