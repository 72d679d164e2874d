"""What becomes of shares when a membership ends, however it ends: as the rules say."""

from datetime import date

from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.recording import Recording
from coopcouncil.shares.actions.ending import ended


async def settle_shares(
    book: Recording, member_id: int, left_on: date, because: Cause | None
) -> None:
    """What `members.within.AFTER_LEAVING` asks; the change-set's reason, such as the minute of
    an expulsion, goes with it."""
    member = await Member.one(book.org, id=member_id)
    by = book.change_set.recorded_by if book.change_set.recorded_by_id else None
    await ended(book.org, member, left_on, reason=book.change_set.reason, by=by)
