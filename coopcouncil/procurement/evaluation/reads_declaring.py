"""Who has still to declare."""

from collections.abc import Sequence
from dataclasses import dataclass

from coopcouncil.accounts.models import Person
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.evaluation.reads import said_in
from coopcouncil.procurement.evaluation.rules.declaring import standing_of
from coopcouncil.procurement.evaluation.rules.seeing import Standing
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import people_of


@dataclass(frozen=True)
class Declarer:
    """Somebody who must declare, with their parts and how they stand."""

    person: Person
    parts: tuple[Part, ...]
    standing: Standing


async def declarers_of(tender: Tender, bidders: Sequence[Supplier]) -> list[Declarer]:
    """Everybody who takes part and must declare, by name: who opens the bids, until they are."""
    must = [Part.EVALUATOR, Part.MODERATOR]
    if tender.opened_at is None:
        must.append(Part.OPENING_OFFICER)
    rows = [one.row for one in await people_of(tender, *must)]
    people = {row.person_id: row.person for row in rows}
    said = await said_in(tender)
    suppliers = [one.id for one in bidders]
    return [
        Declarer(
            person,
            tuple(row.part for row in rows if row.person_id == key),
            standing_of(suppliers, said.get(key, [])),
        )
        for key, person in people.items()
    ]


async def missing_from(tender: Tender, bidders: Sequence[Supplier]) -> list[Declarer]:
    """Those of them who have not answered for every bidder."""
    return [one for one in await declarers_of(tender, bidders) if one.standing.unanswered]
