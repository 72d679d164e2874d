"""A changed address, put before a second officer."""

from coopcouncil.kernel.forms import (
    DataRequired,
    Email,
    EmailField,
    Form,
    Length,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy


class ReleaseForm(Form):
    """The new address, and how we know that it is the voter's."""

    email = EmailField(
        lazy("New e-mail address"), validators=[DataRequired(), Email(), Length(max=254)]
    )
    reason = TextAreaField(
        lazy("How do you know that this is the voter’s?"),
        validators=[DataRequired(), Length(max=1000)],
    )
