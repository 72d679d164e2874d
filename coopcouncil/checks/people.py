"""Whether two accounts are two people: asked here, wherever who prepares may not check.

An account is an address that somebody reads, and one person can read two. What can be known is
looked at: the members behind both accounts, now and before; the mailboxes; and who gave whom the
role, while that is too new for the other officers to have objected.
"""

from collections.abc import Mapping
from datetime import datetime

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.checks.rules import NEW_FOR, NotForTheMaker, OneHand, OneMember
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.members.reads import entries_of_person, mailbox, members_behind
from coopcouncil.organisations.models import Organisation, new_roles


async def must_be_another(org: Organisation, maker_id: int | None, by: Person | None) -> None:
    """Refuse whoever prepared something, by another account too: for deeds that always need two,
    and keep both names in a row of their own."""
    refusal = await why_one_person(org, maker_id, by)
    if refusal is not None:
        raise refusal


async def why_one_person(
    org: Organisation, maker_id: int | None, by: Person | None
) -> Refused | None:
    """What says that these accounts are one person's, or may be; nothing for the program."""
    if maker_id is None or by is None:
        return None
    if maker_id == by.id:
        return NotForTheMaker()
    maker = await Person.get(id=maker_id)
    if await members_behind(maker, org) & await members_behind(by, org):
        return OneMember()
    if await _mailboxes(maker) & await _mailboxes(by):
        return OneMember()
    return await _one_hand(org, maker, by)


async def _mailboxes(person: Person) -> set[str]:
    addresses = EmailAddress.filter(person_id=person.id).values_list("address", flat=True)
    return {mailbox(str(one)) for one in await addresses}


async def _one_hand(org: Organisation, maker: Person, by: Person) -> Refused | None:
    new = await new_roles(org, clock.now() - NEW_FOR)
    given = [new[one.id][1] for one in (maker, by) if one.id in new]
    if not given or not _hands(new, maker.id) & _hands(new, by.id):
        return None
    if await _known(org, maker) and await _known(org, by):
        # Two members, whom the register has shown as such for as long: no second account.
        return None
    return OneHand(min(given) + NEW_FOR)


def _hands(new: Mapping[int, tuple[set[int], datetime]], person_id: int) -> set[int]:
    """The person, who gave them all that they may do here lately, who gave it those, and so on."""
    found, last = {person_id}, {person_id}
    while last:
        last = {giver for one in last if one in new for giver in new[one][0]} - found
        found |= last
    return found


async def _known(org: Organisation, person: Person) -> bool:
    """Whether the register has had the address of this person with a member for long enough."""
    since = clock.now() - NEW_FOR
    return any(one.recorded_at <= since for one in await entries_of_person(person, org))
