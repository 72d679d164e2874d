"""Making the demonstration place, inside one transaction of the caller's."""

from datetime import date, timedelta

from coopcouncil.demo import (
    arrears,
    banking,
    books,
    cast,
    duplicates,
    elections,
    housing,
    joining,
    lists,
    loans,
    meeting,
    messages,
    mutuals,
    officers,
    orgs,
    payments,
    payouts,
    procurement,
    registers,
    savings,
    schools,
    shares,
    stripe,
)
from coopcouncil.kernel import clock

BEGUN = timedelta(days=120)


async def seed(on: date | None = None) -> None:
    """Fill an empty, migrated database; dates are told relative to `on` (today).

    The caller marks the installation as a demonstration in the same transaction.
    """
    today = on or clock.today()
    with clock.frozen(orgs.at(today - BEGUN, 10)):
        place = await orgs.found_all()
        who = await cast.gather(place)
        await registers.fill(place, today)
    await elections.leisure(
        place["leisure"],
        today,
        elections.Cast(who["leisure-secretary"], who["returning-officer"]),
    )
    await elections.learning_trust(
        place,
        today,
        elections.Cast(who["trust-administrator"], who["trust-returning-officer"]),
    )
    glanwern = place["tai-glanwern"]
    next_week = today + timedelta(days=8)
    rule_change = await elections.tai_glanwern(
        glanwern,
        today,
        next_week,
        elections.Cast(who["ysgrifennydd"], who["swyddog-canlyniadau"]),
    )
    await housing.fill(glanwern, today, who)
    await officers.fill(place, who, today)
    await shares.fill(place, who, today)
    await meeting.call(glanwern, today, next_week, rule_change, who["ysgrifennydd"])
    await lists.waiting(glanwern, today, who["ysgrifennydd"])
    await mutuals.fill(place, who, today)
    await joining.fill(place["leisure"], today, who["leisure-secretary"])
    await joining.at_the_trust(place["learning-trust"], today, who["trust-administrator"])
    await schools.fill(place, who, today)
    await duplicates.fill(place["learning-trust"], today, who["trust-administrator"])
    await messages.fill(place, who, today)
    await books.fill(place, today)
    await loans.fill(place, who, today)
    await savings.fill(place, who, today)
    await payments.fill(place, today)
    await arrears.fill(place, today)
    await stripe.fill(place, today)
    await payouts.fill(place, who, today)
    await procurement.fill(place, who, today)
    # Last of all that posts: statements follow the books.
    await banking.fill(place, today)
