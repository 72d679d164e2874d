"""What a merge of two members means for paying them: where their money goes is kept.

A second payee stays a record of the number that went: what waits to be paid goes where it was
approved to go, and nobody's bank details are exchanged for others by a merge.
"""

from collections.abc import Sequence

from coopcouncil.accounts.models import Person
from coopcouncil.members.duplicates.carrying import Carrying, Went, names_the_other
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.models import Payee

_PAYEES = names_the_other("payee")


async def _carry(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    if await Payee.within(org).filter(member_id=made.kept_id).exists():
        return ()
    return await _PAYEES.carry(org, made, by)


PAYEES = Carrying(_carry, _PAYEES.give_back)
