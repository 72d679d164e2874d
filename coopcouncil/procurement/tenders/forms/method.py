"""Lots and criteria."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
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
from coopcouncil.procurement.figures import FigureField
from coopcouncil.procurement.kinds import (
    CriterionKind,
    Formula,
    Reservation,
)
from coopcouncil.procurement.labels import (
    FORMULAS,
    KINDS,
    RESERVATIONS,
)
from coopcouncil.procurement.tenders.actions.lots import LotDraft
from coopcouncil.procurement.tenders.actions.scales import BandDraft, ScaleDraft
from coopcouncil.procurement.tenders.forms.choices import choices
from coopcouncil.procurement.tenders.models import Criterion
from coopcouncil.procurement.tenders.rules.criteria import CriterionDraft


class LotForm(Form):
    """One lot."""

    title = StringField(lazy("Title"), [InputRequired(), Length(max=200)])
    title_cy = StringField(lazy("Title in Welsh"), [Optional(), Length(max=200)])
    value = MoneyField(lazy("Estimated value"), [InputRequired()])
    reservation = RadioField(
        lazy("Who may bid?"),
        [InputRequired()],
        choices=choices(RESERVATIONS),
        default=Reservation.NONE.value,
    )
    reserved_because = TextAreaField(
        lazy("Why may it be reserved, and how does a bidder show that it belongs?"),
        [Optional(), Length(max=5_000)],
    )
    seen = HiddenField()

    def draft(self) -> LotDraft:
        """What was typed."""
        return LotDraft(
            title=self.title.data,
            title_cy=self.title_cy.data or "",
            value=self.value.data or Money(0),
            reservation=Reservation(self.reservation.data),
            reserved_because=self.reserved_because.data or "",
        )


def _number_or_none(text: Any) -> int | None:
    return int(text) if text else None


class CriterionForm(Form):
    """One criterion."""

    code = StringField(
        lazy("Code"),
        [InputRequired(), Length(max=20)],
        description=lazy("As bidders see it. For example: 2.1."),
    )
    title = StringField(lazy("Title"), [InputRequired(), Length(max=300)])
    title_cy = StringField(lazy("Title in Welsh"), [Optional(), Length(max=300)])
    kind = RadioField(lazy("How does it earn points?"), [InputRequired()], choices=choices(KINDS))
    parent = SelectField(lazy("Under which group?"), [Optional()], coerce=_number_or_none)
    lot = SelectField(
        lazy("For which lot?"),
        [Optional()],
        coerce=_number_or_none,
        description=lazy("What is under a group is in the group’s lot."),
    )
    weight = FigureField(
        lazy("Weight in per cent, within its group"),
        [Optional()],
        description=lazy("A condition has none."),
    )
    is_social = BooleanField(lazy("It counts to social value"))
    question = TextAreaField(
        lazy("What should bidders say?"),
        [Optional(), Length(max=10_000)],
    )
    question_cy = TextAreaField(
        lazy("What should bidders say? In Welsh"), [Optional(), Length(max=10_000)]
    )
    scale = SelectField(lazy("Scale, for an answer in words"), [Optional()], coerce=_number_or_none)
    measure = SelectField(lazy("Measure that it counts"), [Optional()], coerce=_number_or_none)
    formula = SelectField(
        lazy("Formula, for a figure or a price"),
        [Optional()],
        choices=[("", lazy("None")), *choices(FORMULAS)],
        default="",
    )
    target = FigureField(
        lazy("Target of the figure, or price that earns nothing"),
        [Optional()],
        description=lazy("Where the formula has one."),
    )
    threshold = FigureField(
        lazy("What a bid must reach"),
        [Optional()],
        description=lazy(
            "Points of the scale, the figure itself, per cent of a group; for a price, the most. "
            "A bid that misses it fails."
        ),
    )
    words_limit = IntegerField(
        lazy("Most words of an answer"), [Optional(), NumberRange(min=1, max=50_000)]
    )
    files_allowed = BooleanField(lazy("Bidders may add files"))
    seen = HiddenField()

    def offer(
        self,
        parents: Sequence[tuple[int, str]],
        lots: Sequence[tuple[int, str]],
        scales: Sequence[tuple[int, str]],
        measures: Sequence[tuple[int, str]],
    ) -> None:
        """What there is to choose from in this tender."""
        self.parent.choices = [("", gettext("None: it stands at the top")), *_texts(parents)]
        self.lot.choices = [("", gettext("Every lot")), *_texts(lots)]
        self.scale.choices = [("", gettext("None")), *_texts(scales)]
        self.measure.choices = [("", gettext("None")), *_texts(measures)]
        if len(lots) < 2:
            del self.lot

    def validate_weight(self, field: FigureField) -> None:
        """A share of a hundred."""
        if field.data is not None and not 0 <= field.data <= 100:
            raise ValidationError(gettext("Enter a number from 0 to 100."))

    def validate_kind(self, field: RadioField) -> None:
        """With what it needs: an empty box of its own is asked nothing."""
        if field.data == CriterionKind.SCALE.value and not self.scale.data:
            raise ValidationError(gettext("Choose the scale that it is scored by."))
        needs = (CriterionKind.FIGURE.value, CriterionKind.PRICE.value)
        if field.data in needs and not self.formula.data:
            raise ValidationError(gettext("Choose the formula that it is scored by."))

    def draft(self) -> CriterionDraft:
        """What was typed."""
        return CriterionDraft(
            code=self.code.data,
            kind=CriterionKind(self.kind.data),
            title=self.title.data,
            title_cy=self.title_cy.data or "",
            weight=self.weight.data if self.weight.data is not None else Decimal(),
            question=self.question.data or "",
            question_cy=self.question_cy.data or "",
            is_social=self.is_social.data,
            lot_id=self.lot.data if "lot" in self else None,
            parent_id=self.parent.data,
            scale_id=self.scale.data,
            formula=Formula(self.formula.data) if self.formula.data else None,
            target=self.target.data,
            threshold=self.threshold.data,
            measure_id=self.measure.data,
            words_limit=self.words_limit.data,
            files_allowed=self.files_allowed.data,
        )


def _texts(pairs: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(str(number), text) for number, text in pairs]


class BandForm(Form):
    """One band of a scale; an empty one is left out."""

    points = FigureField(lazy("Points"), [Optional()])
    title = StringField(lazy("Name"), [Optional(), Length(max=100)])
    title_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    wording = TextAreaField(lazy("Wording"), [Optional(), Length(max=2_000)])
    wording_cy = TextAreaField(lazy("Wording in Welsh"), [Optional(), Length(max=2_000)])

    @property
    def is_empty(self) -> bool:
        """Nothing was typed."""
        return self.points.data is None and not any(
            (self.title.data, self.title_cy.data, self.wording.data, self.wording_cy.data)
        )

    def validate_points(self, field: FigureField) -> None:
        """Not below nought; at most two places, as the table keeps them."""
        if field.data is None:  # What cannot be read has been said already.
            return
        if field.data < 0 or field.data > 100_000 or field.data != round(field.data, 2):
            raise ValidationError(
                gettext("Points are nought or more, with at most two decimal places.")
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """A band that is begun has its points and its name: an empty box is asked nothing."""
        good = super().validate(extra_validators)
        if self.is_empty:
            return good
        if self.points.data is None and not self.points.errors:
            self.wrong(gettext("Say how many points this band gives."), "points")
            good = False
        if not self.title.data:
            self.wrong(gettext("Give this band a name."), "title")
            good = False
        return good


class ScaleForm(Form):
    """A scale with its bands."""

    name = StringField(lazy("Name of the scale"), [InputRequired(), Length(max=100)])
    bands = FieldList(FormField(BandForm), min_entries=2, max_entries=21)
    seen = HiddenField()

    def draft(self) -> ScaleDraft:
        """What was typed."""
        return ScaleDraft(
            self.name.data,
            tuple(
                BandDraft(
                    points=band.form.points.data,
                    title=band.form.title.data or "",
                    title_cy=band.form.title_cy.data or "",
                    wording=band.form.wording.data or "",
                    wording_cy=band.form.wording_cy.data or "",
                )
                for band in self.bands
                if not band.form.is_empty
            ),
        )


def weights_form(rows: Sequence[Criterion]) -> type[Form]:
    """A box for the weight of each criterion that has one, named after its number."""
    boxes: dict[str, Any] = {
        f"w{row.id}": FigureField(f"{row.code} {row.title}", [InputRequired()], default=row.weight)
        for row in rows
        if row.kind is not CriterionKind.CONDITION
    }
    return type("WeightsForm", (Form,), {**boxes, "seen": HiddenField()})


class CopyForm(Form):
    """An earlier tender whose method is taken over."""

    of = RadioField(lazy("Which tender’s method?"), [InputRequired()], coerce=int)
