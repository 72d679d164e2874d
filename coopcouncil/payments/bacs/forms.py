"""What is typed about one's own Direct Debits."""

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    InputRequired,
    Length,
    RadioField,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.bacs.kinds import ClaimOutcome
from coopcouncil.payments.bacs.labels import OUTCOMES
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


class OwnAccountForm(AccountForm):
    """The member's other account."""

    holder = BooleanField(
        lazy("The account is mine, and I alone may allow Direct Debits from it"),
        [InputRequired()],
    )


class ClaimForm(Form):
    """What follows a claim under the Guarantee."""

    outcome = RadioField(
        lazy("What follows?"),
        [InputRequired()],
        choices=[(one.value, text) for one, text in OUTCOMES.items()],
    )
    reason = StringField(
        lazy("Why?"),
        [InputRequired(), Length(max=300)],
        description=lazy("For example: spoke with the member on 4 June; they will pay by cash."),
    )

    @property
    def chosen(self) -> ClaimOutcome:
        return ClaimOutcome(self.outcome.data)
