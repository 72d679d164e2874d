"""The closed sets of the register, and the facts that it keeps of each member."""

from enum import StrEnum


class Status(StrEnum):
    """Where someone stands with the register."""

    APPLICANT = "applicant"
    MEMBER = "member"
    SUSPENDED = "suspended"
    LEFT = "left"


class Format(StrEnum):
    """How someone wants to be written to, or rung."""

    STANDARD = "standard"
    LARGE_PRINT = "large-print"
    AUDIO = "audio"
    BRAILLE = "braille"
    TELEPHONE = "telephone"


class MemberKind(StrEnum):
    """A member is a person, or an organisation that a named person speaks for."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Cause(StrEnum):
    """Why a membership ended."""

    RESIGNED = "resigned"
    EXPELLED = "expelled"
    DIED = "died"
    LAPSED = "lapsed"
    INELIGIBLE = "ineligible"


class Kind(StrEnum):
    """Why things were recorded together."""

    ADMISSION = "admission"
    CHANGE = "change"
    CORRECTION = "correction"
    LEAVING = "leaving"
    RETURN = "return"
    IMPORT = "import"
    MERGE = "merge"
    UNDO = "undo"


# A fact as the journal keeps it: dates as ISO text, rows by their number.
Fact = str | int | None

UNKNOWN: dict[str, Fact] = {
    "given_name": "",
    "family_name": "",
    "email": "",
    "email_purposes": "",
    "postal_address": "",
    "postcode": "",
    "date_of_birth": None,
    "language": "",
    "format": Format.STANDARD.value,
    "constituency_id": None,
    "part_id": None,
    "fits": "",
    "member_class": "",
    "member_kind": MemberKind.PERSON.value,
    "representative": "",
    "representative_email": "",
    "status": Status.APPLICANT.value,
    "joined_on": None,
    "left_on": None,
    "left_because": "",
    "shares": None,
    "amount_paid": None,
    "other_property": "",
}
"""Every fact of a member, with what stands for it while nothing is known."""

PURPOSES = ("notices", "voting", "news")
"""What a member may notify an e-mail address for (s.30 of the 2014 Act): kept as these words,
parted by spaces. An address of which no purpose is noted was notified for receiving documents
of every kind, which is what the law means by one in the register; news always needs its word."""

NO_PURPOSE = "none"
"""What stands instead of purposes where a member wants the address written to for none of them:
an empty text would mean all but news."""


def notified_for(purposes: str, purpose: str) -> bool:
    """Whether an address with these purposes may be written to for this one.

    >>> notified_for("", "notices"), notified_for("voting", "notices"), notified_for("", "news")
    (True, False, False)
    """
    return purpose in purposes.split() or (not purposes and purpose != "news")
