"""From which day those elected have their seats; whom, stands beside it on the page."""

from coopcouncil.kernel.forms import DateField, Form, InputRequired
from coopcouncil.kernel.i18n import lazy


class SeatsForm(Form):
    """The day."""

    since = DateField(lazy("From which day do they have their seats?"), [InputRequired()])
