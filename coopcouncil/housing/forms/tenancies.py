"""Tenancies: who holds them, statements, ends."""

from collections.abc import Iterable, Mapping
from typing import Any

from coopcouncil.housing.forms import choices
from coopcouncil.housing.kinds import Afterwards, Agreement, EndWhy, Outcome
from coopcouncil.housing.labels import AFTERWARDS, AGREEMENTS, CAUSES, END_WHYS, OUTCOMES
from coopcouncil.kernel.forms import (
    DateField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.members.kinds import Cause

_REASON = lazy("Reason")


class DatesForm(Form):
    """Under what agreement, and from when."""

    agreement = RadioField(lazy("Under what agreement?"))
    began_on = DateField(lazy("First day of the agreement"), [InputRequired()])
    occupied_on = DateField(
        lazy("First day on which they may live there"),
        [InputRequired()],
        description=lazy("In Welsh law this is the occupation date."),
    )

    def offer(self, agreements: Iterable[Agreement]) -> None:
        """The agreements of this nation."""
        self.agreement.choices = [(one.value, AGREEMENTS[one]) for one in agreements]


class LetForm(DatesForm):
    """Who a home is let to."""

    members = StringField(
        lazy("Member numbers, each after a comma"),
        [InputRequired(), Length(max=200)],
        description=lazy("All who hold the agreement jointly. Each has a vote of their own."),
    )


class CorrectTermsForm(DatesForm):
    """What should have been recorded of a tenancy."""

    ended_on = DateField(lazy("First day on which it no longer holds"), [Optional()])
    end_why = SelectField(lazy("How did it end?"), choices=choices(END_WHYS))
    reason = TextAreaField(lazy("Why is this put right?"), [InputRequired(), Length(max=1000)])

    def ending(self) -> EndWhy | None:
        """How it ended, where it did."""
        return EndWhy(self.end_why.data) if self.ended_on.data else None


class StatementForm(Form):
    """When somebody was given the written statement."""

    on = DateField(lazy("Given on"), [InputRequired()])


class JointForm(Form):
    """Somebody more."""

    members = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])
    since = DateField(lazy("From which day?"), [InputRequired()])


class GoesForm(Form):
    """Somebody fewer."""

    on = DateField(lazy("First day on which they no longer hold it"), [InputRequired()])
    afterwards = RadioField(lazy("And their membership?"), choices=choices(AFTERWARDS))
    reason = TextAreaField(_REASON, [Optional(), Length(max=1000)])


class EndForm(Form):
    """The end of a tenancy, and of each membership with it."""

    on = DateField(lazy("First day on which it no longer holds"), [InputRequired()])
    why = SelectField(lazy("How does it end?"), choices=choices(END_WHYS))
    void_why = StringField(
        lazy("If the home then stands empty: why"),
        [Optional(), Length(max=500)],
        description=lazy("For example: repairs before the next letting. Leave it blank if not."),
    )
    reason = TextAreaField(_REASON, [Optional(), Length(max=1000)])

    def chosen(self, sent: Mapping[str, Any], members: Iterable[int]) -> dict[int, Afterwards]:
        """What was chosen for each member."""
        found = {}
        for member in members:
            value = sent.get(f"member-{member}", "")
            known = value in {each.value for each in Afterwards}
            found[member] = Afterwards(value) if known else Afterwards.UNDECIDED
        return found


def end_form(names: Mapping[int, str]) -> type[EndForm]:
    """The form with a question for each of these members."""
    fields = {
        f"member-{member}": RadioField(
            gettext("{name}: and the membership?").format(name=name),
            choices=choices(AFTERWARDS),
            default=Afterwards.LEAVES.value,
        )
        for member, name in names.items()
    }
    return type("EndFormOfTenants", (EndForm,), fields)


class MembershipForm(Form):
    """The end of a tenant's membership."""

    on = DateField(lazy("Day on which the membership ends"), [InputRequired()])
    because = RadioField(lazy("How does it end?"), choices=choices(CAUSES))
    outcome = RadioField(lazy("What becomes of the tenancy?"), choices=choices(OUTCOMES))
    reason = TextAreaField(_REASON, [Optional(), Length(max=1000)])

    def cause(self) -> Cause:
        """How the membership ends."""
        return Cause(self.because.data)

    def becomes(self) -> Outcome:
        """What becomes of the tenancy."""
        return Outcome(self.outcome.data)


class ProspectForm(Form):
    """A member who waits for a home."""

    members = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])
    since = DateField(lazy("Since"), [InputRequired()])
    reason = TextAreaField(_REASON, [Optional(), Length(max=1000)])
