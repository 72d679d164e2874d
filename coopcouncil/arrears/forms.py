"""What is typed about late payments."""

from typing import Any

from coopcouncil.arrears.kinds import Ending, HoldReason
from coopcouncil.arrears.labels import ENDINGS, INTERVALS, REASONS
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
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.kinds import Interval

_WORDS = [InputRequired(), Length(max=2000)]


def _choices(labels: dict[Any, Any], *left_out: Any) -> list[tuple[str, Any]]:
    return [(key.value, label) for key, label in labels.items() if key not in left_out]


class PlanForm(Form):
    """A payment plan."""

    instalment = MoneyField(lazy("Each instalment"), [InputRequired()])
    interval = RadioField(
        lazy("How often"), choices=_choices(INTERVALS), default=Interval.MONTH.value
    )
    first_on = DateField(lazy("First instalment on"), [InputRequired()])
    note = TextAreaField(
        lazy("What was agreed"),
        [Optional(), Length(max=2000)],
        description=lazy("The member can read this."),
    )


class EndPlanForm(Form):
    """How a payment plan ended."""

    ending = RadioField(
        lazy("How it ended"), [InputRequired()], choices=_choices(ENDINGS, Ending.KEPT)
    )
    reason = StringField(lazy("Reason"), [Optional(), Length(max=200)])


class HoldForm(Form):
    """No reminders for a while."""

    reason = SelectField(lazy("Why"), choices=_choices(REASONS), default=HoldReason.HARDSHIP.value)
    until = DateField(lazy("Up to which day"), [InputRequired()])
    note = TextAreaField(
        lazy("Note"),
        [Optional(), Length(max=2000)],
        description=lazy("For those who keep the money, and for the member who asks what is held."),
    )


class AnswerForm(Form):
    """An answer to who asked for help."""

    answer = TextAreaField(lazy("Your answer"), _WORDS)
    until = DateField(
        lazy("Hold reminders back up to"),
        [Optional()],
        description=lazy("Leave it empty, and reminders go on as before."),
    )


class HelpForm(Form):
    """A member asks for help."""

    words = TextAreaField(
        lazy("How are things, and what would help?"),
        _WORDS,
        description=lazy(
            "Only the treasurer and the secretary read this. Nobody is reminded while it waits."
        ),
    )


class PostedForm(Form):
    """When letters were posted."""

    posted_on = DateField(lazy("Posted on"), [InputRequired()])
