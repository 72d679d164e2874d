"""The register's facts in words, for pages: what each is called, and how its value reads."""

from collections.abc import Mapping
from datetime import date

from coopcouncil.kernel.i18n import gettext, language, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_money, shown_number
from coopcouncil.members.fits import words_from_fits
from coopcouncil.members.kinds import Cause, Fact, Format, Kind, MemberKind, Status
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.models import Organisation

FACTS = {
    "given_name": lazy("Given name"),
    "family_name": lazy("Family name"),
    "status": lazy("Status"),
    "joined_on": lazy("Date joined"),
    "left_on": lazy("Date left"),
    "left_because": lazy("How membership ended"),
    "constituency_id": lazy("Constituency"),
    "part_id": lazy("School"),
    "fits": lazy("Qualifies besides in"),
    "member_class": lazy("Class of member"),
    "member_kind": lazy("Person or organisation"),
    "representative": lazy("Representative"),
    "representative_email": lazy("Representative’s e-mail address"),
    "email": lazy("E-mail address"),
    "email_purposes": lazy("What the e-mail address is for"),
    "postal_address": lazy("Postal address"),
    "postcode": lazy("Postcode"),
    "language": lazy("Language"),
    "format": lazy("Format of letters"),
    "date_of_birth": lazy("Date of birth"),
    "shares": lazy("Number of shares"),
    "amount_paid": lazy("Amount paid on shares"),
    "other_property": lazy("Other property in the society"),
}
STATUSES = {
    Status.APPLICANT: lazy("Applicant"),
    Status.MEMBER: lazy("Member"),
    Status.SUSPENDED: lazy("Suspended"),
    Status.LEFT: lazy("Left"),
}
FORMATS = {
    Format.STANDARD: lazy("Standard print"),
    Format.LARGE_PRINT: lazy("Large print"),
    Format.AUDIO: lazy("Audio"),
    Format.BRAILLE: lazy("Braille"),
    Format.TELEPHONE: lazy("By telephone"),
}
LANGUAGES = {"en": lazy("English"), "cy": lazy("Welsh")}
PURPOSES = {
    "notices": lazy("Notices and papers of meetings"),
    "voting": lazy("Votes and elections"),
    "news": lazy("News"),
    "none": lazy("None of these"),
}
KINDS = {
    Kind.ADMISSION: lazy("Admitted"),
    Kind.CHANGE: lazy("Details changed"),
    Kind.CORRECTION: lazy("Corrected"),
    Kind.LEAVING: lazy("Leaving recorded"),
    Kind.RETURN: lazy("Came back"),
    Kind.IMPORT: lazy("From a list"),
    Kind.MERGE: lazy("Merged with a duplicate"),
    Kind.UNDO: lazy("Undone"),
}


MEMBER_KINDS = {
    MemberKind.PERSON: lazy("A person"),
    MemberKind.ORGANISATION: lazy("An organisation"),
}
CAUSES = {
    Cause.RESIGNED: lazy("Resigned"),
    Cause.EXPELLED: lazy("Expelled"),
    Cause.DIED: lazy("Died"),
    Cause.LAPSED: lazy("Lapsed"),
    Cause.INELIGIBLE: lazy("No longer eligible"),
}

_WORDS: dict[str, dict[str, object]] = {
    "status": {status.value: text for status, text in STATUSES.items()},
    "format": {form.value: text for form, text in FORMATS.items()},
    "language": dict(LANGUAGES),
    "member_kind": {kind.value: text for kind, text in MEMBER_KINDS.items()},
    "left_because": {cause.value: text for cause, text in CAUSES.items()},
}


class Names:
    """What constituencies and schools are called, in the reader's language."""

    def __init__(self, constituencies: Mapping[int, str], parts: Mapping[int, str]) -> None:
        self.constituencies, self.parts = constituencies, parts


async def names_of(org: Organisation) -> Names:
    """The names of this organisation's constituencies and schools."""
    lang = language.get()
    constituencies = await Constituency.within(org).order_by("place", "id")
    parts = await Organisation.filter(parent_id=org.id).order_by("name")
    return Names(
        {c.id: c.called(lang) for c in constituencies}, {p.id: p.called(lang) for p in parts}
    )


def words_for(name: str, value: Fact | date, names: Names) -> str:
    """The value of a fact as a page says it; empty where nothing is known."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return shown_date(value)
    if value in _WORDS.get(name, {}):
        return str(_WORDS[name][str(value)])
    if name in ("date_of_birth", "joined_on", "left_on"):
        return shown_date(date.fromisoformat(str(value)))
    if name == "constituency_id":
        return names.constituencies.get(int(value), "")
    if name == "part_id":
        return names.parts.get(int(value), "")
    if name == "fits":
        return words_from_fits(str(value), names.constituencies, names.parts, "\n")
    if name == "email_purposes":
        return ", ".join(str(PURPOSES.get(p, p)) for p in str(value).split())
    if name == "amount_paid":
        return shown_money(Money(int(value)))
    if name == "shares":
        return shown_number(int(value))
    return str(value)


def sentence_for(name: str, value: Fact, names: Names) -> str:
    """A change of one fact in a history."""
    words = words_for(name, value, names)
    if not words:
        return gettext("{fact}: taken out").format(fact=FACTS[name])
    return gettext("{fact}: {value}").format(fact=FACTS[name], value=words.replace("\n", ", "))
