"""A council's list of co-operatives. Being on it gives the council nothing."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Listing, Organisation
from coopcouncil.organisations.rules import may_list


async def list_organisation(
    council: Organisation,
    listed: Organisation,
    by: Person | None,
    note: str = "",
    note_cy: str = "",
) -> Listing:
    """Put an organisation on the council's public list."""
    async with in_transaction():
        await lock("listing", council.id)
        may_list(
            council.legal_form,
            listed.legal_form,
            itself=council.id == listed.id,
            already=await Listing.within(council).filter(listed=listed).exists(),
        )
        listing = await Listing.create(
            organisation=council,
            listed=listed,
            note=note,
            note_cy=note_cy,
            listed_at=clock.now(),
        )
        await audit.record(council.id, by.id if by else None, "listed", f"organisation:{listed.id}")
    return listing


async def unlist(listing: Listing, by: Person) -> None:
    """Take an organisation off the list."""
    async with in_transaction():
        await lock("listing", listing.organisation_id)
        await listing.delete()
        await audit.record(
            listing.organisation_id, by.id, "unlisted", f"organisation:{listing.listed_id}"
        )
