"""What bidders type, and what the council types about bids."""

from collections.abc import Sequence
from decimal import Decimal

from starlette.datastructures import UploadFile

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    Email,
    EmailField,
    FileField,
    Form,
    HiddenField,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from coopcouncil.kernel.i18n import LANGUAGES, NAMES, gettext, lazy
from coopcouncil.procurement.bids.actions.questions import Answering
from coopcouncil.procurement.bids.actions.suppliers import SupplierDraft
from coopcouncil.procurement.bids.kinds import Scheme
from coopcouncil.procurement.bids.labels import SCHEMES
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.bids.rules.answers import Asked, figure_of
from coopcouncil.procurement.bids.rules.paper import Answered, shown
from coopcouncil.procurement.kinds import CriterionKind

KINDS = {
    "is_small": lazy("A small or medium-sized enterprise"),
    "is_social": lazy("A voluntary, community or social enterprise, or a co-operative"),
    "is_supported_employment": lazy("A supported employment provider"),
    "is_service_mutual": lazy("A public service mutual"),
}


class SupplierForm(Form):
    """An organisation that bids."""

    name = StringField(
        lazy("Name of the organisation"),
        [InputRequired(), Length(max=200)],
        description=lazy("As it is registered."),
    )
    scheme = SelectField(
        lazy("Where is it registered?"),
        choices=[(one.value, text) for one, text in SCHEMES.items()],
    )
    number = StringField(lazy("Number in that register"), [Optional(), Length(max=40)])
    address = TextAreaField(lazy("Address"), [Optional(), Length(max=500)])
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])
    kinds = CheckboxesField(
        lazy("What is it?"),
        choices=list(KINDS.items()),
        description=lazy("Tick all that are true. Some tenders are for such organisations alone."),
    )

    def validate_number(self, field: StringField) -> None:
        """A register without a number, or the other way round, finds nobody."""
        if self.scheme.data and not field.data:
            raise ValidationError(gettext("Enter the number in that register."))
        if field.data and not self.scheme.data:
            raise ValidationError(gettext("Choose the register that this number is in."))

    def draft(self) -> SupplierDraft:
        """What it says of itself."""
        chosen = set(self.kinds.data or ())
        return SupplierDraft(
            name=self.name.data,
            scheme=Scheme(self.scheme.data or "").value,
            number=(self.number.data or "").upper().replace(" ", ""),
            address=self.address.data or "",
            postcode=(self.postcode.data or "").upper(),
            **{key: key in chosen for key in KINDS},
        )

    @classmethod
    def of(cls, supplier: Supplier) -> "SupplierForm":
        """The form as it stands."""
        names = ("name", "scheme", "number", "address", "postcode")
        said = {name: getattr(supplier, name) for name in names}
        return cls(data={**said, "kinds": [key for key in KINDS if getattr(supplier, key)]})


class InviteForm(Form):
    """A supplier that is asked to bid."""

    name = StringField(lazy("Name of the organisation"), [InputRequired(), Length(max=200)])
    scheme = SelectField(
        lazy("Where is it registered?"),
        choices=[(one.value, text) for one, text in SCHEMES.items()],
    )
    number = StringField(lazy("Number in that register"), [Optional(), Length(max=40)])
    email = EmailField(lazy("E-mail address"), [InputRequired(), Email(), Length(max=254)])
    language = RadioField(
        lazy("Language of the letter"), choices=[(one, NAMES[one]) for one in LANGUAGES]
    )

    def draft(self) -> SupplierDraft:
        """What is known of it."""
        number = (self.number.data or "").upper().replace(" ", "")
        return SupplierDraft(self.name.data, self.scheme.data if number else "", number)


class ColleagueForm(Form):
    """Somebody else who acts for the organisation."""

    email = EmailField(
        lazy("E-mail address of a colleague"),
        [InputRequired(), Email(), Length(max=254)],
        description=lazy("They can then write, hand in and withdraw its bids, as you can."),
    )


class ChoiceForm(Form):
    """For which of several organisations."""

    supplier = RadioField(lazy("For which organisation do you bid?"), [InputRequired()])

    def offer(self, suppliers: Sequence[Supplier]) -> None:
        """Those that the reader acts for, and a new one."""
        self.supplier.choices = [
            *((str(one.id), one.name) for one in suppliers),
            ("new", gettext("Another organisation")),
        ]


class LotsForm(Form):
    """For which lots."""

    lots = CheckboxesField(
        lazy("Which lots do you bid for?"),
        [InputRequired()],
        description=lazy("What you wrote for a lot that you leave out is not kept."),
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """The lots of the tender."""
        self.lots.choices = list(choices)


class AnswerForm(Form):
    """One answer: only the fields that its question wants."""

    version = HiddenField()
    figure = StringField("", [Optional(), Length(max=60)])
    yes = RadioField(
        "",
        [Optional()],
        choices=[("yes", lazy("Yes")), ("no", lazy("No"))],
    )
    text = TextAreaField("", [Optional()])

    def ask(self, asked: Asked) -> None:
        """Leave what this question wants."""
        wanted = {"version"}
        if asked.wants_figure:
            wanted.add("figure")
            price = asked.kind is CriterionKind.PRICE
            self.figure.label.text = (
                gettext("Your price in pounds")
                if price
                else (
                    gettext("Your figure ({unit})").format(unit=asked.unit)
                    if asked.unit
                    else gettext("Your figure")
                )
            )
        if asked.kind is CriterionKind.CONDITION:
            wanted.add("yes")
            self.yes.label.text = gettext("Do you meet this condition?")
        if asked.wants_words_besides:
            self.text.label.text = gettext("How will you do it?")
        else:
            self.text.label.text = gettext("Your answer")
        if asked.kind is CriterionKind.SCALE or asked.wants_words_besides:
            wanted.add("text")
        for name in list(self._fields):
            if name not in wanted:
                del self[name]

    def fill(self, answer: Answered, version: int) -> None:
        """As it stands in the draft."""
        self.version.data = str(version)
        if "figure" in self:
            self.figure.data = "" if answer.figure is None else shown(answer.figure)
        if "yes" in self:
            self.yes.data = None if answer.yes is None else ("yes" if answer.yes else "no")
        if "text" in self:
            self.text.data = answer.text

    def answer(self) -> Answered:
        """What was typed; a figure that cannot be read is refused."""
        figure: Decimal | None = None
        if "figure" in self:
            figure = figure_of(self.figure.data or "")
        yes = {"yes": True, "no": False}.get(self.yes.data or "") if "yes" in self else None
        return Answered((self.text.data or "") if "text" in self else "", figure, yes)

    def began_with(self) -> int:
        """The version of the draft that the page showed."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def read(self) -> Answered | None:
        """The answer, or none and the sentence at its field."""
        try:
            return self.answer()
        except Refused as refusal:
            self.refuse(refusal, "figure")
            return None


class UploadForm(Form):
    """A file."""

    file = FileField(lazy("File"))

    def upload(self) -> UploadFile | None:
        """What was chosen; none and a sentence where nothing was."""
        found = self.file.data
        if isinstance(found, UploadFile) and found.filename:
            return found
        self.wrong(gettext("Choose a file."), "file")
        return None


class HandInForm(Form):
    """What a bidder states when handing in."""

    true_and_complete = BooleanField(
        lazy("I may act for this organisation, and what the bid says is true and complete."),
        [InputRequired()],
    )
    grounds = RadioField(
        lazy("Does any exclusion ground of the Procurement Act 2023 apply to your organisation?"),
        choices=[("no", lazy("None applies")), ("yes", lazy("One or more may apply"))],
        validators=[InputRequired()],
    )
    explained = TextAreaField(
        lazy("If one may apply, which, and what was done about it since?"),
        [Optional(), Length(max=5_000)],
    )

    def validate_explained(self, field: TextAreaField) -> None:
        """A ground without a word about it would only be asked about again."""
        if self.grounds.data == "yes" and not field.data:
            raise ValidationError(gettext("Say which, and what was done about it."))

    def statements(self) -> dict[str, object]:
        """As they stand in what is handed in."""
        return {
            "true_and_complete": True,
            "grounds_may_apply": self.grounds.data == "yes",
            "explained": self.explained.data or "",
        }


class QuestionForm(Form):
    """A bidder's question."""

    text = TextAreaField(
        lazy("Your question"),
        [InputRequired(), Length(max=5_000)],
        description=lazy(
            "The answer goes to everybody who bids. Do not say who you are, or what you will offer."
        ),
    )


class AnswerQuestionForm(Form):
    """The question for all to read, and its answer."""

    question = TextAreaField(
        lazy("The question, as everybody will read it"),
        [InputRequired(), Length(max=5_000)],
        description=lazy("Take out whatever would tell who asked."),
    )
    answer = TextAreaField(lazy("The answer"), [InputRequired(), Length(max=10_000)])
    question_cy = TextAreaField(lazy("The question in Welsh"), [Optional(), Length(max=5_000)])
    answer_cy = TextAreaField(lazy("The answer in Welsh"), [Optional(), Length(max=10_000)])

    def said(self) -> Answering:
        """Both, in both languages."""
        return Answering(
            self.question.data,
            self.answer.data,
            self.question_cy.data or "",
            self.answer_cy.data or "",
        )


class LetInForm(Form):
    """Why a late bid is opened all the same."""

    because = TextAreaField(
        lazy("Why is this late bid let in?"),
        [InputRequired(), Length(max=2_000)],
        description=lazy("It stands in the record of the opening, which a bidder may ask for."),
    )
