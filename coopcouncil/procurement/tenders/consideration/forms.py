"""What people write before a notice."""

from collections.abc import Sequence

from babel.support import LazyProxy

from coopcouncil.kernel.forms import (
    CheckboxesField,
    DateField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.procurement.figures import FigureField
from coopcouncil.procurement.measures.labels import MATTERS
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.rules.following import NONE
from coopcouncil.procurement.tenders.consideration.kinds import Moment, Said, Topic
from coopcouncil.procurement.tenders.consideration.labels import CONSULTS, QUESTIONS, SAID
from coopcouncil.procurement.tenders.consideration.rules.assessing import Assessment
from coopcouncil.procurement.tenders.consideration.rules.law import Lift

LONG = Length(max=5_000)


class TopicForm(Form):
    """What was considered about one topic."""

    def said(self) -> dict[str, str]:
        """The texts by their questions."""
        return {f.name: str(f.data or "") for f in self if f.name in QUESTIONS}

    def offer(self, language: str) -> None:
        """Choices that depend on the language."""


class SocialValueForm(TopicForm):
    """Section 1 of the Act of 2012."""

    improve = TextAreaField(
        QUESTIONS["improve"],
        [InputRequired(), LONG],
        description=lazy("Economic, social and environmental."),
    )
    secure = TextAreaField(
        QUESTIONS["secure"],
        [InputRequired(), LONG],
        description=lazy("For example: by what is asked, by criteria, by the size of lots."),
    )
    proportion = TextAreaField(QUESTIONS["proportion"], [InputRequired(), LONG])


class ConsultingForm(TopicForm):
    """Whether to consult."""

    whether = RadioField(QUESTIONS["whether"], [InputRequired()], choices=[*CONSULTS.items()])
    whom = TextAreaField(QUESTIONS["whom"], [InputRequired(), LONG])
    result = TextAreaField(QUESTIONS["result"], [LONG])

    def validate_result(self, field: TextAreaField) -> None:
        """Whoever has consulted can say what came of it."""
        if self.whether.data == "yes" and not field.data:
            raise ValidationError(gettext("Say what came of it, or that it is not done yet."))


class WellBeingForm(TopicForm):
    """The Welsh duty."""

    objectives = TextAreaField(QUESTIONS["objectives"], [InputRequired(), LONG])
    steps = TextAreaField(QUESTIONS["steps"], [InputRequired(), LONG])
    goals = CheckboxesField(
        lazy("Well-being goals that it serves"), [InputRequired(lazy("Choose at least one."))]
    )

    def offer(self, language: str) -> None:
        """The seven goals."""
        self.goals.choices = [(g.code, g.titled(language)) for g in library().goals.values()]


class PolicyForm(TopicForm):
    """The policy statement."""

    regard = TextAreaField(QUESTIONS["regard"], [InputRequired(), LONG])


class WeightForm(TopicForm):
    """How much social value counts."""

    weight = FigureField(lazy("Social value counts, in per cent of the whole"), [InputRequired()])
    because = TextAreaField(QUESTIONS["because"], [InputRequired(), LONG])
    notice_on = DateField(
        lazy("Day on which the notice is planned"),
        [Optional()],
        description=lazy(
            "The edition that holds goes by it. Leave it empty where you do not know yet."
        ),
    )
    model = RadioField(
        lazy("Which edition of the Social Value Model does the tender follow?"),
        [Optional()],
        description=lazy("It binds central government alone. A council may follow one, or none."),
    )

    def offer(self, language: str) -> None:
        """Every edition, and none."""
        self.model.choices = [
            *((one.code, one.titled(language)) for one in model().editions.values()),
            (NONE, gettext("None of them")),
        ]

    def said(self) -> dict[str, str]:
        """The reason, and the day for which the notice is planned."""
        day = self.notice_on.data
        return {**super().said(), **({"notice_on": day.isoformat()} if day else {})}

    def validate_weight(self, field: FigureField) -> None:
        """A share of a hundred."""
        if field.data is not None and not 0 <= field.data <= 100:
            raise ValidationError(gettext("Enter a number from 0 to 100."))


FORMS: dict[Topic, type[TopicForm]] = {
    Topic.SOCIAL_VALUE: SocialValueForm,
    Topic.CONSULTING: ConsultingForm,
    Topic.WELL_BEING: WellBeingForm,
    Topic.POLICY: PolicyForm,
    Topic.WEIGHT: WeightForm,
}


class ConditionForm(Form):
    """Whether a condition is met."""

    answer = RadioField(
        lazy("Is it so?"),
        [InputRequired()],
        choices=[*SAID.items()],
        coerce=lambda value: value.value if isinstance(value, Said) else str(value),
    )
    evidence = TextAreaField(lazy("On what evidence?"), [Optional(), Length(max=2_000)])
    on_day = DateField(lazy("Day of the last such award"))


class AssessmentForm(Form):
    """The conflicts assessment."""

    conflicts = TextAreaField(
        lazy("Conflicts that there are, or may be"),
        [Optional(), LONG],
        description=lazy(
            "Of anyone who acts for the council and can influence a decision: personal, "
            "professional or financial, direct or indirect. Leave it empty where there are none."
        ),
    )
    steps = TextAreaField(lazy("What is done about them"), [Optional(), LONG])
    perceived = TextAreaField(
        lazy("What could make a reasonable person believe that there is one"),
        [Optional(), LONG],
        description=lazy("Although there is none. Leave it empty where nothing could."),
    )
    perceived_steps = TextAreaField(
        lazy("What is done to show that there is none"), [Optional(), LONG]
    )

    @property
    def moment(self) -> Moment:
        """When it is written."""
        return Moment.OPENED

    def assessment(self) -> Assessment:
        """What it says."""
        return Assessment(
            moment=self.moment,
            notice="",
            conflicts=self.conflicts.data or "",
            steps=self.steps.data or "",
            perceived=self.perceived.data or "",
            perceived_steps=self.perceived_steps.data or "",
        )


class ReviewForm(AssessmentForm):
    """The assessment looked at again, or confirmed for a notice."""

    notice = StringField(
        lazy("Notice for which it is confirmed"),
        [Optional(), Length(max=100)],
        description=lazy(
            "For example: contract award notice. Leave it empty for a review in between."
        ),
    )

    @property
    def moment(self) -> Moment:
        """Confirmed where a notice is named."""
        return Moment.CONFIRMED if self.notice.data else Moment.REVIEWED

    def assessment(self) -> Assessment:
        """What it says, and for which notice."""
        return Assessment(**{**vars(super().assessment()), "notice": self.notice.data or ""})


class ChoosingForm(Form):
    """Measures to choose for a tender."""

    keys = CheckboxesField(
        lazy("Measures"), [InputRequired(lazy("Choose at least one."))], validate_choice=False
    )


def _lettered(letter: str) -> str:
    return f"({letter}) {MATTERS[letter]}"


class ClearingForm(Form):
    """How a measure belongs to the contract, and why it may count."""

    link = TextAreaField(
        lazy("How does it belong to the subject of this contract?"),
        [InputRequired(), Length(max=2_000)],
        description=lazy("Award criteria must relate to it (Procurement Act 2023, section 23)."),
    )
    matters = CheckboxesField(
        lazy("Non-commercial matters that it touches"),
        # By the letters that name them in each law's reach.
        choices=[(one, LazyProxy(_lettered, one, enable_cache=False)) for one in MATTERS],
        description=lazy("Local Government Act 1988, section 17(5), in our words."),
    )
    lifted_by = SelectField(lazy("Law by which they may count"), validate_choice=False)
    cleared = TextAreaField(
        lazy("Why may it count?"),
        [InputRequired(), Length(max=2_000)],
        description=lazy(
            "Where it touches none of them: say why not. Where it does: how the law fits here."
        ),
    )

    def offer(self, lifts: Sequence[Lift], language: str) -> None:
        """The laws that can lift anything for this contract."""
        laws = [(one.code, one.titled(language)) for one in lifts]
        self.lifted_by.choices = [("", gettext("It touches none of them")), *laws]
