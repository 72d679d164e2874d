"""The information sheet on how savings are protected: who confirmed which edition of it, and when.

Nobody saves before they were given it and have confirmed that (PRA Rulebook, Depositor Protection):
in the application to join, at the desk, or on their own page. A child's guardian does it for the
child.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.joining.reads import sheets_with_applications
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.protection import edition_on
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.kinds import Shown
from coopcouncil.savings.models import SheetConfirmation
from coopcouncil.savings.rules.refusals import SheetNotConfirmed


@dataclass(frozen=True)
class Confirmed:
    """One confirmation, wherever it was given."""

    on: date
    edition: str
    shown: Shown
    by: str = ""
    """The officer who recorded it."""


async def confirm_sheet(
    org: Organisation,
    shown: Shown,
    on: date,
    by: Person | None,
    *,
    member: int | None = None,
    junior: int | None = None,
) -> SheetConfirmation:
    """It was given, and confirmed: the edition of that day."""
    async with in_transaction():
        made = await SheetConfirmation.create(
            organisation=org,
            member_id=member,
            junior_id=junior,
            edition=edition_on(on),
            shown=shown,
            confirmed_on=on,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        subject = f"member:{member}" if member else f"junior-saver:{junior}"
        await record(org, by, "recorded the sheet on how savings are protected", subject)
    return made


async def sheets_of(
    org: Organisation, *, member: int | None = None, junior: int | None = None
) -> list[Confirmed]:
    """Every confirmation of one saver, the latest first."""
    whose = {"member_id": member} if member is not None else {"junior_id": junior}
    rows = SheetConfirmation.within(org).filter(**whose).select_related("recorded_by")
    found = [
        Confirmed(
            one.confirmed_on,
            one.edition,
            one.shown,
            one.recorded_by.name if one.recorded_by and one.shown is Shown.DESK else "",
        )
        for one in await rows
    ]
    if member is not None:
        found += [
            Confirmed(on, edition, Shown.JOINING)
            for on, edition in await sheets_with_applications(org, member)
        ]
    return sorted(found, key=lambda one: one.on, reverse=True)


def is_in_force(found: Sequence[Confirmed]) -> bool:
    """Whether today's edition is among them."""
    return any(one.edition == edition_on(clock.today()) for one in found)


async def must_have_confirmed(org: Organisation, member: int, name: str) -> None:
    """Refuse an account for whom today's edition was not confirmed."""
    if not is_in_force(await sheets_of(org, member=member)):
        raise SheetNotConfirmed(name)
