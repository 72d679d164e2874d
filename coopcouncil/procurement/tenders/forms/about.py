"""What is bought, by which way, and how lists are searched."""

import re

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    HiddenField,
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
from coopcouncil.procurement.kinds import (
    Procedure,
    Stage,
    Subject,
    Tie,
)
from coopcouncil.procurement.labels import (
    PROCEDURES,
    STAGES,
    SUBJECTS,
    TIES,
)
from coopcouncil.procurement.tenders.actions.particulars import Particulars
from coopcouncil.procurement.tenders.forms.choices import choices

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,39}", re.ASCII)
_CPV = re.compile(r"\d{8}(-\d)?", re.ASCII)
_TAKEN = frozenset({"work", "new"})


class SearchForm(Form):
    """What is looked for; kept in the address."""

    in_address = True

    q = StringField(lazy("Search"), [Optional(), Length(max=100)])
    stage = SelectField(
        lazy("Stage"),
        [Optional()],
        choices=[("", lazy("Every stage")), *choices(STAGES)],
        default="",
    )

    @property
    def chosen(self) -> Stage | None:
        """The stage that is asked for; none where the address says nonsense."""
        return Stage(self.stage.data) if self.stage.data in set(Stage) else None


class AboutForm(Form):
    """What is bought, and how it is judged in general."""

    title = StringField(lazy("Title"), [InputRequired(), Length(max=200)])
    title_cy = StringField(lazy("Title in Welsh"), [Optional(), Length(max=200)])
    description = TextAreaField(lazy("What is bought?"), [Optional(), Length(max=10_000)])
    description_cy = TextAreaField(
        lazy("What is bought? In Welsh"), [Optional(), Length(max=10_000)]
    )
    value = MoneyField(
        lazy("Estimated value"),
        [InputRequired()],
        description=lazy("With VAT, over the whole term with its extensions: as the law counts."),
    )
    procedure = RadioField(
        lazy("Which way of buying?"),
        [InputRequired()],
        choices=choices(PROCEDURES),
        default=Procedure.OPEN.value,
    )
    subject = RadioField(
        lazy("What is it mainly?"),
        [InputRequired()],
        choices=choices(SUBJECTS),
        default=Subject.SERVICES.value,
    )
    cpv = StringField(
        lazy("Code of the common procurement vocabulary"),
        [Optional(), Length(max=10)],
        description=lazy("For example: 85312400-3."),
    )
    area = StringField(lazy("Where is it delivered?"), [Optional(), Length(max=200)])
    starts_on = DateField(lazy("First day of the contract"), [Optional()])
    ends_on = DateField(lazy("Last day of the contract"), [Optional()])
    may_extend_until = DateField(lazy("Can be extended until"), [Optional()])
    by_invitation = BooleanField(lazy("Only those who are invited may bid"))
    names_hidden = BooleanField(
        lazy("Evaluators do not see bidders’ names while they score"), default=True
    )
    priced_apart = BooleanField(
        lazy("Nobody sees a price until every score is agreed"), default=True
    )
    tie = RadioField(
        lazy("What parts two bids with the same total?"),
        [InputRequired()],
        choices=choices(TIES),
        default=Tie.LOT.value,
    )
    tie_code = StringField(
        lazy("Code of the criterion that parts them"),
        [Optional(), Length(max=20)],
        description=lazy("Only for the first of these rules. For example: 2."),
    )
    decimals = IntegerField(
        lazy("Decimal places of the total"),
        [InputRequired(), NumberRange(min=0, max=6)],
        default=2,
        description=lazy("The sum is exact, and rounded once, at its end."),
    )
    refinement = TextAreaField(
        lazy("What of the method may be refined before final tenders?"),
        [Optional(), Length(max=2_000)],
        description=lazy(
            "Only in a competitive flexible procedure, and only if it is foretold here."
        ),
    )
    reference = StringField(
        lazy("Reference"),
        [Optional(), Length(max=40)],
        description=lazy("Leave it empty to have the next of your own row."),
    )
    seen = HiddenField()

    def validate_reference(self, field: StringField) -> None:
        """It stands in addresses."""
        text = field.data or ""
        if text and (not _REFERENCE.fullmatch(text) or text.lower() in _TAKEN):
            raise ValidationError(gettext("Use letters, figures and hyphens alone."))

    def validate_cpv(self, field: StringField) -> None:
        """Eight figures, and perhaps the one that checks them."""
        if field.data and not _CPV.fullmatch(field.data):
            raise ValidationError(gettext("A code has eight figures, like 85312400-3."))

    def validate_ends_on(self, field: DateField) -> None:
        """After it starts."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("A contract ends on its first day or later."))

    def validate_may_extend_until(self, field: DateField) -> None:
        """After it ends."""
        if field.data and self.ends_on.data and field.data < self.ends_on.data:
            raise ValidationError(gettext("An extension ends after the contract."))

    def validate_tie(self, field: RadioField) -> None:
        """Which one, where one is meant: an empty box of its own is asked nothing."""
        if field.data == Tie.SCORE.value and not self.tie_code.data:
            raise ValidationError(gettext("Say which criterion parts them."))

    def particulars(self) -> Particulars:
        """What was typed."""
        assert self.value.data is not None
        tie = Tie(self.tie.data)
        return Particulars(
            title=self.title.data,
            title_cy=self.title_cy.data or "",
            description=self.description.data or "",
            description_cy=self.description_cy.data or "",
            value=self.value.data or Money(0),
            procedure=Procedure(self.procedure.data),
            subject=Subject(self.subject.data),
            cpv=self.cpv.data or "",
            area=self.area.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            may_extend_until=self.may_extend_until.data,
            by_invitation=self.by_invitation.data,
            names_hidden=self.names_hidden.data,
            priced_apart=self.priced_apart.data,
            tie=tie,
            tie_code=(self.tie_code.data or "") if tie is Tie.SCORE else "",
            decimals=self.decimals.data,
            refinement=self.refinement.data or "",
            reference=self.reference.data or "",
        )
