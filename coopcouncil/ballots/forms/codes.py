"""A letter's code as somebody types it."""

from coopcouncil.kernel.forms import Form, InputRequired, Length, StringField
from coopcouncil.kernel.i18n import lazy


class CodeForm(Form):
    """Where the code goes."""

    code = StringField(lazy("Your code"), validators=[InputRequired(), Length(max=60)])
