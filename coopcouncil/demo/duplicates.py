"""People who are in the trust's register twice: some to decide about, two merged already."""

from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.members.actions import admit
from coopcouncil.members.duplicates.merging import merge
from coopcouncil.members.duplicates.rounds import look_through
from coopcouncil.members.kinds import Fact
from coopcouncil.members.models import Constituency, Member
from coopcouncil.organisations.models import Organisation

# Name, born, e-mail, address, postcode, constituency, school.
_TWICE = (
    # A teacher whose child is at the school: once from either list.
    ("Siân", "Prydderch", "1979-03-14", "sian.prydderch@post.example", 4, "parents", 1),
    ("Sian", "Prytherch", "1979-03-14", "s.prydderch@work.example", 4, "staff", 7),
    # One in each language.
    ("Ieuan", "ap Huw", "1984-11-02", "ieuan@aphuw.example", 9, "parents", 2),
    ("Evan", "Pugh", "1984-11-02", "", 9, "community", 2),
    # Mother and daughter of one name, or one person: only somebody who knows them can say.
    ("Carys", "Hopkin", "1961-06-30", "hopkin@post.example", 15, "community", 3),
    ("Carys", "Hopkin", None, "hopkin@post.example", 15, "parents", 3),
    # Two figures exchanged, and Mac.
    ("Mairead", "McDonnell", "1990-07-12", "mairead.mcd@post.example", 21, "parents", 4),
    ("Mairead", "MacDonnell", "1990-12-07", "mairead.mcd@post.example", 21, "community", 4),
    # Merged already.
    ("Owain", "Bebb", "1972-01-25", "owain.bebb@post.example", 33, "alumni", 0),
    ("Owen", "Bebb", "1972-01-25", "owain.bebb@post.example", 33, "community", 5),
)


async def fill(trust: Organisation, today: date, by: Person) -> None:
    """Admit them, merge the last two, and have the register looked through."""
    groups = {group.key: group.id for group in await Constituency.within(trust)}
    schools = await Organisation.filter(parent_id=trust.id).order_by("slug")
    made: list[Member] = []
    for given, family, born, email, house, group, school in _TWICE:
        facts: dict[str, Fact] = {
            "given_name": given,
            "family_name": family,
            "date_of_birth": born,
            "email": email,
            "postal_address": f"{house} Chapel Street\nCalderbrook",
            "postcode": f"ZZ4 {house % 9}QP",
            "constituency_id": groups[group],
            "part_id": schools[school].id if school else None,
            "joined_on": (today - timedelta(days=3)).isoformat(),
            "language": "en",
        }
        made.append(await admit(trust, facts, by=by, reason="From the schools’ forms."))
    reason = "He filled in two forms, he says."
    await merge(trust, made[-2], made[-1], {}, reason=reason, by=by)
    await look_through(trust)
