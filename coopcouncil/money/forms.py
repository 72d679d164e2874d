"""Which days a statement is of."""

from coopcouncil.kernel.forms import DateField, Form, InputRequired
from coopcouncil.kernel.i18n import lazy


class StatementForm(Form):
    """It stands in the address."""

    in_address = True

    since = DateField(lazy("From"), [InputRequired()])
    to = DateField(lazy("Up to"), [InputRequired()])
