"""What is typed about loans."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
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
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.savings.loans.actions.applying import Asked, Offered
from coopcouncil.savings.loans.labels import (
    CREDIT,
    EVERY,
    INCOME,
    OUTGOINGS,
    REASONS,
)
from coopcouncil.savings.loans.rules.dates import Every

_MOST = 100_000_000


def choices(labels: Mapping[Any, Any], *only: Any) -> list[tuple[str, Any]]:
    """The answers of a closed set."""
    return [(key.value, text) for key, text in labels.items() if not only or key in only]


def a_sum(_form: Form, field: MoneyField) -> None:
    """More than nothing, and no slip of the finger."""
    if field.data is not None and not 0 < field.data.pence <= _MOST:
        raise ValidationError(gettext("Enter a sum above £0, up to £1,000,000."))


def _sum_or_none(_form: Form, field: MoneyField) -> None:
    if field.data is not None and not 0 <= field.data.pence <= _MOST:
        raise ValidationError(gettext("Enter a sum from £0 to £1,000,000."))


class PercentField(StringField):  # type: ignore[misc]
    """A rate for a month as people write it, 1 or 1.25 %, kept as millionths."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            plain = valuelist[0].replace("%", "").replace(" ", "")
            try:
                parts = Decimal(plain) * 10_000
            except InvalidOperation:
                parts = Decimal("0.5")
            if not parts.is_finite() or parts != int(parts) or not 0 <= parts <= 1_000_000:
                raise ValueError(gettext("Enter a rate for a month in per cent, like 1 or 1.25."))
            self.data = int(parts)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return percent(self.data) if self.data is not None else ""


def percent(parts: int) -> str:
    """Millionths as per cent.

    >>> percent(12_500), percent(30_000)
    ('1.25', '3')
    """
    return f"{(Decimal(parts) / 10_000).normalize():f}"


class ProductForm(Form):
    """A kind of loan."""

    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    about = TextAreaField(lazy("What it is for"), [Optional(), Length(max=2000)])
    about_cy = TextAreaField(lazy("What it is for, in Welsh"), [Optional(), Length(max=2000)])
    rate_parts = PercentField(
        lazy("Interest for a month, in per cent"),
        [InputRequired()],
        description=lazy("The law’s limit is 3, all charges included. There are no other charges."),
    )
    least = MoneyField(lazy("Smallest loan"), [InputRequired(), a_sum])
    most = MoneyField(lazy("Largest loan"), [InputRequired(), a_sum])
    longest_months = IntegerField(
        lazy("Longest time, in months"), [InputRequired(), NumberRange(1, 300)]
    )
    secured = BooleanField(lazy("Secured on property"))
    corporate = BooleanField(lazy("For members that are organisations"))
    attached_withdrawable = BooleanField(
        lazy("Shares attached to the loan may be withdrawn while it runs")
    )
    on_offer = BooleanField(lazy("Members can ask for it"), default=True)

    def said(self) -> Offered:
        """What was typed."""
        least, most = self.least.data or Money(0), self.most.data or Money(0)
        return Offered(
            name=self.name.data,
            name_cy=self.name_cy.data or "",
            about=self.about.data or "",
            about_cy=self.about_cy.data or "",
            rate_parts=self.rate_parts.data or 0,
            least=least,
            most=max(most, least),
            longest_months=self.longest_months.data,
            secured=bool(self.secured.data),
            corporate=bool(self.corporate.data),
            attached_withdrawable=bool(self.attached_withdrawable.data),
            on_offer=bool(self.on_offer.data),
        )


class SheetFields(Form):
    """A month of the household, line by line."""

    wages = MoneyField(INCOME["wages"], [Optional(), _sum_or_none])
    benefits = MoneyField(INCOME["benefits"], [Optional(), _sum_or_none])
    pension = MoneyField(INCOME["pension"], [Optional(), _sum_or_none])
    other_income = MoneyField(INCOME["other_income"], [Optional(), _sum_or_none])
    housing = MoneyField(OUTGOINGS["housing"], [Optional(), _sum_or_none])
    council_tax = MoneyField(OUTGOINGS["council_tax"], [Optional(), _sum_or_none])
    energy = MoneyField(OUTGOINGS["energy"], [Optional(), _sum_or_none])
    food = MoneyField(OUTGOINGS["food"], [Optional(), _sum_or_none])
    travel = MoneyField(OUTGOINGS["travel"], [Optional(), _sum_or_none])
    children = MoneyField(OUTGOINGS["children"], [Optional(), _sum_or_none])
    other_outgoings = MoneyField(OUTGOINGS["other_outgoings"], [Optional(), _sum_or_none])
    cards = MoneyField(CREDIT["cards"], [Optional(), _sum_or_none])
    loans = MoneyField(CREDIT["loans"], [Optional(), _sum_or_none])
    car = MoneyField(CREDIT["car"], [Optional(), _sum_or_none])

    def sheet(self) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """Income, outgoings, credit: the lines that are not empty, in pence."""
        return self._of(INCOME), self._of(OUTGOINGS), self._of(CREDIT)

    def _of(self, lines: Mapping[str, Any]) -> dict[str, int]:
        return {name: self[name].data.pence for name in lines if self[name].data}

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The lines as the page groups them."""
        return [
            (gettext("What comes in, in a month"), [self[name] for name in INCOME]),
            (gettext("What goes out, in a month"), [self[name] for name in OUTGOINGS]),
            (gettext("Paid on other credit, in a month"), [self[name] for name in CREDIT]),
        ]


class SheetForm(SheetFields):
    """The sheet as the officer keeps it."""

    evidence = TextAreaField(
        lazy("What was seen"),
        [Optional(), Length(max=2000)],
        description=lazy("Such as wage slips of three months, bank statements, a credit report."),
    )
    note = TextAreaField(lazy("Note"), [Optional(), Length(max=2000)])


class AskForm(SheetFields):
    """A member asks for a loan."""

    product = RadioField(lazy("Which loan?"), coerce=int)
    amount = MoneyField(lazy("How much do you want to borrow?"), [InputRequired(), a_sum])
    every = RadioField(
        lazy("How often do you want to pay?"), choices=choices(EVERY), default=Every.MONTH.value
    )
    payments = IntegerField(
        lazy("How many payments?"),
        [InputRequired(), NumberRange(1, 1300)],
        description=lazy("For example 12 monthly payments, or 52 weekly ones."),
    )
    attach = MoneyField(
        lazy("How much of your savings do you want to attach?"),
        [Optional(), _sum_or_none],
        description=lazy("They stay yours. 0 if none."),
    )
    purpose = TextAreaField(lazy("What is it for?"), [Optional(), Length(max=1000)])

    def asked(self) -> Asked:
        """What was asked for."""
        return Asked(
            self.amount.data or Money(0),
            Every(self.every.data),
            self.payments.data,
            self.attach.data or Money(0),
            self.purpose.data or "",
        )


class OfficerAskForm(AskForm):
    """An officer writes an application down."""

    members = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])


class OfferForm(Form):
    """What is to be offered."""

    amount = MoneyField(lazy("Lend"), [InputRequired(), a_sum])
    every = SelectField(lazy("Paid"), choices=choices(EVERY))
    payments = IntegerField(lazy("Number of payments"), [InputRequired(), NumberRange(1, 1300)])
    lend_on = DateField(lazy("Paid out on"), [InputRequired()])
    first_on = DateField(lazy("First payment on"), [InputRequired()])
    attach = MoneyField(lazy("Savings attached"), [Optional(), _sum_or_none])


class DeclineForm(Form):
    """Why not."""

    reasons = CheckboxesField(lazy("Why?"), choices=choices(REASONS))
    words = TextAreaField(
        lazy("In your own words"),
        [Optional(), Length(max=2000)],
        description=lazy("The member reads this too. Say what would help another time."),
    )
