"""What the columns of a school's own list are: the headings that three systems give them. Pure.

The headings are those of the systems' usual reports (SIMS, Arbor, Bromcom). A school may name
its reports' columns as it likes, so they are a guess that the page lets a person change.
"""

import re
from collections.abc import Sequence

from coopcouncil.kernel.i18n import lazy

TARGETS = (
    "upn",
    "admission_number",
    "given_name",
    "family_name",
    "date_of_birth",
    "year",
    "class_name",
    *(f"contact{n}_{what}" for n in (1, 2) for what in ("given", "family", "name")),
    *(f"contact{n}_{what}" for n in (1, 2) for what in ("email", "relation")),
)
CALLED = {
    "upn": lazy("Unique pupil number (UPN)"),
    "admission_number": lazy("Admission number"),
    "given_name": lazy("Given name"),
    "family_name": lazy("Family name"),
    "date_of_birth": lazy("Date of birth"),
    "year": lazy("Year group"),
    "class_name": lazy("Class"),
    "contact1_given": lazy("First parent or carer: given name"),
    "contact1_family": lazy("First parent or carer: family name"),
    "contact1_name": lazy("First parent or carer: whole name"),
    "contact1_email": lazy("First parent or carer: e-mail address (only to find the member)"),
    "contact1_relation": lazy("First parent or carer: what they are to the learner"),
    "contact2_given": lazy("Second parent or carer: given name"),
    "contact2_family": lazy("Second parent or carer: family name"),
    "contact2_name": lazy("Second parent or carer: whole name"),
    "contact2_email": lazy("Second parent or carer: e-mail address (only to find the member)"),
    "contact2_relation": lazy("Second parent or carer: what they are to the learner"),
}

# By system, heading by heading; the legal name before the preferred one.
SIMS = {
    "upn": "upn",
    "adno": "admission_number",
    "admission number": "admission_number",
    "legal forename": "given_name",
    "forename": "given_name",
    "preferred forename": "given_name",
    "legal surname": "family_name",
    "surname": "family_name",
    "preferred surname": "family_name",
    "dob": "date_of_birth",
    "date of birth": "date_of_birth",
    "year": "year",
    "year group": "year",
    "year taught in": "year",
    "reg": "class_name",
    "reg group": "class_name",
    "registration group": "class_name",
}
ARBOR = {
    "upn": "upn",
    "arbor id": "admission_number",
    "student id": "admission_number",
    "admission number": "admission_number",
    "legal first name": "given_name",
    "first name": "given_name",
    "preferred first name": "given_name",
    "legal last name": "family_name",
    "last name": "family_name",
    "preferred last name": "family_name",
    "date of birth": "date_of_birth",
    "year group": "year",
    "current year group": "year",
    "registration form": "class_name",
    "current registration form": "class_name",
    "form": "class_name",
}
BROMCOM = {
    "upn": "upn",
    "admissionnumber": "admission_number",
    "admission no": "admission_number",
    "studentid": "admission_number",
    "legalfirstname": "given_name",
    "firstname": "given_name",
    "preferredfirstname": "given_name",
    "legallastname": "family_name",
    "lastname": "family_name",
    "preferredlastname": "family_name",
    "dateofbirth": "date_of_birth",
    "dob": "date_of_birth",
    "yeargroup": "year",
    "nc year": "year",
    "tutorgroup": "class_name",
    "tutor group": "class_name",
}
_CONTACTS = {
    "sims": (
        ("contact {n} ", "priority {n} contact ", "parental contact {n} "),
        {
            "forename": "given",
            "surname": "family",
            "full name": "name",
            "name": "name",
            "email": "email",
            "home email": "email",
            "relationship": "relation",
        },
    ),
    "arbor": (
        ("guardian {n} ", "primary guardian {n} ", "parent guardian {n} "),
        {
            "first name": "given",
            "last name": "family",
            "full name": "name",
            "name": "name",
            "email": "email",
            "email address": "email",
            "relationship": "relation",
            "relationship to student": "relation",
        },
    ),
    "bromcom": (
        ("contact{n}", "contact {n} ", "parent{n}"),
        {
            "firstname": "given",
            "lastname": "family",
            "fullname": "name",
            "name": "name",
            "email": "email",
            "relationship": "relation",
        },
    ),
}


def _headings_of_contacts(system: str) -> dict[str, str]:
    starts, ends = _CONTACTS[system]
    return {
        start.format(n=n) + end: f"contact{n}_{what}"
        for n in (1, 2)
        for start in starts
        for end, what in ends.items()
    }


SIMS |= _headings_of_contacts("sims")
ARBOR |= _headings_of_contacts("arbor")
BROMCOM |= _headings_of_contacts("bromcom")
SYSTEMS = {"sims": SIMS, "arbor": ARBOR, "bromcom": BROMCOM}
NAMES = {"sims": "SIMS", "arbor": "Arbor", "bromcom": "Bromcom"}
# Headings that one system alone gives.
_TELLING = {
    "sims": {"adno", "legal forename", "legal surname", "reg", "reg group", "year taught in"},
    "arbor": {"arbor id", "legal first name", "legal last name", "registration form"},
    "bromcom": {"admissionnumber", "legalfirstname", "legallastname", "tutorgroup", "yeargroup"},
}


def plain(heading: str) -> str:
    """A heading as the tables above have it.

    >>> plain(" Legal_Surname ")
    'legal surname'
    """
    return re.sub(r"[\s_\-.]+", " ", heading.strip().casefold()).strip()


def system_of(headings: Sequence[str]) -> str:
    """From which system the list probably comes, or "" for another.

    >>> system_of(["Adno", "UPN", "Legal Forename", "Legal Surname", "DOB", "Reg"])
    'sims'
    """
    found = {plain(heading) for heading in headings}
    scores = {system: len(found & telling) for system, telling in _TELLING.items()}
    best = max(scores, key=lambda system: scores[system])
    return best if scores[best] else ""


def guessed(headings: Sequence[str]) -> list[str]:
    """For each column what it probably is, or "" for one to leave out.

    Of two columns for one thing the one that stands first in its system's table is taken.

    >>> guessed(["Preferred Forename", "Legal Forename", "Legal Surname", "UPN", "Shoe size"])
    ['', 'given_name', 'family_name', 'upn', '']
    """
    tables = [SYSTEMS[system]] if (system := system_of(headings)) else []
    tables += [table for table in SYSTEMS.values() if table not in tables]
    best: dict[str, tuple[int, int, int]] = {}
    for column, heading in enumerate(headings):
        for rank, table in enumerate(tables):
            names = list(table)
            if (name := plain(heading)) in table:
                target, place = table[name], (rank, names.index(name), column)
                best[target] = min(best.get(target, place), place)
                break
    taken = {place[2]: target for target, place in best.items()}
    return [taken.get(column, "") for column in range(len(headings))]


def missing(targets: Sequence[str]) -> tuple[str, ...]:
    """What a list must have besides: names, and something to tell learners apart by."""
    lacking = [name for name in ("given_name", "family_name") if name not in targets]
    if not {"upn", "admission_number", "date_of_birth"} & set(targets):
        lacking.append("upn")
    return tuple(lacking)


def twice(targets: Sequence[str]) -> str:
    """What two columns are said to be, or ""."""
    kept = [target for target in targets if target]
    return next((target for target in kept if kept.count(target) > 1), "")
