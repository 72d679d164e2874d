"""Groups of a recipient's members: which there are, and who speaks for one besides its officers.

A group is a constituency of the organisation (or of the trust that a school belongs to), its
committee, or a class of its members. A school is a recipient itself.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import LANGUAGES
from coopcouncil.members.classes import known_classes
from coopcouncil.members.models import Constituency
from coopcouncil.members.reads import entries_of_person
from coopcouncil.officers.kinds import Office
from coopcouncil.officers.reads import officer_of_person, with_committee
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.kinds import Body
from coopcouncil.procurement.delivery.models import Commitment, body_called
from coopcouncil.procurement.delivery.rules.refusals import may_be_group
from coopcouncil.schools.models import ForumSeat
from coopcouncil.schools.reads.seats import holders_of, sitting_of


@dataclass(frozen=True)
class Group:
    """Members of an organisation for whom a promise may be: one of constituency and body."""

    recipient: Organisation
    constituency: Constituency | None = None
    body: Body | None = None
    member_class: str = ""

    @property
    def key(self) -> str:
        """As a form names it: a trust's constituency is another group at each of its schools."""
        its = self.constituency.id if self.constituency else None
        return _key(self.recipient.id, its, self.body, self.member_class)

    @property
    def owner_id(self) -> int:
        """Whose the group is: the recipient's own, or its trust's."""
        return self.constituency.organisation_id if self.constituency else self.recipient.id

    def name(self, language: str) -> str:
        """The group without its organisation."""
        if self.constituency is not None:
            return self.constituency.called(language)
        return body_called(self.body, self.member_class, language)

    def called(self, language: str) -> str:
        """The organisation, then the group."""
        return f"{self.recipient.called(language)}: {self.name(language)}"

    def names(self) -> set[str]:
        """Whatever a list may call it, in small letters."""
        known = {self.name(language).casefold() for language in LANGUAGES}
        return known | ({self.body.value} if self.body is Body.COMMITTEE else set())


async def groups_of(
    orgs: Collection[Organisation], promise: Commitment | None = None
) -> list[Group]:
    """Every group of these organisations; a school has the constituencies of its trust. The group
    that `promise` is for is among them, though its class may have shrunk meanwhile."""
    wanted = {one.id for one in orgs} | {one.parent_id for one in orgs if one.parent_id}
    rows = Constituency.everywhere().filter(organisation_id__in=list(wanted))
    of: dict[int, list[Constituency]] = {}
    for row in await rows.order_by("place", "id"):
        of.setdefault(row.organisation_id, []).append(row)
    committees, classes = await with_committee(orgs), await known_classes(orgs)
    found = []
    for org in orgs:
        found += [Group(org, row) for row in [*of.get(org.id, ()), *of.get(org.parent_id or 0, ())]]
        if org.id in committees:
            found.append(Group(org, body=Body.COMMITTEE))
        found += [Group(org, None, Body.CLASS, name) for name in classes.get(org.id, ())]
    if promise is not None and promise.recipient_body is not None:
        its = [one for one in orgs if one.id == promise.recipient_id]
        body, of_class = promise.recipient_body, promise.recipient_class
        found += [one for org in its if (one := Group(org, None, body, of_class)) not in found]
    return found


def key_of(promise: Commitment) -> str:
    """The key of the group that a promise is for; empty where it is for all."""
    if promise.recipient_id is None or not promise.is_for_group:
        return ""
    return _key(
        promise.recipient_id,
        promise.recipient_group_id,
        promise.recipient_body,
        promise.recipient_class,
    )


def _key(recipient: int, its: int | None, body: Body | None, member_class: str) -> str:
    return f"{recipient}-{its or f'{body}:{member_class}'}"


def kept(group: Group | None) -> dict[str, Any]:
    """The columns of a promise that say which group it is for."""
    its = group.constituency if group else None
    return {
        "recipient_group_id": its.id if its else None,
        "recipient_body": group.body if group else None,
        "recipient_class": group.member_class if group else "",
    }


def of_recipient(recipient: Organisation | None, group: Group | None) -> None:
    """Refuse a group that is not of the recipient's."""
    if group is not None:
        may_be_group(
            recipient.id if recipient else None,
            recipient.parent_id if recipient else None,
            group.recipient.id,
            group.owner_id,
        )


async def represented_by(person: Person | None, promises: Iterable[Commitment]) -> set[int]:
    """The promises, by their ids, to groups that the person represents today: by a seat on the
    forum for the group, in an office that they hold for it, or on the committee that is meant.

    `promises` have recipient and group with them. An address that several members share does not
    say which of them reads, so it makes nobody a representative. Nobody is chosen for a class.
    """
    if person is None:
        return set()
    found: dict[tuple[int, int | None], list[int]] = {}
    sides: dict[tuple[int, int | None], Commitment] = {}
    for one in promises:
        if one.recipient is not None and one.is_for_group and one.recipient_body != Body.CLASS:
            key = (one.recipient.id, one.recipient_group_id)
            found.setdefault(key, []).append(one.id)
            sides[key] = one
    return {
        number
        for key, numbers in found.items()
        if await _represents(person, sides[key])
        for number in numbers
    }


async def _represents(person: Person, promise: Commitment) -> bool:
    recipient, group = promise.recipient, promise.recipient_group
    assert recipient is not None
    whose = await Organisation.get(id=group.organisation_id) if group else recipient
    entries = await entries_of_person(person, whose)
    if len({entry.member_id for entry in entries}) > 1:
        return False
    officer = await officer_of_person(person, whose)
    if group is None:
        return officer is not None and Office.COMMITTEE in officer.held
    if officer is not None and officer.constituency_id == group.id:
        return True
    if not entries:
        return False
    seats = await ForumSeat.within(whose).filter(constituency_id=group.id)
    return await _sits(whose, _for_recipient(seats, recipient, whose), entries[0].member_id)


def _for_recipient(
    seats: Sequence[ForumSeat], recipient: Organisation, whose: Organisation
) -> list[ForumSeat]:
    """A promise to a school is not for the representatives of another."""
    return [
        seat for seat in seats if recipient.id == whose.id or seat.part_id in (None, recipient.id)
    ]


async def _sits(whose: Organisation, seats: list[ForumSeat], member: int) -> bool:
    held = [one for one in await holders_of(whose, seats) if one.member_id == member]
    return any(sitting_of(one).sits_on(clock.today()) for one in held)
