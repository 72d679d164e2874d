"""Trying to reach a saver, and having sent a return."""

from typing import Any

from coopcouncil.kernel.forms import (
    DateField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.savings.kinds import Reached
from coopcouncil.savings.labels import REACHED


class AttemptForm(Form):
    """One tried to reach the saver."""

    on = DateField(lazy("On"), [InputRequired()])
    how = StringField(
        lazy("How?"),
        [InputRequired(), Length(max=200)],
        description=lazy("For example: “Letter to the address in the register”."),
    )
    reached: Any = RadioField(
        lazy("What came of it?"),
        choices=[(key.value, text) for key, text in REACHED.items()],
        validators=[InputRequired()],
        default=Reached.TRIED.value,
    )


class SentForm(Form):
    """A return went off."""

    on = DateField(lazy("Sent on"), [InputRequired()])
    reference = StringField(lazy("Reference of the regulator"), [Optional(), Length(max=100)])
