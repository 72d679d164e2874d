"""Drawing lots, by the computer or in the room."""

import secrets

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.chain import add_event
from coopcouncil.ballots.models import Ballot, CountRun, EventKind, LotDraw, Option
from coopcouncil.ballots.reads import course_of
from coopcouncil.ballots.rules.lots import NotTheWholeOrder, may_draw
from coopcouncil.ballots.rules.state import state_of
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.i18n import translator


async def draw_lots(ballot: Ballot, by: Person | None) -> LotDraw:
    """Have the computer draw, from the operating system's own randomness."""
    english, welsh = (_by_computer(lang) for lang in ("en", "cy"))
    async with in_transaction():
        order = await _begin(ballot)
        secrets.SystemRandom().shuffle(order)
        return await _publish(ballot, order, english, welsh, by)


async def record_lots(
    ballot: Ballot, order: list[int], how: str, how_cy: str, by: Person | None
) -> LotDraw:
    """Write down the order that was drawn by hand, and how and where that was done."""
    async with in_transaction():
        if sorted(order) != sorted(await _begin(ballot)):
            raise NotTheWholeOrder
        return await _publish(ballot, order, how, how_cy, by)


def _by_computer(lang: str) -> str:
    _ = translator(lang)
    return _("Drawn by the computer, with its operating system’s source of randomness.")


async def _begin(ballot: Ballot) -> list[int]:
    await locks.alone(ballot)
    may_draw(
        state_of(await course_of(ballot), clock.now()),
        ballot.is_election,
        await LotDraw.of(ballot).exists(),
        await CountRun.of(ballot).exists(),
    )
    return [option.place for option in await Option.of(ballot).order_by("place")]


async def _publish(
    ballot: Ballot, order: list[int], how: str, how_cy: str, by: Person | None
) -> LotDraw:
    drawn = await LotDraw.create(
        ballot=ballot, order=order, how=how, how_cy=how_cy, at=clock.now(), by=by
    )
    await add_event(ballot, EventKind.LOTS, order=order, how=how, how_cy=how_cy)
    await audit.record(
        ballot.organisation_id,
        by.id if by else None,
        "drew lots",
        f"ballot:{ballot.id}",
        order=order,
    )
    return drawn
