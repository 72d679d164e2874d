"""The offices, how somebody comes to one and leaves it, and the facts kept of each officer."""

from enum import StrEnum

from coopcouncil.members.kinds import Fact


class Office(StrEnum):
    """What may be held; several at once by one person."""

    COMMITTEE = "committee"
    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    MANAGER = "manager"


class Chosen(StrEnum):
    """How somebody came to sit on the committee."""

    FOUNDING = "founding"
    ELECTED = "elected"
    COOPTED = "co-opted"
    APPOINTED = "appointed"


class Ending(StrEnum):
    """Why somebody holds no office any more."""

    RETIRED = "retired"
    RESIGNED = "resigned"
    REMOVED = "removed"
    DISQUALIFIED = "disqualified"
    DIED = "died"


class Deed(StrEnum):
    """What a line of the journal records."""

    TOOK_OFFICE = "took-office"
    CHANGED = "changed"
    CHOSEN_AGAIN = "chosen-again"
    LEFT = "left"
    CORRECTED = "corrected"


class AgeProof(StrEnum):
    """How the age is known where the day of birth is not kept."""

    NONE = ""
    CHECKED = "checked"


UNKNOWN: dict[str, Fact] = {
    "given_name": "",
    "family_name": "",
    "postal_address": "",
    "postcode": "",
    "email": "",
    "email_purposes": "",
    "date_of_birth": None,
    "age_proof": "",
    "member_id": None,
    "constituency_id": None,
    "is_employee": "",
    "offices": "",
    "chosen": "",
    "chosen_on": None,
    "ending": "",
}
"""Every fact of an officer, with what stands for it while nothing is known. `offices` are parted
by spaces; somebody with none holds no office then. The day of taking an office is not kept
beside it: it is the day from which the line holds that says so."""


def offices_in(text: Fact) -> tuple[Office, ...]:
    """The offices of the fact, in the order of the list.

    >>> offices_in("treasurer committee")
    (<Office.COMMITTEE: 'committee'>, <Office.TREASURER: 'treasurer'>)
    """
    held = str(text or "").split()
    return tuple(office for office in Office if office.value in held)
