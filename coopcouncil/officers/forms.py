"""What is written of officers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
    Email,
    EmailField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.kinds import PURPOSES, Fact
from coopcouncil.members.labels import PURPOSES as PURPOSE_NAMES
from coopcouncil.members.labels import Names
from coopcouncil.officers.kinds import UNKNOWN, AgeProof, Chosen, Ending, Office, offices_in
from coopcouncil.officers.labels import CHOSEN, ENDINGS, office_name
from coopcouncil.officers.rules.refusals import facts_of_leaving
from coopcouncil.organisations.models import Organisation

_TEXTS = ("given_name", "family_name", "postal_address", "postcode", "email")
_KEPT_AS = {
    "member_number": "member_id",
    "constituency": "constituency_id",
    "age_checked": "age_proof",
}


class DayForm(Form):
    """As at a day, as known on a day; it stands in the address."""

    in_address = True

    on = DateField(lazy("As at the end of"))
    known = DateField(lazy("As known at the end of"))


class MeetingDayForm(Form):
    """The day of an annual meeting; it stands in the address."""

    in_address = True

    on = DateField(lazy("Day of the annual meeting"))
    known = DateField(lazy("As known at the end of"))


class OfficerForm(Form):
    """Somebody who holds office."""

    member_number = StringField(
        lazy("Member number"),
        [Optional(), Length(max=40)],
        description=lazy(
            "Of a member: name, address and date of birth that you leave empty are taken from "
            "the register of members."
        ),
    )
    given_name = StringField(lazy("Given name"), [Optional(), Length(max=100)])
    family_name = StringField(lazy("Family name"), [Optional(), Length(max=100)])
    offices = CheckboxesField(lazy("Which offices?"), [InputRequired()])
    chosen = RadioField(
        lazy("How did they come to the committee?"),
        choices=[*((c.value, text) for c, text in CHOSEN.items()), ("", lazy("Not on it"))],
        default=Chosen.ELECTED.value,
    )
    chosen_on = DateField(
        lazy("Day of the election or appointment"),
        description=lazy("Empty means the day of taking office."),
    )
    constituency = SelectField(lazy("Constituency that elected them"))
    is_employee = BooleanField(lazy("They are an employee of the organisation"))
    postal_address = TextAreaField(lazy("Postal address"), [Optional(), Length(max=1000)])
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])
    email = EmailField(lazy("E-mail address"), [Optional(), Email(), Length(max=254)])
    email_purposes = CheckboxesField(
        lazy("What is the e-mail address for?"),
        choices=[(purpose, PURPOSE_NAMES[purpose]) for purpose in PURPOSES],
        description=lazy("As the officer notified it."),
    )
    date_of_birth = DateField(lazy("Date of birth"))
    age_checked = BooleanField(
        lazy("I have checked that they are old enough, though I do not keep the date of birth")
    )
    on = DateField(lazy("From which day is this so?"), [InputRequired()])
    reason = StringField(lazy("Reason"), [Optional(), Length(max=500)])

    def offer(self, org: Organisation, names: Names) -> None:
        """Fill the choices; where there is nothing to choose, there is no question."""
        self.offices.choices = [(office.value, office_name(office, org)) for office in Office]
        if names.constituencies:
            self.constituency.choices = [
                ("", lazy("None")),
                *((str(key), name) for key, name in names.constituencies.items()),
            ]
        else:
            del self.constituency

    def facts(self) -> dict[str, Fact]:
        """The facts that were asked, as the journal writes them; the view finds the member."""
        facts: dict[str, Fact] = {
            name: self[name].data or "" for name in _TEXTS if name in self._fields
        }
        if self.offices:
            held = self.offices.data
            facts["offices"] = " ".join(office.value for office in Office if office.value in held)
        if self.chosen:
            sits = not self.offices or Office.COMMITTEE.value in self.offices.data
            day = self.chosen_on.data or self.on.data
            facts["chosen"] = self.chosen.data if sits else ""
            facts["chosen_on"] = _iso(day) if facts["chosen"] else None
        if self.is_employee:
            facts["is_employee"] = "yes" if self.is_employee.data else ""
        if self.email_purposes:
            facts["email_purposes"] = " ".join(self.email_purposes.data or ())
        if self.date_of_birth:
            facts["date_of_birth"] = _iso(self.date_of_birth.data)
        if self.age_checked:
            facts["age_proof"] = AgeProof.CHECKED.value if self.age_checked.data else ""
        if self.constituency:
            chosen_by = self.constituency.data
            facts["constituency_id"] = int(chosen_by) if chosen_by else None
        return facts

    @classmethod
    def showing(cls, facts: Mapping[str, Fact], number: str, on: date) -> dict[str, Any]:
        """The data that shows these facts."""
        return {
            **{name: value for name, value in facts.items() if value is not None},
            "member_number": number,
            "offices": [office.value for office in offices_in(facts["offices"])],
            "constituency": str(facts["constituency_id"] or ""),
            "email_purposes": str(facts["email_purposes"]).split(),
            "is_employee": bool(facts["is_employee"]),
            "age_checked": bool(facts["age_proof"]),
            "date_of_birth": _date(facts["date_of_birth"]),
            "chosen_on": _date(facts["chosen_on"]),
            "on": on,
        }


class CorrectOfficerForm(OfficerForm):
    """Putting a line right: only the facts of that line are asked, and why."""

    ending = RadioField(
        lazy("How did they leave?"),
        [InputRequired()],
        choices=[(ending.value, text) for ending, text in ENDINGS.items()],
    )
    reason = StringField(lazy("Why is it corrected?"), [InputRequired(), Length(max=500)])

    def only(self, names: frozenset[str], is_leaving: bool) -> None:
        """Leave out what the line does not state; of a leaving, ask how and when alone."""
        for field in list(self):
            kept = _KEPT_AS.get(field.name, field.name)
            left_out = kept in UNKNOWN and kept not in names
            if is_leaving:
                left_out = field.name not in ("ending", "on", "reason")
            if left_out or (field.name == "ending" and not is_leaving):
                del self[field.name]

    def facts(self) -> dict[str, Fact]:
        """The facts that were asked."""
        if self.ending:
            return {**facts_of_leaving(Ending(self.ending.data))}
        return super().facts()


class ElectionForm(Form):
    """Elected or appointed again."""

    chosen = RadioField(
        lazy("How did they come to the committee?"),
        choices=[(c.value, CHOSEN[c]) for c in (Chosen.ELECTED, Chosen.COOPTED, Chosen.APPOINTED)],
        default=Chosen.ELECTED.value,
    )
    on = DateField(lazy("Day of the election or appointment"), [InputRequired()])
    reason = StringField(lazy("Reason"), [Optional(), Length(max=500)])


class LeaveOfficeForm(Form):
    """Leaving every office."""

    on = DateField(lazy("From which day do they hold no office?"), [InputRequired()])
    ending = RadioField(
        lazy("How did they leave?"),
        [InputRequired()],
        choices=[(ending.value, text) for ending, text in ENDINGS.items()],
    )
    reason = StringField(lazy("Reason"), [Optional(), Length(max=500)])


class DeclareForm(Form):
    """An interest declared."""

    officer = SelectField(lazy("Whose interest is it?"), coerce=int)
    concerns = StringField(
        lazy("Whom or what does it concern?"),
        [InputRequired(), Length(max=200)],
        description=lazy("A company, a contract, a property, a person close to you."),
    )
    nature = TextAreaField(lazy("What is the interest?"), [InputRequired(), Length(max=2000)])
    declared_on = DateField(lazy("Day on which it was declared"), [InputRequired()])


class EndInterestForm(Form):
    """The end of an interest."""

    ended_on = DateField(lazy("Until which day?"), [InputRequired()])
    how = RadioField(
        lazy("What happened?"),
        choices=[
            ("ended", lazy("The interest is over")),
            ("mistaken", lazy("It was declared by mistake")),
        ],
        default="ended",
    )
    reason = StringField(lazy("Reason"), [Optional(), Length(max=500)])


class LotForm(Form):
    """Who watches the lots being drawn."""

    witness = StringField(
        lazy("Who watches?"),
        [InputRequired(), Length(max=200)],
        description=lazy("The name of somebody besides you. It is kept with the order drawn."),
    )


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: Fact) -> date | None:
    return date.fromisoformat(str(value)) if value else None
