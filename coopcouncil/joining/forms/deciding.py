"""What the board decided, what a review comes to, and how membership ends."""

from typing import Any

from coopcouncil.joining.actions.deciding import Decision
from coopcouncil.joining.actions.leaving import Hearing
from coopcouncil.joining.kinds import Heard, State
from coopcouncil.joining.rules.leaving import Vote
from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.fits import Place


class DecisionForm(Form):
    """The board’s decision on the applications that are ticked."""

    chosen = CheckboxesField(lazy("Applications"), coerce=int, validate_choice=False)
    to = RadioField(
        lazy("What was decided?"),
        choices=[
            (State.ADMITTED.value, lazy("Admitted as members")),
            (State.REFERRED.value, lazy("Referred to the board’s next meeting")),
            (State.REFUSED.value, lazy("Refused")),
        ],
    )
    on = DateField(lazy("When was it decided?"), [InputRequired()])
    minute = StringField(
        lazy("Minute"),
        [Optional(), Length(max=100)],
        description=lazy("Such as “Board, 4 November 2026, minute 7”."),
    )
    joins_on = DateField(
        lazy("From which day are they members?"),
        description=lazy("Leave this empty for the day of the decision."),
    )
    reason = TextAreaField(
        lazy("Reason, if refused"),
        [Optional(), Length(max=1000)],
        description=lazy("The applicant is told it."),
    )
    former = RadioField(
        lazy("Were they a member before?"),
        [Optional()],
        validate_choice=False,
        default="",
        description=lazy("Whoever comes back keeps the old number and history."),
    )

    allots = BooleanField(lazy("Allot a share of membership to each who is admitted"), default=True)

    def decision(self) -> Decision:
        """What to record."""
        return Decision(
            to=State(self.to.data),
            on=self.on.data,
            minute=self.minute.data or "",
            reason=self.reason.data or "",
            joins_on=self.joins_on.data,
            allots="allots" in self and bool(self.allots.data),
        )


class FindingsForm(Form):
    """What is decided of findings of a review."""

    chosen = CheckboxesField(lazy("Findings"), coerce=int, validate_choice=False)
    what = RadioField(
        lazy("What shall happen to those ticked?"),
        choices=[
            ("follow", lazy("Do what is proposed")),
            ("leave", lazy("Leave them as they are")),
        ],
    )
    reason = StringField(
        lazy("Reason"),
        [Optional(), Length(max=500)],
        description=lazy("Stands in the history of each. Needed where nothing changes."),
    )


class LookForm(Form):
    """Up to which day to look."""

    upto = DateField(lazy("What is due up to which day?"), [InputRequired()])


class ResignForm(Form):
    """A member leaves."""

    on = DateField(lazy("On which day does the membership end?"), [InputRequired()])
    reason = TextAreaField(
        lazy("Would you like to say why?"),
        [Optional(), Length(max=500)],
        description=lazy("You need not."),
    )


class PlaceForm(Form):
    """A member says where to vote."""

    place = RadioField(lazy("Where do you want to vote?"))

    def offer(self, places: dict[Place, str], now: Place) -> None:
        """The places that fit."""
        self.place.choices = [(_text(place), words) for place, words in places.items()]
        if not self.place.raw_data:
            self.place.data = _text(now)

    def chosen(self) -> Place:
        """The place."""
        one, _colon, part = self.place.data.partition(":")
        return int(one), int(part) if part else None


class GroundsForm(Form):
    """Why a member might be expelled."""

    grounds = TextAreaField(
        lazy("The grounds"),
        [InputRequired(), Length(max=10_000)],
        description=lazy("As the member will read them: what happened, when, which rule."),
    )


class ServiceForm(Form):
    """When the grounds went to the member, and when they are heard."""

    sent_on = DateField(lazy("When were the grounds sent or handed over?"), [InputRequired()])
    way = RadioField(
        lazy("How?"),
        choices=[("post", lazy("By post")), ("hand", lazy("Handed over"))],
        default="post",
    )
    hearing_on = DateField(lazy("Day of the hearing"), [InputRequired()])
    hearing_at = TextAreaField(
        lazy("Time and place of the hearing"), [InputRequired(), Length(max=500)]
    )


class VerdictForm(Form):
    """What was decided after the hearing."""

    on = DateField(lazy("When was it decided?"), [InputRequired()])
    heard = RadioField(
        lazy("Was the member heard?"),
        choices=[
            (Heard.IN_PERSON.value, lazy("In person")),
            (Heard.REPRESENTED.value, lazy("Through somebody else")),
            (Heard.IN_WRITING.value, lazy("In writing")),
            (Heard.NOT.value, lazy("The member did not use the right to be heard")),
        ],
    )
    answer = TextAreaField(lazy("What the member answered"), [Optional(), Length(max=10_000)])
    votes_for = IntegerField(
        lazy("Votes for the expulsion"), [InputRequired(), NumberRange(0, 10_000_000)]
    )
    votes_against = IntegerField(
        lazy("Votes against it"), [InputRequired(), NumberRange(0, 10_000_000)]
    )
    minute = StringField(lazy("Minute"), [InputRequired(), Length(max=100)])

    def hearing(self) -> Hearing:
        """What to record."""
        return Hearing(
            on=self.on.data,
            heard=Heard(self.heard.data),
            answer=self.answer.data or "",
            vote=Vote(self.votes_for.data, self.votes_against.data),
            minute=self.minute.data,
        )


class AppealForm(Form):
    """The member appealed."""

    on = DateField(lazy("When did the member appeal?"), [InputRequired()])


class AppealVerdictForm(Form):
    """What came of the appeal."""

    on = DateField(lazy("When was it decided?"), [InputRequired()])
    upheld = RadioField(
        lazy("What was decided?"),
        choices=[
            ("yes", lazy("The member stays")),
            ("no", lazy("The expulsion stands")),
        ],
    )
    minute = StringField(lazy("Minute"), [InputRequired(), Length(max=100)])


class EndingForm(Form):
    """The day on which the membership ends."""

    on = DateField(lazy("On which day does the membership end?"), [InputRequired()])


class DroppingForm(Form):
    """Why a procedure ends without a decision."""

    because = StringField(lazy("Why does the procedure end?"), [InputRequired(), Length(max=500)])


def choices(found: Any) -> list[tuple[int, str]]:
    """Numbers as choices; the page shows what they stand for."""
    return [(one.id, str(one.id)) for one in found]


def _text(place: Place) -> str:
    return f"{place[0]}:{place[1] or ''}"
