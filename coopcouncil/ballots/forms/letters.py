"""Whom to write to, and how."""

from coopcouncil.ballots.letters import Layout
from coopcouncil.kernel.forms import DataRequired, Form, Length, RadioField, TextAreaField
from coopcouncil.kernel.i18n import lazy

WHO = (
    ("no-email", lazy("Voters whom no e-mail reaches")),
    ("everyone", lazy("Every voter on the roll")),
    ("no-code", lazy("Only voters who hold no code yet")),
)

LAYOUTS = (
    (Layout.OWN.value, lazy("Each voter’s own language")),
    (Layout.BACK.value, lazy("Both languages, back to back")),
    (Layout.SIDE.value, lazy("Both languages, side by side")),
)


class LettersForm(Form):
    """A run of letters."""

    who = RadioField(lazy("Who gets a letter?"), choices=WHO, default="no-email")
    layout = RadioField(lazy("In which language?"), choices=LAYOUTS, default=Layout.OWN.value)


class ReplaceForm(Form):
    """One voter's new letter."""

    reason = TextAreaField(
        lazy("Why is another letter needed?"), validators=[DataRequired(), Length(max=500)]
    )
