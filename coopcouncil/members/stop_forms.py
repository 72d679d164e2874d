"""What a safeguarding lead writes: whom nobody may write to, why, and for how long."""

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import (
    DataRequired,
    DateField,
    Form,
    InputRequired,
    Length,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy


class StopForm(Form):
    """A new stop."""

    number = StringField(lazy("Member number"), [DataRequired(), Length(max=40)])
    why = TextAreaField(lazy("Why?"), [DataRequired(), Length(max=2000)])
    starts_on = DateField(lazy("From"), [InputRequired()], default=clock.today)
    ends_on = DateField(
        lazy("Until the end of"),
        description=lazy("Leave this empty where nobody knows yet."),
    )


class LiftForm(Form):
    """The end of a stop."""

    why = TextAreaField(
        lazy("Why may they be written to again?"), [DataRequired(), Length(max=2000)]
    )
