"""What is asked for a copy of the register, and written down of a request to see it."""

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    Optional,
    RadioField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.organisations.kinds import COMPANIES, LegalForm
from coopcouncil.statutory.kinds import Capacity, Wish
from coopcouncil.statutory.labels import ANSWERS, CAPACITIES, WISHES, answers_for, capacities_for

_MOST_FEE = 100_000_00


class CopyForm(Form):
    """A copy of the register."""

    on = DateField(lazy("As at the end of"), description=lazy("Empty means today."))
    known = DateField(
        lazy("As known at the end of"),
        description=lazy("Empty means as known now, with every later correction."),
    )
    extent = RadioField(
        lazy("How much of it?"),
        choices=[
            ("whole", lazy("The whole register, with shares and other property")),
            ("duplicate", lazy("The duplicate for inspection, without shares and property")),
        ],
        default="duplicate",
    )
    with_former = BooleanField(lazy("With those who have left"))
    form = RadioField(
        lazy("Form"),
        choices=[("pdf", lazy("PDF, to print")), ("csv", lazy("Lists (CSV in a ZIP)"))],
        default="pdf",
    )
    purpose = StringField(
        lazy("What is the copy for?"),
        [InputRequired(), Length(max=200)],
        description=lazy("Kept in the record of copies."),
    )

    def offer(self, form: LegalForm) -> None:
        """A company's register has no duplicate: all of it is open."""
        if form in COMPANIES:
            del self.extent


class RequestForm(Form):
    """Somebody asks to see the register."""

    asked_on = DateField(lazy("Day on which they asked"), [InputRequired()])
    name = StringField(lazy("Name"), [InputRequired(), Length(max=200)])
    capacity = RadioField(lazy("As what do they ask?"), [InputRequired()])
    member_number = StringField(lazy("Member number"), [Optional(), Length(max=40)])
    postal_address = TextAreaField(lazy("Postal address"), [Optional(), Length(max=1000)])
    on_behalf_of = StringField(
        lazy("For whom do they ask, if not for themselves?"), [Optional(), Length(max=200)]
    )
    wish = RadioField(
        lazy("What do they ask for?"),
        choices=[(wish.value, text) for wish, text in WISHES.items()],
        default=Wish.LOOK.value,
    )
    purpose = TextAreaField(lazy("What for?"), [Optional(), Length(max=1000)])
    disclosed_to = TextAreaField(
        lazy("To whom will it be disclosed, and what for?"),
        [Optional(), Length(max=1000)],
        description=lazy("If to nobody, write “nobody”."),
    )
    fee = MoneyField(lazy("Fee asked"))

    def offer(self, form: LegalForm) -> None:
        """Fill the choices; the fee and disclosure are a company's questions."""
        self.capacity.choices = [(c.value, CAPACITIES[c]) for c in capacities_for(form)]
        if form not in COMPANIES:
            del self.fee
            del self.disclosed_to

    def validate(self, extra_validators: object = None) -> bool:
        """Whether everything could be read; a fee is no less than nothing."""
        good = super().validate(extra_validators)
        fee = self.fee.data if self.fee else None
        if fee is not None and not 0 <= fee.pence <= _MOST_FEE:
            self.wrong(gettext("Enter an amount of money, like 1,234.50."), "fee")
            good = False
        return good

    @property
    def asks_as(self) -> Capacity:
        """As what they ask."""
        return Capacity(self.capacity.data)


class AnswerForm(Form):
    """What was done about a request."""

    answer = RadioField(lazy("What was done?"), [InputRequired()])
    answered_on = DateField(lazy("On which day?"), [InputRequired()])
    words = TextAreaField(
        lazy("What were they told or shown?"),
        [Optional(), Length(max=2000)],
    )

    def offer(self, form: LegalForm) -> None:
        """Fill the choices."""
        self.answer.choices = [(answer.value, ANSWERS[answer]) for answer in answers_for(form)]
