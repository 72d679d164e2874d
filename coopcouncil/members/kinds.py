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


class Kind(StrEnum):
    """Why things were recorded together."""

    ADMISSION = "admission"
    CHANGE = "change"
    CORRECTION = "correction"
    LEAVING = "leaving"
    RETURN = "return"
    IMPORT = "import"
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
    "member_class": "",
    "status": Status.APPLICANT.value,
    "joined_on": None,
    "left_on": None,
    "shares": None,
    "amount_paid": None,
    "other_property": "",
}
"""Every fact of a member, with what stands for it while nothing is known."""
