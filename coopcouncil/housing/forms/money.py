"""What is owed, and services."""

from coopcouncil.housing.forms import choices
from coopcouncil.housing.kinds import PlanKept
from coopcouncil.housing.labels import PLANS_KEPT, PRICES_EVERY
from coopcouncil.kernel.forms import (
    DateField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy

_MOST = 100_000_000


def _sum(_form: Form, field: MoneyField) -> None:
    if field.data is not None and not 0 <= field.data.pence <= _MOST:
        raise ValidationError(gettext("Enter a sum from £0 to £1,000,000."))


class ArrearsForm(Form):
    """What a member owed as at a day."""

    members = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])
    as_at = DateField(lazy("As at the end of"), [InputRequired()])
    owed = MoneyField(lazy("Owed"), [InputRequired(), _sum], description=lazy("0 if all is paid."))
    owed_since = DateField(lazy("Owed since"), [Optional()])
    plan = RadioField(
        lazy("Is there a plan to pay it off?"),
        choices=choices(PLANS_KEPT),
        default=PlanKept.NONE.value,
    )
    reason = TextAreaField(lazy("Note"), [Optional(), Length(max=1000)])


class WhyForm(Form):
    """Why something is taken back."""

    reason = TextAreaField(lazy("Why is this put right?"), [InputRequired(), Length(max=1000)])


class ServiceForm(Form):
    """Something that the co-operative runs for its members."""

    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    about = TextAreaField(lazy("What it is"), [Optional(), Length(max=2000)])
    about_cy = TextAreaField(lazy("What it is, in Welsh"), [Optional(), Length(max=2000)])
    began_on = DateField(lazy("Runs from"), [InputRequired()])


class PlanForm(Form):
    """A way of having a service."""

    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    price = MoneyField(lazy("Price"), [InputRequired(), _sum])
    every = SelectField(lazy("The price is for"), choices=choices(PRICES_EVERY))
    since = DateField(lazy("From which day?"), [InputRequired()])


class PriceForm(Form):
    """Another price."""

    price = MoneyField(lazy("Price"), [InputRequired(), _sum])
    since = DateField(lazy("From which day?"), [InputRequired()])


class TakeForm(Form):
    """Who has a service, and in which way."""

    members = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])
    plan = RadioField(lazy("Which plan?"), coerce=int)
    since = DateField(lazy("From which day?"), [InputRequired()])


class GiveUpForm(Form):
    """When somebody gives a service up."""

    until = DateField(lazy("First day on which they no longer have it"), [InputRequired()])
