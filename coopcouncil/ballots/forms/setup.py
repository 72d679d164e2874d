"""Setting up: one form for what is asked, how it is decided, who votes and when."""

from datetime import datetime, time
from typing import Any

from coopcouncil.ballots.actions.setup import Choice, Electorate, Terms, Texts
from coopcouncil.ballots.labels import DECISIONS, FILLS, FOOTINGS, KINDS
from coopcouncil.ballots.models import Ballot, Fills, Footing, Kind
from coopcouncil.ballots.rules.majority import Decision, Passing
from coopcouncil.kernel.clock import LONDON, london
from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DataRequired,
    DateField,
    FileField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.models import Organisation


class KindForm(Form):
    """The first question."""

    in_address = True
    kind = RadioField(
        lazy("What are members asked to do?"),
        choices=[(kind.value, label) for kind, label in KINDS.items()],
        validators=[InputRequired()],
    )


class SetupForm(Form):
    """Everything but the choices. Fields that the kind does not know are taken out."""

    title = StringField(lazy("Title, in English"), validators=[DataRequired(), Length(max=200)])
    title_cy = StringField(lazy("Title, in Welsh"), validators=[Length(max=200)])
    question = TextAreaField(
        lazy("Question, in English"), validators=[DataRequired(), Length(max=2000)]
    )
    question_cy = TextAreaField(lazy("Question, in Welsh"), validators=[Length(max=2000)])
    explanation = TextAreaField(lazy("Explanation, in English"), validators=[Length(max=10_000)])
    explanation_cy = TextAreaField(lazy("Explanation, in Welsh"), validators=[Length(max=10_000)])
    office = StringField(
        lazy("Office that is being elected, in English"), validators=[Length(max=100)]
    )
    office_cy = StringField(
        lazy("Office that is being elected, in Welsh"), validators=[Length(max=100)]
    )
    footing = RadioField(
        lazy("What makes the outcome count?"),
        choices=[(footing.value, label) for footing, label in FOOTINGS.items()],
        default=Footing.OUTSIDE.value,
        validators=[InputRequired()],
    )
    decision = RadioField(
        lazy("What kind of decision is it?"),
        choices=[(decision.value, label) for decision, label in DECISIONS.items()],
        default=Decision.ORDINARY.value,
        validators=[InputRequired()],
    )
    fills = RadioField(
        lazy("Where will those elected sit?"),
        choices=[(fills.value, label) for fills, label in FILLS.items()],
        default=Fills.ELSEWHERE.value,
        validators=[Optional()],
    )
    quorum = IntegerField(
        lazy("How many must take part for it to count (leave empty for any number)"),
        validators=[Optional(), NumberRange(min=1, max=10_000_000)],
    )
    seats = IntegerField(
        lazy("Places to fill"), default=1, validators=[InputRequired(), NumberRange(min=1, max=200)]
    )
    most_choices = IntegerField(
        lazy("Most that a voter may choose (leave empty for any number)"),
        validators=[Optional(), NumberRange(min=1, max=999)],
    )
    qualifying_on = DateField(
        lazy("Qualifying date: members at the end of this day may vote"),
        validators=[InputRequired()],
    )
    opens_on = DateField(lazy("Voting opens on"), validators=[InputRequired()])
    opens_time = TimeField(lazy("at"), default=time(9), validators=[InputRequired()])
    closes_on = DateField(lazy("Voting closes on"), validators=[InputRequired()])
    closes_time = TimeField(lazy("at"), default=time(17), validators=[InputRequired()])
    constituencies = CheckboxesField(
        lazy("Constituencies that vote (none ticked: all that have a vote)"),
        coerce=int,
        validators=[Optional()],
    )
    part = SelectField(lazy("Only members of"), coerce=int, default=0)

    def suit(
        self,
        kind: Kind,
        constituencies: list[Constituency],
        parts: list[Organisation],
        lang: str,
        bilingual: bool,
    ) -> None:
        """Leave what this kind of ballot asks, with the organisation's own choices."""
        if not bilingual:
            del self.title_cy, self.question_cy, self.explanation_cy, self.office_cy
        if kind is Kind.RESOLUTION:
            for name in ("office", "office_cy", "seats", "fills"):
                if name in self:
                    del self[name]
        else:
            del self.decision
        if kind is not Kind.APPROVAL:
            del self.most_choices
        if constituencies:
            self.constituencies.choices = [(one.id, one.called(lang)) for one in constituencies]
        else:
            del self.constituencies
        if parts:
            everyone = (0, lazy("All parts of the organisation"))
            self.part.choices = [everyone, *((one.id, one.called(lang)) for one in parts)]
        else:
            del self.part

    @property
    def opens_at(self) -> datetime:
        return london(self.opens_on.data, self.opens_time.data or time())

    @property
    def closes_at(self) -> datetime:
        return london(self.closes_on.data, self.closes_time.data or time())

    def texts(self) -> Texts:
        """What voters read."""
        return Texts(
            title=self.title.data or "",
            title_cy=self._given("title_cy", ""),
            question=self.question.data or "",
            question_cy=self._given("question_cy", ""),
            explanation=self.explanation.data or "",
            explanation_cy=self._given("explanation_cy", ""),
            office=self._given("office", ""),
            office_cy=self._given("office_cy", ""),
        )

    def terms(self) -> Terms:
        """How it is decided."""
        return Terms(
            footing=Footing(self.footing.data),
            seats=self._given("seats", 1),
            fills=Fills(self._given("fills", Fills.ELSEWHERE.value)),
            most_choices=self._given("most_choices", None),
            decision=Decision(self._given("decision", Decision.ORDINARY.value)),
            quorum=self.quorum.data,
        )

    def electorate(self) -> Electorate:
        """Who votes, and when."""
        return Electorate(
            qualifying_on=self.qualifying_on.data,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            constituencies=tuple(self._given("constituencies", ()) or ()),
            part=self._given("part", 0) or None,
        )

    def _given(self, name: str, otherwise: Any) -> Any:
        return (self[name].data if name in self else None) or otherwise


def as_typed(ballot: Ballot, constituencies: list[int]) -> dict[str, Any]:
    """The form's values for a ballot that is there already."""
    opens, closes = (at.astimezone(LONDON) for at in (ballot.opens_at, ballot.closes_at))
    passing = Passing.read(ballot.passing) if ballot.passing else None
    names = (
        "title title_cy question question_cy explanation explanation_cy office office_cy"
        " seats most_choices quorum qualifying_on"
    )
    return {
        **{name: getattr(ballot, name) for name in names.split()},
        "footing": ballot.footing.value,
        "fills": ballot.fills.value,
        "decision": passing.decision.value if passing else None,
        "opens_on": opens.date(),
        "opens_time": opens.time(),
        "closes_on": closes.date(),
        "closes_time": closes.time(),
        "constituencies": constituencies,
        "part": ballot.part_id or 0,
    }


class OptionForm(Form):
    """One choice on the paper."""

    name = StringField(lazy("Name, in English"), validators=[DataRequired(), Length(max=200)])
    is_person = BooleanField(lazy("This is a person’s name: it is the same in Welsh"))
    name_cy = StringField(lazy("Name, in Welsh"), validators=[Length(max=200)])
    statement = TextAreaField(lazy("Statement, in English"), validators=[Length(max=5000)])
    statement_cy = TextAreaField(lazy("Statement, in Welsh"), validators=[Length(max=5000)])
    photo = FileField(lazy("Photo (JPEG or PNG, up to 5 MB)"), validators=[Optional()])
    member_number = StringField(
        lazy("Member number of whoever stands"),
        validators=[Optional(), Length(max=40)],
        description=lazy(
            "With it, the register and the rules are asked whether they may stand. Voters do not "
            "see it. Leave it empty for a choice that is no member."
        ),
    )

    def suit(self, bilingual: bool, is_election: bool) -> None:
        """Ask in the organisation's languages; people stand in elections alone."""
        if not is_election:
            del self.member_number
        if not bilingual:
            del self.is_person, self.name_cy, self.statement_cy

    def choice(self) -> Choice:
        """What stands at the place."""
        name, statement = self["name"].data or "", self["statement"].data or ""
        number = self.member_number.data or "" if "member_number" in self else ""
        if "name_cy" not in self:
            return Choice(name, "", statement, "", number)
        return Choice(
            name=name,
            name_cy=name if self.is_person.data else self.name_cy.data or "",
            statement=statement,
            statement_cy=self.statement_cy.data or "",
            member_number=number,
        )


class SignOffForm(Form):
    """Who answers for the Welsh."""

    name = StringField(lazy("Your full name"), validators=[DataRequired(), Length(max=200)])
    standing = StringField(
        lazy("Why you can judge it (“first language”, “translator”)"),
        validators=[DataRequired(), Length(max=200)],
    )
    walked = BooleanField(
        lazy("I have read the voter’s pages and messages in Welsh and answer for their words."),
        validators=[DataRequired()],
    )


def opens_before_it_closes(form: SetupForm) -> bool:
    """Whether the two times are in order; otherwise the form says so."""
    if form.opens_at < form.closes_at:
        return True
    form.wrong(str(lazy("Choose a close after the opening.")), at="closes_on")
    return False
