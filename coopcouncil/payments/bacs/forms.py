"""What is typed about one's own Direct Debits."""

from coopcouncil.kernel.forms import (
    DateField,
    FileField,
    Form,
    InputRequired,
    Length,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.payouts.forms import AccountForm


class MandateForm(AccountForm):
    """A signed instruction to a bank."""

    member = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])
    signed_on = DateField(lazy("Day on which it was signed"), [InputRequired()])


class EndForm(Form):
    """Why it ends."""

    because = StringField(lazy("Why does it end?"), [InputRequired(), Length(max=200)])


class CollectForm(Form):
    """A collection."""

    on = DateField(lazy("Day of collection"), [InputRequired()])


class ReportForm(Form):
    """A report from Bacs."""

    file = FileField(lazy("Report (XML)"))
