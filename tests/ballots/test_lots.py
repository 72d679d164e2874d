"""Lots: after the close, before the count, once, and published."""

import pytest

from coopcouncil.ballots.actions.lots import draw_lots, record_lots
from coopcouncil.ballots.models import BallotEvent, EventKind, Kind
from coopcouncil.ballots.rules.lots import (
    LotsDrawnAlready,
    LotsTooEarly,
    NothingToDraw,
    NotTheWholeOrder,
    drawn_order,
)
from coopcouncil.kernel import clock
from tests.ballots.building import AFTER, DURING, make_ballot

pytestmark = pytest.mark.anyio


async def test_the_computers_draw_names_everybody_once_and_is_public(db):
    ballot = await make_ballot(kind=Kind.STV)
    with clock.frozen(DURING), pytest.raises(LotsTooEarly):
        await draw_lots(ballot, None)
    with clock.frozen(AFTER):
        drawn = await draw_lots(ballot, None)
        with pytest.raises(LotsDrawnAlready):
            await draw_lots(ballot, None)
    assert sorted(drawn.order) == [1, 2, 3, 4]
    event = await BallotEvent.of(ballot).get(kind=EventKind.LOTS)
    assert event.facts["order"] == drawn.order
    assert event.facts["how"]


async def test_computers_draws_differ(db):
    orders = set()
    for _ballot in range(6):
        ballot = await make_ballot(kind=Kind.STV, voters=1, candidates=[f"C{n}" for n in range(9)])
        with clock.frozen(AFTER):
            orders.add(tuple((await draw_lots(ballot, None)).order))
    assert len(orders) > 1


async def test_an_order_drawn_in_the_room_is_written_down_whole(db):
    ballot = await make_ballot(kind=Kind.STV)
    with clock.frozen(AFTER):
        with pytest.raises(NotTheWholeOrder):
            await record_lots(ballot, [1, 2, 3], "From a hat.", "O het.", None)
        drawn = await record_lots(ballot, [3, 1, 4, 2], "From a hat.", "O het.", None)
    assert (drawn.order, drawn.how) == ([3, 1, 4, 2], "From a hat.")


@pytest.mark.parametrize("numbers", [{1: 1, 2: 1}, {1: 1, 2: None}, {1: 0, 2: 1}, {1: 2, 2: 3}])
def test_an_order_with_gaps_or_twice_the_same_is_none(numbers):
    with pytest.raises(NotTheWholeOrder):
        drawn_order(numbers)


async def test_a_resolution_has_no_lots(db):
    ballot = await make_ballot()
    with clock.frozen(AFTER), pytest.raises(NothingToDraw):
        await draw_lots(ballot, None)
