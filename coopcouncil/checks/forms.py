"""What is typed by whoever checks."""

from coopcouncil.kernel.forms import Form, InputRequired, Length, TextAreaField
from coopcouncil.kernel.i18n import lazy


class RefusalForm(Form):
    """Why not."""

    reason = TextAreaField(
        lazy("Why do you refuse it?"),
        [InputRequired(), Length(max=500)],
        description=lazy("Whoever asked reads this, and can ask again."),
    )
