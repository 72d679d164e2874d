"""What people write about learners, seats, class votes and a school's list."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from coopcouncil.kernel import clock
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
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.labels import DUTIES, RELATIONS
from coopcouncil.schools.models import Duty, LearnerLine, Relation


class DayForm(Form):
    """The two times of a page; they stand in the address."""

    in_address = True
    on = DateField(lazy("As at the end of"))
    known = DateField(lazy("As known at the end of"))

    @property
    def known_at(self) -> datetime | None:
        """The moment as known at which one asks, or nothing for now."""
        return end_of_day(self.known.data)

    @property
    def moment(self) -> datetime | None:
        """Of what is noted at a moment: the earlier of the two ends of days, or nothing."""
        asked = [at for at in (end_of_day(self.on.data), self.known_at) if at is not None]
        return min(asked) if asked else None


def end_of_day(day: date | None) -> datetime | None:
    """The last moment of a day in London."""
    return clock.end_of(day) - timedelta(microseconds=1) if day else None


class FindLearnersForm(Form):
    """Which learners a list is to hold; it stands in the address."""

    in_address = True
    q = StringField(lazy("Part of a name"), [Length(max=100)])
    school = SelectField(lazy("School"), validate_choice=False)
    class_name = StringField(lazy("Class"), [Length(max=40)])
    on = DateField(lazy("As at the end of"))
    known = DateField(lazy("As known at the end of"))

    @property
    def known_at(self) -> datetime | None:
        """The moment, or nothing for now."""
        return end_of_day(self.known.data)

    def offer(self, schools: Sequence[Organisation], language: str) -> None:
        """Fill the choices."""
        named = [(str(school.id), school.called(language)) for school in schools]
        self.school.choices = [("", lazy("Any")), *named]


class LearnerForm(Form):
    """A learner, as the school has them."""

    given_name = StringField(lazy("Given name"), [Length(max=100)])
    family_name = StringField(lazy("Family name"), [Length(max=100)])
    date_of_birth = DateField(lazy("Date of birth"))
    school = SelectField(lazy("School"))
    year = StringField(lazy("Year group"), [Length(max=20)])
    class_name = StringField(lazy("Class"), [Length(max=40)])
    upn = StringField(lazy("Unique pupil number (UPN)"), [Length(max=20)])
    admission_number = StringField(lazy("Admission number"), [Length(max=20)])
    holds_from = DateField(lazy("From"), [InputRequired()], default=clock.today)
    because = StringField(
        lazy("Reason"),
        [Length(max=300)],
        description=lazy("Needed where something was said of that day already and was wrong."),
    )

    def offer(self, schools: Sequence[Organisation], language: str, leaves: bool) -> None:
        """Fill the choices; `leaves` adds that the learner has left."""
        named = [(str(school.id), school.called(language)) for school in schools]
        self.school.choices = [*named, *([("", lazy("None: has left"))] if leaves else [])]

    @staticmethod
    def showing(line: LearnerLine) -> dict[str, Any]:
        """What a line says, as the form has it."""
        names = ("given_name", "family_name", "date_of_birth", "year", "class_name", "upn")
        said = {name: getattr(line, name) for name in (*names, "admission_number")}
        return {**said, "school": str(line.part_id or ""), "holds_from": clock.today()}


class GuardianForm(Form):
    """Somebody who has a learner in their care."""

    number = StringField(lazy("Member number"), [DataRequired(), Length(max=40)])
    relation = RadioField(
        lazy("What are they to the learner?"),
        choices=[(relation.value, text) for relation, text in RELATIONS.items()],
        default=Relation.PARENT.value,
    )
    since = DateField(lazy("Since"), [InputRequired()], default=clock.today)


class EndForm(Form):
    """The last day of something."""

    until = DateField(lazy("Until the end of"), [InputRequired()], default=clock.today)


class TieCorrectionForm(Form):
    """What was right of a guardian's tie, or that it never was."""

    relation = RadioField(
        lazy("What are they to the learner?"),
        choices=[(relation.value, text) for relation, text in RELATIONS.items()],
    )
    since = DateField(lazy("Since"), [InputRequired()])
    until = DateField(
        lazy("Until the end of"), description=lazy("Empty means that it holds to this day.")
    )
    never = BooleanField(lazy("It was never so"))
    because = StringField(lazy("Reason"), [DataRequired(), Length(max=300)])


class MemberNumberForm(Form):
    """Which member somebody is, since when, and why it is said otherwise now."""

    number = StringField(
        lazy("Member number"),
        [Length(max=40)],
        description=lazy("Empty means that they are no member."),
    )
    holds_from = DateField(lazy("From"), description=lazy("Empty means that it was always so."))
    because = StringField(
        lazy("Reason"),
        [Length(max=300)],
        description=lazy("Needed where something else was noted before."),
    )


class DutiesForm(Form):
    """What the trust's constituencies are for."""

    learners = SelectField(DUTIES[Duty.LEARNERS])
    guardians = SelectField(DUTIES[Duty.GUARDIANS])
    alumni = SelectField(DUTIES[Duty.ALUMNI])

    def offer(self, constituencies: Mapping[int, str]) -> None:
        """Fill the choices."""
        named = [(str(number), name) for number, name in constituencies.items()]
        for field in (self.learners, self.guardians, self.alumni):
            field.choices = [("", lazy("None")), *named]


class SeatsForm(Form):
    """How many seats a constituency of a school has."""

    school = SelectField(lazy("School"))
    constituency = SelectField(lazy("Constituency"))
    seats = IntegerField(
        lazy("Number of seats"), [InputRequired(), NumberRange(min=0, max=100)], default=1
    )
    term_years = IntegerField(
        lazy("Length of the term in years"),
        [InputRequired(), NumberRange(min=1, max=10)],
        default=3,
    )

    def offer(
        self, schools: Sequence[Organisation], constituencies: Mapping[int, str], language: str
    ) -> None:
        """Fill the choices."""
        self.school.choices = [
            ("", lazy("The whole cluster")),
            *((str(school.id), school.called(language)) for school in schools),
        ]
        self.constituency.choices = [(str(n), name) for n, name in constituencies.items()]


class SeatSizeForm(Form):
    """The same, of seats that are there."""

    seats = IntegerField(lazy("Number of seats"), [InputRequired(), NumberRange(min=0, max=100)])
    term_years = IntegerField(
        lazy("Length of the term in years"), [InputRequired(), NumberRange(min=1, max=10)]
    )
    holds_from = DateField(lazy("From"), description=lazy("Empty means today."))
    because = StringField(
        lazy("Reason"),
        [Length(max=300)],
        description=lazy("Needed where it holds from a day that has passed."),
    )


class HolderForm(Form):
    """Who takes a seat."""

    number = StringField(lazy("Member number"), [DataRequired(), Length(max=40)])
    since = DateField(lazy("From"), [InputRequired()], default=clock.today)


class StandingDownForm(Form):
    """The end of somebody's time in a seat."""

    on = DateField(lazy("Last day in the seat"), [InputRequired()], default=clock.today)
    because = StringField(lazy("Why?"), [Length(max=300)])


class SeatCorrectionForm(Form):
    """What was right of somebody's time in a seat."""

    never = BooleanField(lazy("They never had this seat"))
    since = DateField(lazy("From"), [InputRequired()])
    until = DateField(lazy("Last day of the term"), [InputRequired()])
    stood_down_on = DateField(
        lazy("Last day in the seat"),
        description=lazy("Only where they stood down before the end of the term."),
    )
    because = StringField(lazy("Reason"), [DataRequired(), Length(max=300)])


class ElectionsForm(Form):
    """Elections over the whole cluster, for these seats, at these times."""

    seats = CheckboxesField(lazy("For which seats?"), [InputRequired()])
    qualifying_on = DateField(
        lazy("Qualifying date: members at the end of this day may vote"), [InputRequired()]
    )
    opens_on = DateField(lazy("Voting opens on"), [InputRequired()])
    opens_time = TimeField(lazy("Voting opens at"), [InputRequired()], default=time(9))
    closes_on = DateField(lazy("Voting closes on"), [InputRequired()])
    closes_time = TimeField(lazy("Voting closes at"), [InputRequired()], default=time(17))


class ClassVoteForm(Form):
    """A question to classes."""

    school = SelectField(lazy("School"))
    question = StringField(lazy("Question, in English"), [DataRequired(), Length(max=300)])
    question_cy = StringField(lazy("Question, in Welsh"), [Length(max=300)])
    options = TextAreaField(
        lazy("Answers, in English"),
        [DataRequired(), Length(max=2000)],
        description=lazy("One on each line."),
    )
    options_cy = TextAreaField(
        lazy("Answers, in Welsh"),
        [Length(max=2000)],
        description=lazy("In the same order, one on each line."),
    )

    def offer(self, schools: Sequence[Organisation], language: str) -> None:
        """Fill the choices."""
        self.school.choices = [(str(school.id), school.called(language)) for school in schools]


class TallyForm(Form):
    """What a class said. The numbers are fields of their own: see `counts_of`."""

    class_name = StringField(lazy("Class"), [DataRequired(), Length(max=40)])


class RollOverForm(Form):
    """A school's list, uploaded."""

    school = SelectField(lazy("School"))
    file = FileField(lazy("List of learners"))
    holds_from = DateField(
        lazy("First day of the new school year"),
        [InputRequired()],
        description=lazy("What the list says holds from this day. Leavers leave on it."),
    )
    admits = BooleanField(
        lazy("Enter new learners who are old enough in the register of members"),
        description=lazy(
            "Tick this only where their signed applications are in the school’s hands."
        ),
    )

    def offer(self, schools: Sequence[Organisation], language: str) -> None:
        """Fill the choices."""
        self.school.choices = [(str(school.id), school.called(language)) for school in schools]


def counts_of(sent: Mapping[str, Any], options: int) -> list[int] | None:
    """The hands for each answer as the page sent them; None where one is no number."""
    counts = []
    for n in range(options):
        text = str(sent.get(f"count-{n}", "")).strip() or "0"
        if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= 500):
            return None
        counts.append(int(text))
    return counts
