"""An application for a home is one for membership: the two go on together.

The board decides in `joining`, by its minute, and the share is allotted there. Here stands what
that means for the waiting list, and how the agreement that is signed completes it.
"""

from dataclasses import dataclass
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.prospects import make_prospective
from coopcouncil.housing.actions.waiting import apply_to_join, close_application
from coopcouncil.housing.kinds import Asking, ClosedWhy
from coopcouncil.housing.models import HomeApplication
from coopcouncil.housing.reads import is_fully_mutual, prospects_on, tenancies_of
from coopcouncil.joining.actions.deciding import Decision, decide
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What the board decided of an applicant for a home."""

    decided_on: date
    minute: str = ""
    allots: bool = False
    former: int | None = None
    """The member who returns under the old number."""


async def admit_applicant(
    org: Organisation,
    application: HomeApplication,
    admission: Admission,
    joins_on: date,
    *,
    by: Person | None,
    site: str,
) -> Member:
    """The board's decision takes effect: the register, the share and the list say so at once."""
    joining = await apply_to_join(org, application, by=by)
    await decide(
        org,
        [joining.id],
        Decision(
            to=State.ADMITTED,
            on=admission.decided_on,
            minute=admission.minute,
            joins_on=joins_on,
            allots=admission.allots,
        ),
        by,
        site,
        admission.former,
    )
    await application.refresh_from_db()
    assert application.member_id is not None
    return await Member.one(org, id=application.member_id)


async def after_settling(
    org: Organisation, joining: Application, joins_on: date | None, by: Person | None
) -> None:
    """What `joining.actions.deciding.SETTLED` tells: an application to join came to its end.

    Who is admitted to a fully mutual co-operative is a prospective tenant until an agreement is
    signed; who is refused or withdraws is on the list no more.
    """
    asked = await HomeApplication.within(org).filter(joining_id=joining.id, closed_on=None).first()
    if joins_on is not None and joining.member_id is not None:
        if asked is not None:
            asked.member_id, asked.asking = joining.member_id, Asking.PROSPECTIVE
            await asked.save(update_fields=["member_id", "asking"])
        if await is_fully_mutual(org, joins_on) or asked is not None:
            await _waits(org, joining.member_id, joins_on, by)
    elif asked is not None:
        why = ClosedWhy.WITHDRAWN if joining.state is State.WITHDRAWN else ClosedWhy.NOT_ELIGIBLE
        await close_application(org, asked, why, joining.reason, by=by)


async def _waits(org: Organisation, member_id: int, since: date, by: Person | None) -> None:
    if await tenancies_of(org, member_id, since):
        return
    if any(each.member_id == member_id for each in await prospects_on(org, since)):
        return
    await make_prospective(org, await Member.one(org, id=member_id), since, by=by)
