"""What a listed organisation needs and offers: posted by itself, withdrawn by itself."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.kinds import Asking
from coopcouncil.organisations.models import Listing, NeedOrOffer, Organisation, standing_posts
from coopcouncil.organisations.rules import may_post, may_withdraw_post


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What is to be read in the directory."""

    kind: Asking
    text: str
    text_cy: str = ""
    contact: str = ""
    is_public: bool = False
    until: date | None = None


async def post_need_or_offer(org: Organisation, posted: Posted, by: Person | None) -> NeedOrOffer:
    """Post something in the directories of the councils that list the organisation."""
    async with in_transaction():
        await lock("listing", org.id)
        may_post(
            await Listing.everywhere().filter(listed_id=org.id).exists(),
            await standing_posts(org).count(),
            posted.until,
            clock.today(),
        )
        made = await NeedOrOffer.create(
            organisation=org,
            kind=posted.kind,
            text=posted.text,
            text_cy=posted.text_cy,
            contact=posted.contact,
            is_public=posted.is_public,
            until=posted.until,
            posted_by=by,
            posted_at=clock.now(),
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "posted in the directory",
            f"need-or-offer:{made.id}",
            kind=posted.kind,
            public=posted.is_public,
        )
    return made


async def withdraw_post(made: NeedOrOffer, by: Person) -> None:
    """Take it out of the directory."""
    async with in_transaction():
        await lock("listing", made.organisation_id)
        await made.refresh_from_db()
        may_withdraw_post(made.withdrawn_at is None)
        made.withdrawn_at = clock.now()
        await made.save(update_fields=["withdrawn_at"])
        await audit.record(
            made.organisation_id, by.id, "withdrew from the directory", f"need-or-offer:{made.id}"
        )
