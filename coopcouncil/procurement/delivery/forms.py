"""What suppliers, recipients and contract managers write about promises."""

from decimal import Decimal

from wtforms import DecimalField

from coopcouncil.kernel.forms import (
    DateField,
    FileField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    Optional,
    RadioField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.delivery.actions.reporting import ReportDraft
from coopcouncil.procurement.delivery.kinds import Answered, Decided, Remedy
from coopcouncil.procurement.delivery.labels import ANSWERS, DECISIONS, REMEDIES

ENTER_DAY = lazy("Enter the day.")
ENTER_AMOUNT = lazy("Enter an amount above nought, like 12 or 2.5.")
SAY = lazy("Say it in a sentence.")
NOTHING = Decimal(0)


class AmountField(DecimalField):  # type: ignore[misc]
    """A number as people write it; what is none says how to write one."""

    def __init__(self, label: object, **kw: object) -> None:
        super().__init__(label, places=None, **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        """1,234.5 and 1234.5 alike."""
        self.data = None
        if valuelist and valuelist[0].strip():
            text = valuelist[0].strip().replace(",", "")
            try:
                self.data = Decimal(text)
            except ArithmeticError as trouble:
                raise ValueError(str(ENTER_AMOUNT)) from trouble
            if not self.data.is_finite() or abs(self.data.adjusted()) > 12:
                self.data = None
                raise ValueError(str(ENTER_AMOUNT))
            if self.data.as_tuple().exponent < -4:  # type: ignore[operator]
                self.data = None
                raise ValueError(str(lazy("Enter at most four places after the point.")))


class ReportForm(Form):
    """What was done, with its evidence."""

    amount = AmountField(lazy("How much was done?"), validators=[InputRequired(ENTER_AMOUNT)])
    since = DateField(lazy("From"), [InputRequired(ENTER_DAY)])
    until = DateField(lazy("To"), [InputRequired(ENTER_DAY)])
    words = TextAreaField(
        lazy("What was done, in your words"),
        [InputRequired(SAY), Length(max=4000)],
        description=lazy("The recipient and the council read it. Name nobody who was helped."),
    )
    file = FileField(lazy("Evidence"), description=lazy("A PDF, a JPEG or a PNG, up to 10 MB"))

    def draft(self, language: str) -> ReportDraft:
        """What was written."""
        assert self.amount.data is not None
        return ReportDraft(
            self.since.data, self.until.data, self.amount.data, self.words.data, language
        )


class AnswerForm(Form):
    """Whether it came."""

    answered = RadioField(
        lazy("Did it come?"),
        [InputRequired(lazy("Choose one."))],
        choices=[(k.value, v) for k, v in ANSWERS.items()],
    )
    part = AmountField(
        lazy("How much of it came?"),
        validators=[Optional()],
        description=lazy("Only where a part of it came."),
    )
    words = TextAreaField(
        lazy("In your words"),
        [Optional(), Length(max=4000)],
        description=lazy("Needed where not all of it came. The supplier and the council read it."),
    )

    def said(self) -> Answered:
        """What was chosen."""
        return Answered(self.answered.data)


class LinkAnswerForm(AnswerForm):
    """The same from somebody without an account."""

    name = StringField(
        lazy("Your name or office"),
        [InputRequired(lazy("Say who answers.")), Length(max=200)],
        description=lazy("The supplier and the council read it."),
    )


class DecideForm(Form):
    """What counts of a dispute."""

    decided = RadioField(
        lazy("What counts?"),
        [InputRequired(lazy("Choose one."))],
        choices=[(k.value, v) for k, v in DECISIONS.items()],
    )
    part = AmountField(lazy("How much counts?"), validators=[Optional()])
    words = TextAreaField(lazy("Reason"), [InputRequired(SAY), Length(max=4000)])

    def chosen(self) -> Decided:
        """What was chosen."""
        return Decided(self.decided.data)


class RemedyForm(Form):
    """What is done about a promise that is late."""

    remedy = RadioField(
        lazy("What is done?"),
        [InputRequired(lazy("Choose one."))],
        choices=[(k.value, v) for k, v in REMEDIES.items() if k is not Remedy.REPLACED],
    )
    words = TextAreaField(lazy("In words"), [InputRequired(SAY), Length(max=4000)])
    by_day = DateField(lazy("To be put right by"), [Optional()])
    sum = MoneyField(
        lazy("Sum kept back"),
        [Optional()],
        description=lazy("It is noted here. No money moves by it."),
    )
