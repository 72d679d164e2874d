"""What is typed while assessing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
    Form,
    HiddenField,
    InputRequired,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.evaluation.grounds import GROUNDS
from coopcouncil.procurement.evaluation.kinds import Finding, InterestDecision
from coopcouncil.procurement.evaluation.labels import DECISIONS, FINDINGS, ground_named

NONE, INTEREST = "none", "interest"


class DeclarationForm(Form):
    """One bidder: none, or an interest in words."""

    answer = RadioField(
        lazy("Your answer"),
        [InputRequired()],
        choices=[
            (NONE, lazy("I have no interest")),
            (INTEREST, lazy("I have, or may be thought to have, an interest")),
        ],
    )
    text = TextAreaField(
        lazy("What is it?"),
        [Optional()],
        description=lazy(
            "Personal, professional or financial, your own or that of somebody close to you. "
            "Only if you have one."
        ),
    )

    @property
    def has_interest(self) -> bool:
        return bool(self.answer.data == INTEREST)


class LaterForm(Form):
    """An interest that somebody has become aware of since."""

    supplier = SelectField(lazy("Bidder"), [InputRequired()])
    text = TextAreaField(
        lazy("What is your interest?"),
        [InputRequired()],
        description=lazy("From that moment you see nothing of this tender until it is decided."),
    )

    def offer(self, suppliers: Iterable[tuple[int, str]]) -> None:
        """The bidders."""
        self.supplier.choices = [(str(key), name) for key, name in suppliers]


class DecisionForm(Form):
    """What follows from somebody's interest."""

    decision = RadioField(
        lazy("What follows?"),
        [InputRequired()],
        choices=[(one.value, text) for one, text in DECISIONS.items()],
    )
    reason = TextAreaField(
        lazy("Why, and what is done to keep the decision fair?"), [InputRequired()]
    )

    @property
    def chosen(self) -> InterestDecision:
        return InterestDecision(self.decision.data)


class ScoreForm(Form):
    """Points of the scale and the reason. Either may be missing until the lot is finished."""

    points = RadioField(lazy("Score"), [Optional()])
    reason = TextAreaField(
        lazy("Reason"),
        [Optional()],
        description=lazy(
            "What in this bid earns this score, measured by the wordings of the scale. The bidder "
            "will be told."
        ),
    )
    seen = HiddenField()
    told = HiddenField()
    """When what was saved elsewhere had been, once its evaluator has been told of it."""
    then = HiddenField()

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """The bands of the scale."""
        self.points.choices = list(choices)

    @property
    def chosen(self) -> Decimal | None:
        return Decimal(self.points.data) if self.points.data else None

    @property
    def saves_itself(self) -> bool:
        """Whether nobody pressed anything."""
        return bool(self.then.data == "stay")

    @property
    def seen_at(self) -> datetime | None:
        """When what was on the page had been saved; nothing readable is nothing seen.

        What saves itself never takes the place of what was saved elsewhere: a press does.
        """
        told = "" if self.saves_itself else self.told.data
        try:
            found = datetime.fromisoformat(told or self.seen.data or "")
        except ValueError:
            return None
        return found if found.tzinfo else None


class AgreedForm(Form):
    """The one score that was agreed, and how it came about."""

    points = RadioField(lazy("Agreed score"), [InputRequired()])
    reason = TextAreaField(
        lazy("Reason for the agreed score"),
        [InputRequired()],
        description=lazy(
            "What the evaluators agreed on, and why. Where none of them gave this score, say more."
        ),
    )
    version = HiddenField()
    then = HiddenField()

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """The bands of the scale, or met and not met."""
        self.points.choices = list(choices)

    @property
    def chosen(self) -> Decimal:
        return Decimal(self.points.data)

    @property
    def seen(self) -> int:
        """The version that was on the page."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class ReasonForm(Form):
    """Why a locked lot is opened again."""

    reason = TextAreaField(lazy("Why?"), [InputRequired()])


class DueForm(Form):
    """By when evaluators are asked to finish."""

    due_on = DateField(lazy("Scores are wanted by"), [InputRequired()])


class CheckForm(Form):
    """One look at exclusion grounds and the debarment list."""

    seen_on = DateField(
        lazy("When did you look at the debarment list?"),
        [InputRequired()],
    )
    seen_time = TimeField(
        lazy("At what time?"), [InputRequired()], description=lazy("Like 10:30 or 2 pm.")
    )
    finding = RadioField(
        lazy("What did you find?"),
        [InputRequired()],
        choices=[(one.value, text) for one, text in FINDINGS.items()],
    )
    grounds = CheckboxesField(lazy("Which grounds apply?"), [Optional()])
    excludes = BooleanField(lazy("Exclude the bid from the tender"))
    note = TextAreaField(
        lazy("Reason"),
        [Optional()],
        description=lazy(
            "Where something was found: the facts, what the supplier said when asked, whether it "
            "is likely to happen again, and why the bid is excluded or stays."
        ),
    )

    def offer(self) -> None:
        """The grounds by their headings."""
        self.grounds.choices = [(one.code, ground_named(one)) for one in GROUNDS.values()]

    @property
    def found(self) -> Finding:
        return Finding(self.finding.data)

    @property
    def saves_itself(self) -> bool:
        """Whether nobody pressed anything."""
        return bool(self.then.data == "stay")

    @property
    def seen_at(self) -> datetime:
        return clock.london(self.seen_on.data, self.seen_time.data or time(0))


class ExcludeForm(Form):
    """A bid out of one lot or several."""

    lots = CheckboxesField(lazy("From which lots?"), [InputRequired()])
    because = StringField(lazy("Why?"), [InputRequired()])
    is_low = BooleanField(lazy("Its price is abnormally low"))
    heard = TextAreaField(
        lazy("If the price is abnormally low: when was the bidder told, and what did it answer?"),
        [Optional()],
        description=lazy(
            "Before such a bid is left out, the bidder is told and may show that it can do the "
            "work for that price (Procurement Act 2023, section 19). If it shows it, the bid stays."
        ),
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """The lots in which the bid stands."""
        self.lots.choices = list(choices)
