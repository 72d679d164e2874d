"""What is typed of a loan that is agreed: signing, money, changes, lists."""

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Email,
    EmailField,
    FileField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.forms import Keyed
from coopcouncil.savings.loans.forms import PercentField, a_sum, choices
from coopcouncil.savings.loans.kinds import Signing, Way
from coopcouncil.savings.loans.labels import EVERY, HOLDS, SIGNINGS, WAYS


class SignForm(Form):
    """That an agreement was signed."""

    on = DateField(lazy("Signed on"), [InputRequired()])
    how = RadioField(
        lazy("How?"), choices=choices(SIGNINGS, Signing.PAPER), default=Signing.PAPER.value
    )


class OwnSignForm(Form):
    """The member signs."""

    agree = BooleanField(
        lazy("I have read the agreement, and I agree to pay the loan back as it says"),
        [InputRequired()],
    )


class PayOutForm(Form):
    """How a loan goes to the member."""

    on = DateField(lazy("On which day?"), [InputRequired()])
    way = RadioField(
        lazy("How?"),
        choices=[
            (Way.BANK.value, lazy("To the member’s bank account, by the next payment run")),
            (Way.CASH.value, lazy("In cash")),
        ],
        default=Way.BANK.value,
    )


class PaymentForm(Keyed):
    """A payment that came."""

    amount = MoneyField(lazy("How much?"), [InputRequired(), a_sum])
    on = DateField(lazy("On which day?"), [InputRequired()])
    way = RadioField(
        lazy("How?"),
        choices=choices(WAYS, Way.CASH, Way.BANK, Way.PAYROLL),
        default=Way.CASH.value,
    )


class ExtraForm(Form):
    """What an extra payment is to change."""

    why = RadioField(lazy("What should the extra payment change?"))


class WhyForm(Form):
    """Why something is done."""

    reason = TextAreaField(lazy("Why?"), [InputRequired(), Length(max=300)])


class SetOffForm(Form):
    """Savings set against a loan; after a death, who is told."""

    estate = StringField(
        lazy("Who deals with the estate?"),
        [Optional(), Length(max=150)],
        description=lazy("Only after a death: the executor, or who keeps the papers."),
    )
    email = EmailField(
        lazy("Their e-mail address"),
        [Optional(), Email(), Length(max=254)],
        description=lazy("If they have none, print the letter on the loan’s page."),
    )


class HolidayForm(Form):
    """Some payments later."""

    payments_off = IntegerField(
        lazy("How many payments are left out?"), [InputRequired(), NumberRange(1, 26)]
    )
    reason = TextAreaField(lazy("Why?"), [InputRequired(), Length(max=300)])


class RescheduleForm(Form):
    """Other payments on all that is owed."""

    first_on = DateField(lazy("First payment on"), [InputRequired()])
    every = SelectField(lazy("Paid"), choices=choices(EVERY))
    payments = IntegerField(lazy("Number of payments"), [InputRequired(), NumberRange(1, 1300)])
    rate_parts = PercentField(
        lazy("Interest for a month, in per cent"),
        [InputRequired()],
        description=lazy("0 lets no more interest run."),
    )
    reason = TextAreaField(lazy("Why?"), [InputRequired(), Length(max=300)])


class HoldForm(Form):
    """Why no letters go."""

    kind = RadioField(lazy("What has happened?"), choices=choices(HOLDS))
    since = DateField(
        lazy("Since when?"),
        [InputRequired()],
        description=lazy("After a death: the day of the death. No interest runs from then on."),
    )
    note = TextAreaField(
        lazy("Note"),
        [Optional(), Length(max=2000)],
        description=lazy("After a death: who looks after the estate, and how to reach them."),
    )


class LatestForm(Form):
    """As at which day."""

    on = DateField(lazy("As at the end of"), [InputRequired()])


class SearchForm(Form):
    """Which loans."""

    in_address = True

    q = StringField(lazy("Name, member or loan number"), [Optional(), Length(max=80)])
    state = SelectField(lazy("State"), [Optional()])
    band = SelectField(lazy("Late"), [Optional()])


class EmployerForm(Form):
    """An employer who pays from wages."""

    name = StringField(lazy("Employer"), [InputRequired(), Length(max=100)])
    contact = StringField(lazy("Whom to write to"), [Optional(), Length(max=200)])


class PlaceForm(Form):
    """A loan on a payroll."""

    number = IntegerField(lazy("Loan number"), [InputRequired(), NumberRange(1, 10**12)])
    reference = StringField(lazy("The employer’s reference"), [InputRequired(), Length(max=40)])


class ListForm(Form):
    """A list that came with money."""

    on = DateField(lazy("Money came on"), [InputRequired()])
    total = MoneyField(lazy("Money that came"), [InputRequired(), a_sum])
    file = FileField(
        lazy("The list"),
        description=lazy("A CSV file of up to 5,000 lines: a reference, then an amount."),
    )
    text = TextAreaField(lazy("Or paste it here"), [Optional()])


class GuarantorForm(Form):
    """Who is to answer for a loan: a member by number, anybody else by name."""

    member = StringField(lazy("Member number, if they are a member"), [Optional(), Length(max=40)])
    name = StringField(lazy("Name"), [Optional(), Length(max=150)])
    address = TextAreaField(lazy("Postal address"), [Optional(), Length(max=500)])
    email = EmailField(lazy("E-mail address"), [Optional(), Email(), Length(max=254)])
    most = MoneyField(lazy("The most that they answer for"), [InputRequired(), a_sum])


class AgreedForm(Form):
    """That a guarantor agreed."""

    on = DateField(lazy("Signed on"), [InputRequired()])
    evidence = StringField(
        lazy("What have you seen?"),
        [InputRequired(), Length(max=300)],
        description=lazy("For example: guarantee signed, witness named, advised to ask a lawyer."),
    )


class CallForm(Form):
    """What a guarantor is asked for."""

    amount = MoneyField(lazy("How much?"), [InputRequired(), a_sum])
