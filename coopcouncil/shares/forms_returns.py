"""What is typed about interest and dividends."""

from coopcouncil.kernel.forms import (
    DateField,
    FileField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import share_of


class InterestForm(Form):
    """Interest on shares over some days."""

    since = DateField(lazy("From"), [InputRequired()])
    to = DateField(lazy("To the end of"), [InputRequired()])
    rate = share_of(lazy("Interest in a year"), description=lazy("For example 2.5%."))


class DividendForm(Form):
    """A part of the surplus by purchases."""

    bought_since = DateField(lazy("From"), [InputRequired()])
    bought_to = DateField(lazy("To the end of"), [InputRequired()])
    pot = MoneyField(lazy("What is shared out"), [InputRequired()])
    table = FileField(
        lazy("Purchases (CSV)"),
        description=lazy("A row for each member: the member number and what they bought."),
    )


class DecideForm(Form):
    """What the members decided."""

    on = DateField(lazy("Day in the books"), [InputRequired()])
    decision = StringField(
        lazy("Where was it decided?"),
        [InputRequired(), Length(max=200)],
        description=lazy("For example: annual meeting of 4 June, resolution 5."),
    )
