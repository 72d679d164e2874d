"""Builders: a test varies only what it is about."""

import itertools
from datetime import date, time
from typing import Any

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import clock
from coopcouncil.meetings.actions.agenda import ItemDraft, add_item
from coopcouncil.meetings.actions.calling import When, begin_meeting
from coopcouncil.meetings.models import ItemKind, Meeting
from coopcouncil.meetings.models import Kind as MeetingKind
from coopcouncil.members.actions import admit
from coopcouncil.members.kinds import Fact
from coopcouncil.members.models import Constituency, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.actions import grant, record_rules
from coopcouncil.organisations.models import (
    LegalForm,
    Nation,
    Organisation,
    Role,
    RulebookVersion,
)
from coopcouncil.organisations.rulebook import Rulebook

_numbers = itertools.count(1)


async def make_organisation(
    name: str = "Calderbrook Leisure",
    *,
    slug: str = "",
    legal_form: LegalForm = LegalForm.CO_OPERATIVE_SOCIETY,
    nation: Nation = Nation.ENGLAND,
    parent: Organisation | None = None,
) -> Organisation:
    """An organisation, without rules or officers."""
    return await Organisation.create(
        slug=slug or f"org-{next(_numbers)}",
        name=name,
        legal_form=legal_form,
        nation=nation,
        parent=parent,
        opened_at=clock.now(),
    )


async def make_person(name: str = "Ada Lovell", *addresses: str) -> Person:
    """Somebody with an account; without an address given, one of their own."""
    person = await Person.create(name=name, created_at=clock.now())
    for address in addresses or (f"person-{next(_numbers)}@example.org",):
        await EmailAddress.create(person=person, address=address, proven_at=clock.now())
    return person


async def make_officer(
    org: Organisation,
    role: Role = Role.SECRETARY,
    name: str = "Sioned Parry",
    over_cluster: bool = False,
) -> Person:
    """Somebody to whom the organisation gave a role; `over_cluster=True` for its schools too."""
    person = await make_person(name)
    await grant(org, person, role, by=None, over_cluster=over_cluster)
    return person


async def make_rules(
    org: Organisation, since: date = date(2020, 1, 1), **parameters: Any
) -> RulebookVersion:
    """The usual rules of the legal form, some said differently."""
    rules = Rulebook.usual(org.legal_form, **parameters)
    return await record_rules(org, rules, since, by=None, note="")


async def make_constituency(
    org: Organisation, name: str, *, name_cy: str = "", votes: bool = True
) -> Constituency:
    """A constituency; its key is its name in lower case."""
    key = name.lower().replace(" ", "-")
    return await Constituency.create(
        organisation=org, key=key, name=name, name_cy=name_cy, votes=votes
    )


async def make_member(
    org: Organisation,
    name: str = "Ada Lovell",
    *,
    constituency: Constituency | None = None,
    part: Organisation | None = None,
    email: str = "",
    joined_on: date = date(2020, 1, 1),
    number: str = "",
    **facts: Fact,
) -> RegisterEntry:
    """What the register says today of a new member; `.member_id` is the member's.

    Other facts by their names in the journal: `language="cy"`, `format="large-print"`,
    `date_of_birth="2012-05-01"`, `status="suspended"`.
    """
    given, _, family = name.rpartition(" ")
    member = await admit(
        org,
        {
            "given_name": given or family,
            "family_name": family if given else "",
            "email": email,
            "joined_on": joined_on.isoformat(),
            "constituency_id": constituency.id if constituency else None,
            "part_id": part.id if part else None,
            **facts,
        },
        by=None,
        number=number,
    )
    entry = await entry_of(org, member.id)
    assert entry is not None
    return entry


async def make_meeting(
    org: Organisation,
    by: Person,
    *,
    on: date,
    kind: MeetingKind = MeetingKind.AGM,
    items: int = 1,
    **texts: str,
) -> Meeting:
    """A meeting at 7 pm in a hall with a simple agenda, in both languages; nobody is told yet."""
    when = When(on, clock.london(on, time(19)), 120)
    titles = {"en": "Annual general meeting", "cy": "Cyfarfod cyffredinol blynyddol"}
    meeting = await begin_meeting(org, kind, when, titles, by=by)
    meeting.place, meeting.place_cy = "The Hall, Mill Lane", "Y Neuadd, Lôn y Felin"
    meeting.update_from_dict(texts)
    await meeting.save()
    for number in range(1, items + 1):
        draft = ItemDraft(ItemKind.REPORT, f"Report {number}", f"Adroddiad {number}", "", "")
        await add_item(org, meeting, draft, by=by)
    return meeting
