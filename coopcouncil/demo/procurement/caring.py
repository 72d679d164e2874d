"""Three bids for care at home, handed in and opened by two officers."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.demo.procurement.evaluating_words import BIDS, Bidding
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions import (
    SupplierDraft,
    add_supplier,
    begin_bid,
    hand_in,
    open_bids,
    paper_of,
)
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.bids.rules.draft import Draft, Written
from coopcouncil.procurement.bids.rules.paper import Answered
from coopcouncil.procurement.kinds import Way
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force


async def fill(org: Organisation, who: Mapping[str, Person], tender: Tender, today: date) -> None:
    """The bids on the last two days before the deadline, and the opening on the day after."""
    for number, words in enumerate(BIDS):
        with clock.frozen(at(today - timedelta(days=31 - number // 2), 15, 10 * number)):
            await _bid(org, tender, words, who.get(words.person))
    with clock.frozen(at(today - timedelta(days=28), 9, 30)):
        await open_bids(org, tender, who["opening-officer"], who["procurement-lead"])


async def _bid(org: Organisation, tender: Tender, words: Bidding, by: Person | None) -> None:
    made = await begin_bid(org, tender, await supplier(org, words, by), by)
    said: dict[str, Written] = {"C1": Written(Answered(yes=True), 1)}
    said |= {code: Written(Answered(text=text), 1) for code, text in words.answers.items()}
    said |= {
        code: Written(Answered(figure=Decimal(text)), 1) for code, text in words.figures.items()
    }
    edition = await edition_in_force(tender)
    paper = paper_of(tender, edition, Draft({1: said}), {"true_and_complete": True})
    await hand_in(org, made, paper, Way.ONLINE, by)


async def supplier(org: Organisation, words: Bidding, by: Person | None) -> Supplier:
    """The supplier as the council knows it, made where it does not yet."""
    found = await Supplier.within(org).get_or_none(name=words.name)
    if found is not None:
        return found
    draft = SupplierDraft(
        words.name,
        "GB-MPR" if words.is_social else "GB-COH",
        words.number,
        postcode=words.postcode,
        is_small=True,
        is_social=words.is_social,
    )
    return await add_supplier(org, draft, by, by)
