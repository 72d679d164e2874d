"""Groups of a recipient's members: which there are, and who speaks for one besides its officers.

A group is a constituency of the organisation, or of the trust that a school belongs to.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.members.models import Constituency
from coopcouncil.members.reads import entries_of_person
from coopcouncil.officers.reads import officer_of_person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.rules.refusals import may_be_group
from coopcouncil.schools.models import ForumSeat
from coopcouncil.schools.reads.seats import holders_of, sitting_of


@dataclass(frozen=True)
class Group:
    """Members of an organisation for whom a promise may be."""

    recipient: Organisation
    constituency: Constituency

    @property
    def key(self) -> str:
        """As a form names it: a trust's constituency is another group at each of its schools."""
        return f"{self.recipient.id}-{self.constituency.id}"

    def called(self, language: str) -> str:
        """The organisation, then the group."""
        return f"{self.recipient.called(language)}: {self.constituency.called(language)}"


async def groups_of(orgs: Collection[Organisation]) -> list[Group]:
    """Every group of these organisations; a school has those of its trust."""
    wanted = {one.id for one in orgs} | {one.parent_id for one in orgs if one.parent_id}
    rows = Constituency.everywhere().filter(organisation_id__in=list(wanted))
    of: dict[int, list[Constituency]] = {}
    for row in await rows.order_by("place", "id"):
        of.setdefault(row.organisation_id, []).append(row)
    return [
        Group(org, row)
        for org in orgs
        for row in [*of.get(org.id, ()), *of.get(org.parent_id or 0, ())]
    ]


def of_recipient(recipient: Organisation | None, group: Group | None) -> None:
    """Refuse a group that is not of the recipient's."""
    if group is not None:
        may_be_group(
            recipient.id if recipient else None,
            recipient.parent_id if recipient else None,
            group.recipient.id,
            group.constituency.organisation_id,
        )


async def represented_by(person: Person | None, promises: Iterable[Commitment]) -> set[int]:
    """The promises, by their ids, to groups that the person represents today: by a seat on the
    forum for the group, or in an office that they hold for it.

    `promises` have recipient and group with them. An address that several members share does not
    say which of them reads, so it makes nobody a representative.
    """
    if person is None:
        return set()
    found: dict[tuple[int, int], list[int]] = {}
    sides: dict[tuple[int, int], tuple[Organisation, Constituency]] = {}
    for one in promises:
        if one.recipient is not None and one.recipient_group is not None:
            key = (one.recipient.id, one.recipient_group.id)
            found.setdefault(key, []).append(one.id)
            sides[key] = (one.recipient, one.recipient_group)
    return {
        number
        for key, numbers in found.items()
        if await _represents(person, *sides[key])
        for number in numbers
    }


async def _represents(person: Person, recipient: Organisation, group: Constituency) -> bool:
    whose = await Organisation.get(id=group.organisation_id)
    entries = await entries_of_person(person, whose)
    if len({entry.member_id for entry in entries}) > 1:
        return False
    officer = await officer_of_person(person, whose)
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
