"""What people type into the pages of their account."""

from wtforms.validators import ValidationError

from coopcouncil.kernel.forms import (
    DataRequired,
    Email,
    EmailField,
    Form,
    HiddenField,
    Length,
    RadioField,
    StringField,
)
from coopcouncil.kernel.i18n import LANGUAGES, NAMES, gettext, lazy


class AddressForm(Form):
    """An e-mail address of one's own."""

    address = EmailField(
        lazy("E-mail address"), validators=[DataRequired(), Email(), Length(max=254)]
    )

    def read(self) -> str:
        """The address as it is kept."""
        return str(self.address.data).lower()


class SignInForm(AddressForm):
    """Where to send the code, and where to go on to afterwards."""

    next = HiddenField()


class CodeForm(Form):
    """The figures of a message."""

    code = StringField(lazy("Code"), validators=[DataRequired()])

    def validate_code(self, field: StringField) -> None:
        """Spaces and hyphens are how people read figures; letters are a slip."""
        figures = "".join(str(field.data).split()).replace("-", "")
        if not (figures.isascii() and figures.isdigit()):
            raise ValidationError(gettext("Enter the figures of the code, like 123456."))


class ParticularsForm(Form):
    """What to be called, and in which language to be written to."""

    name = StringField(lazy("Your name"), validators=[DataRequired(), Length(max=200)])
    language = RadioField(
        lazy("Which language should we use for you?"),
        choices=[(code, NAMES[code]) for code in LANGUAGES],
        validators=[DataRequired()],
    )


class LabelForm(Form):
    """What a passkey is called."""

    label = StringField(lazy("Name of the passkey"), validators=[DataRequired(), Length(max=100)])


class OutboxSearchForm(Form):
    """Which of the demonstration's messages to show; it stands in the address."""

    in_address = True
    q = StringField(lazy("Words of the subject, or part of an address"))
