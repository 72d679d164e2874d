"""What is typed about who holds an account, and about an estate."""

from collections.abc import Sequence

from coopcouncil.kernel.forms import (
    Email,
    EmailField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    Optional,
    RadioField,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.savings.holders.kinds import Change, Ground
from coopcouncil.savings.holders.labels import CHANGES, GROUNDS


class ChangeForm(Form):
    """One holder comes or goes."""

    change = RadioField(
        lazy("What changes?"),
        [InputRequired()],
        choices=[(one.value, text) for one, text in CHANGES.items()],
    )
    member = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])
    evidence = StringField(
        lazy("What have you seen?"),
        [InputRequired(), Length(max=300)],
        description=lazy("For example: form signed by all, 3 March; death certificate, 4 March."),
    )

    @property
    def chosen(self) -> Change:
        return Change(self.change.data)


class ConsentForm(Form):
    """Who agreed, and how."""

    who = RadioField(lazy("Who agrees?"), [InputRequired()], choices=[])
    how = StringField(
        lazy("How did they agree?"),
        [InputRequired(), Length(max=300)],
        description=lazy("For example: signed at the desk, passport seen."),
    )

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """Those who have not agreed yet."""
        self.who.choices = [(str(member), name) for member, name in people]


class EstateForm(Form):
    """Whom a dead saver's money goes to, and by what right."""

    ground = RadioField(
        lazy("By what right?"),
        [InputRequired()],
        choices=[(one.value, text) for one, text in GROUNDS.items()],
    )
    paid_to = StringField(lazy("Name of who is paid"), [InputRequired(), Length(max=150)])
    email = EmailField(lazy("E-mail address"), [Optional(), Email(), Length(max=254)])
    amount = MoneyField(lazy("Amount"), [InputRequired()])
    evidence = StringField(
        lazy("What have you seen?"),
        [InputRequired(), Length(max=300)],
        description=lazy("For example: grant of probate of 4 June; death certificate and will."),
    )

    @property
    def chosen(self) -> Ground:
        return Ground(self.ground.data)
