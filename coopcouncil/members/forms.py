"""What people write about members, and what they search for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import (
    CheckboxesField,
    DateField,
    Email,
    EmailField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.members.fits import (
    NoSuchPlace,
    fits_from_words,
    read_fits,
    without,
    words_from_fits,
    written_fits,
)
from coopcouncil.members.kinds import PURPOSES, UNKNOWN, Cause, Fact, Format, MemberKind
from coopcouncil.members.labels import CAUSES, FORMATS, LANGUAGES, MEMBER_KINDS, STATUSES, Names
from coopcouncil.members.labels import PURPOSES as PURPOSE_NAMES
from coopcouncil.members.words import folded

ANY = ("", lazy("Any"))
NONE = ("none", lazy("None"))
KEPT_AS = {"constituency": "constituency_id", "part": "part_id", "fits_in": "fits"}
_NUMBERS = ("constituency", "part")
_PLACE = ("constituency_id", "part_id")
_BORN = "date_of_birth"
_OLDEST = date(1900, 1, 1)
_MOST_PENCE = 10**13


class SearchForm(Form):
    """What the list is to hold; it stands in the address."""

    in_address = True

    q = StringField(lazy("Search"))
    status = SelectField(lazy("Status"), default="members", validate_choice=False)
    constituency = SelectField(lazy("Constituency"), validate_choice=False)
    part = SelectField(lazy("School"), validate_choice=False)
    member_class = SelectField(lazy("Class of member"), validate_choice=False)
    language = SelectField(lazy("Language"), validate_choice=False)
    format = SelectField(lazy("Format of letters"), validate_choice=False)
    email = SelectField(lazy("E-mail address"), validate_choice=False)
    on = DateField(lazy("As at the end of"))
    known = DateField(lazy("As known at the end of"))

    def offer(self, names: Names, classes: list[str]) -> None:
        """Fill the choices."""
        self.status.choices = [
            ("members", lazy("Members")),
            ("all", lazy("Everybody ever")),
            *((status.value, text) for status, text in STATUSES.items()),
        ]
        self.constituency.choices = [ANY, NONE, *_numbered(names.constituencies)]
        self.part.choices = [ANY, NONE, *_numbered(names.parts)]
        self.member_class.choices = [ANY, *((name, name) for name in classes)]
        self.language.choices = [ANY, ("none", lazy("Not known")), *LANGUAGES.items()]
        self.format.choices = [ANY, *((f.value, text) for f, text in FORMATS.items())]
        self.email.choices = [ANY, ("yes", lazy("Has one")), ("no", lazy("Has none"))]


class DetailsForm(Form):
    """What the register is to say of a member."""

    given_name = StringField(lazy("Given name"), [Optional(), Length(max=100)])
    family_name = StringField(lazy("Family name"), [Optional(), Length(max=100)])
    email = EmailField(lazy("E-mail address"), [Optional(), Email(), Length(max=254)])
    email_purposes = CheckboxesField(
        lazy("What is the e-mail address for?"),
        choices=[(purpose, PURPOSE_NAMES[purpose]) for purpose in PURPOSES],
        description=lazy("As the member notified. Nothing ticked means all but news."),
    )
    postal_address = TextAreaField(lazy("Postal address"), [Optional(), Length(max=1000)])
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])
    date_of_birth = DateField(lazy("Date of birth"))
    language = RadioField(
        lazy("Language"), choices=[*LANGUAGES.items(), ("", lazy("Not known"))], default=""
    )
    format = SelectField(
        lazy("Format of letters"),
        choices=[(f.value, text) for f, text in FORMATS.items()],
        default=Format.STANDARD.value,
    )
    constituency = SelectField(lazy("Constituency"))
    part = SelectField(lazy("School"))
    fits = TextAreaField(
        lazy("Qualifies besides in"),
        [Optional(), Length(max=2000)],
        description=lazy(
            "Where else the member qualifies without voting there. One on a line: the "
            "constituency, then a colon and the school, where there is one."
        ),
    )
    fits_in = CheckboxesField(
        lazy("Qualifies besides in"),
        description=lazy("Where else the member qualifies without voting there."),
    )
    member_class = StringField(lazy("Class of member"), [Optional(), Length(max=40)])
    member_kind = RadioField(
        lazy("Is the member a person or an organisation?"),
        choices=[(kind.value, text) for kind, text in MEMBER_KINDS.items()],
        default=MemberKind.PERSON.value,
    )
    representative = StringField(
        lazy("Representative"),
        [Optional(), Length(max=201)],
        description=lazy("Who speaks and votes for an organisation. Leave empty for a person."),
    )
    representative_email = EmailField(
        lazy("Representative’s e-mail address"), [Optional(), Email(), Length(max=254)]
    )
    shares = IntegerField(lazy("Number of shares"), [Optional(), NumberRange(min=0, max=10**12)])
    amount_paid = MoneyField(lazy("Amount paid on shares"))
    other_property = TextAreaField(
        lazy("Other property in the society"), [Optional(), Length(max=1000)]
    )

    def offer(self, names: Names) -> None:
        """Fill the choices; where there is nothing to choose, there is no question."""
        nothing = ("", lazy("Not known"))
        for name, known in (("constituency", names.constituencies), ("part", names.parts)):
            if known:
                self[name].choices = [nothing, *_numbered(known)]
            else:
                del self[name]
        self._names = names
        # Boxes to tick where that is few; lines to write where each school has its own.
        if not names.constituencies or names.parts:
            del self["fits_in"]
        else:
            self.fits_in.choices = _numbered(names.constituencies)
        if not names.constituencies or not names.parts:
            del self["fits"]
        elif self.fits.raw_data is None:
            self.fits.data = words_from_fits(
                self.fits.data or "", names.constituencies, names.parts, "\n"
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything could be read; sums below nothing cannot."""
        good = super().validate(extra_validators)
        paid = self.amount_paid.data if self.amount_paid else None
        if paid is not None and not 0 <= paid.pence <= _MOST_PENCE:
            self.wrong(str(lazy("Enter an amount of money, like 1,234.50.")), "amount_paid")
            good = False
        born = self.date_of_birth.data if self.date_of_birth else None
        if born is not None and not _OLDEST <= born <= clock.today():
            self.wrong(gettext("Enter a day of birth from 1900 on, not in the future."), _BORN)
            good = False
        try:
            self._fits()
        except NoSuchPlace as trouble:
            text = gettext("“{text}” is not a constituency here, or not with that school.")
            self.wrong(text.format(text=trouble), "fits")
            good = False
        return good

    def _fits(self) -> Fact:
        """Where the member qualifies besides the place of the vote."""
        if "fits_in" in self:
            return written_fits((int(one), None) for one in self.fits_in.data or [])
        if "fits" not in self:
            return ""
        ours = {folded(name): key for key, name in self._names.constituencies.items()}
        parts = {folded(name): key for key, name in self._names.parts.items()}
        return fits_from_words(self.fits.data or "", ours, parts)

    def facts(self) -> dict[str, Fact]:
        """The facts, as the journal writes them."""
        facts: dict[str, Fact] = {}
        for field in self:
            if field.name in KEPT_AS or field.name in UNKNOWN:
                facts[KEPT_AS.get(field.name, field.name)] = _fact(field.name, field.data)
        if "fits" in facts:
            votes_in = tuple(int(facts.get(name) or 0) or None for name in _PLACE)
            facts["fits"] = without(str(self._fits()), *votes_in)
        return facts

    @classmethod
    def showing(cls, facts: Mapping[str, Fact]) -> dict[str, Any]:
        """The data that shows these facts."""
        data: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
        for name in _NUMBERS:
            data[name] = str(facts[KEPT_AS[name]] or "")
        data["fits_in"] = [str(one) for one, _part in read_fits(str(facts["fits"]))]
        data["member_class"] = facts["member_class"]
        data["email_purposes"] = str(facts["email_purposes"]).split()
        for name in ("date_of_birth", "joined_on"):
            data[name] = date.fromisoformat(str(facts[name])) if facts[name] else None
        if facts["amount_paid"] is not None:
            data["amount_paid"] = Money(int(str(facts["amount_paid"])))
        return data


class NewMemberForm(DetailsForm):
    """Admitting a member."""

    number = StringField(lazy("Member number"), [Optional(), Length(max=40)])
    joined_on = DateField(lazy("Date joined"), [InputRequired()])


class ChangeForm(DetailsForm):
    """Changing details from a day on."""

    effective_on = DateField(lazy("From which day is this so?"), [InputRequired()])
    reason = StringField(lazy("Reason"), [Optional(), Length(max=500)])


class LeavingForm(Form):
    """Recording that a member leaves."""

    left_on = DateField(lazy("Which day did they leave, or will they?"), [InputRequired()])
    left_because = SelectField(
        lazy("How did membership end?"),
        # Nobody is expelled here: grounds, notice and hearing come first (`joining`).
        choices=[
            ("", lazy("Not known")),
            *((c.value, text) for c, text in CAUSES.items() if c is not Cause.EXPELLED),
        ],
        default=Cause.RESIGNED.value,
    )
    reason = StringField(lazy("Reason"), [Optional(), Length(max=500)])


class ReturnForm(Form):
    """Recording that a former member is one again."""

    on = DateField(lazy("Which day did they come back?"), [InputRequired()])
    reason = StringField(lazy("Reason"), [Optional(), Length(max=500)])


class CorrectionForm(DetailsForm):
    """Putting a line of the journal right; only the facts of that line are asked."""

    joined_on = DateField(lazy("Date joined"))
    left_on = DateField(lazy("Date left"))
    left_because = SelectField(
        lazy("How membership ended"),
        choices=[("", lazy("Not known")), *((c.value, text) for c, text in CAUSES.items())],
    )
    status = SelectField(
        lazy("Status"), choices=[(status.value, text) for status, text in STATUSES.items()]
    )
    effective_on = DateField(lazy("From which day is this so?"), [InputRequired()])
    reason = StringField(lazy("Why is it corrected?"), [InputRequired(), Length(max=500)])

    def only(self, names: frozenset[str]) -> None:
        """Leave out the fields whose facts the line does not state."""
        for field in list(self):
            kept = KEPT_AS.get(field.name, field.name)
            if (kept in UNKNOWN or field.name in KEPT_AS) and kept not in names:
                del self[field.name]


class ConstituencyForm(Form):
    """A constituency in both languages."""

    name = StringField(lazy("Name in English"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    votes = RadioField(
        lazy("Do its members vote?"),
        choices=[("yes", lazy("Yes")), ("no", lazy("No"))],
        default="yes",
    )


class ExportForm(Form):
    """Taking the list out: what for is written down."""

    purpose = StringField(
        lazy("What is the list for?"),
        [InputRequired(), Length(max=200)],
        description=lazy("Kept in the record of who did what."),
    )
    form = RadioField(
        lazy("Form"),
        choices=[("ods", lazy("Spreadsheet (ODS)")), ("csv", "CSV")],
        default="ods",
    )


def _numbered(names: Mapping[int, str]) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in names.items()]


def _fact(name: str, data: Any) -> Fact:
    if name in _NUMBERS:
        return int(data) if data else None
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, Money):
        return data.pence
    if isinstance(data, list):
        return " ".join(data)
    return data if data is not None else UNKNOWN[name]
