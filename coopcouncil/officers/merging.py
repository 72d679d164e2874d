"""What a merge of two members means for officers: whoever holds the office is the kept member."""

from collections.abc import Sequence
from typing import cast

from coopcouncil.accounts.models import Person
from coopcouncil.members.duplicates.carrying import Carrying, Went
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.members.kinds import Kind
from coopcouncil.members.recording import recording
from coopcouncil.officers.kinds import Deed
from coopcouncil.officers.models import Officer, OfficerChange
from coopcouncil.officers.recording import write
from coopcouncil.organisations.models import Organisation


async def _carry(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    lines = await OfficerChange.within(org).order_by("id")
    withdrawn = {line.withdraws_id for line in lines}
    naming = [
        line
        for line in lines
        if line.facts.get("member_id") == made.gone_id and line.id not in withdrawn
    ]
    if not naming:
        return ()
    async with recording(org, Kind.CHANGE, "", by) as book:
        for line in naming:
            officer = await Officer.one(org, id=line.officer_id)
            facts = {"member_id": made.kept_id}
            await write(book, officer, Deed.CHANGED, line.effective_on, facts, "")
        said = OfficerChange.within(org).filter(change_set_id=book.change_set.id).order_by("id")
        ids = cast(list[int], await said.values_list("id", flat=True))
    return [(row, None) for row in ids]


async def _give_back(
    org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
) -> None:
    async with recording(org, Kind.CHANGE, "", by) as book:
        for row, _became in went:
            line = await OfficerChange.one(org, id=row)
            if await OfficerChange.within(org).filter(withdraws_id=line.id).exists():
                continue
            officer = await Officer.one(org, id=line.officer_id)
            await write(book, officer, Deed.CORRECTED, line.effective_on, {}, "", withdraws=line.id)


OFFICES = Carrying(_carry, _give_back)
