"""Shares of the demonstration place: £1 shares with certificates in the housing co-operative,
community shares with a queue of withdrawals at the leisure society."""

from datetime import date, timedelta
from fractions import Fraction

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.allotting import allot, apply
from coopcouncil.shares.actions.holding import pay
from coopcouncil.shares.actions.nominating import Nominee, issue_certificate, nominate
from coopcouncil.shares.actions.returning import propose_interest
from coopcouncil.shares.actions.suspending import lift_all, suspend_all
from coopcouncil.shares.actions.taking_over import take_over
from coopcouncil.shares.actions.withdrawing import give_notice, grant, suspend
from coopcouncil.shares.models import ShareHolding, ShareKind
from coopcouncil.shares.reads import state_of

# How many shares, how many days ago they were allotted, and whether paid.
COMMUNITY = (
    (500, 290, True),
    (2_000, 280, True),
    (100, 260, True),
    (250, 200, True),
    (5_000, 150, True),
    (75, 40, False),
)


async def fill(orgs: dict[str, Organisation], who: dict[str, Person], today: date) -> None:
    """Number the shares that there are, and let some of them live."""
    await _tai_glanwern(orgs["tai-glanwern"], who["ysgrifennydd"], today)
    await _leisure(orgs["leisure"], who["leisure-secretary"], today)


async def _tai_glanwern(org: Organisation, secretary: Person, today: date) -> None:
    with clock.frozen(at(today - timedelta(days=30), 10)):
        await take_over(org, ShareKind.PAR, by=secretary)
        for holding in await ShareHolding.within(org).order_by("number").limit(3):
            await issue_certificate(org, holding, by=secretary)
        first = await ShareHolding.within(org).order_by("number").first()
        assert first is not None
        state = await state_of(first)
        assert state is not None
        member = await Member.one(org, id=state.holder_id)
        nominee = Nominee("Mabli Prydderch", "3 Bank Top\nGlanwern", "merch", None, False, True)
        await nominate(org, member, nominee, today - timedelta(days=31), by=secretary)


async def _leisure(org: Organisation, secretary: Person, today: date) -> None:
    holdings: list[ShareHolding] = []
    with clock.frozen(at(today - timedelta(days=300), 10)):
        # Every member holds one share of membership already: it is numbered first.
        await take_over(org, ShareKind.PAR, by=secretary)
    long_here = current(org).filter(joined_on__lte=today - timedelta(days=300))
    investors = await long_here.order_by("member_number").limit(len(COMMUNITY))
    for entry, (shares, ago, is_paid) in zip(investors, COMMUNITY, strict=True):
        on = today - timedelta(days=ago)
        with clock.frozen(at(on, 11)):
            member = await Member.one(org, id=entry.member_id)
            asked = await apply(org, member, ShareKind.WITHDRAWABLE, shares, on, by=secretary)
            due_on = on + timedelta(days=14)
            event = await allot(org, asked, on, minute="Board, item 6", by=secretary, due_on=due_on)
            holding = await ShareHolding.one(org, id=event.holding_id)
            if is_paid:
                await pay(org, holding, event.sum, on, by=secretary)
            holdings.append(holding)
    with clock.frozen(at(today - timedelta(days=21), 10)):
        # Who joined since has a share as well.
        await take_over(org, ShareKind.PAR, by=secretary)
    await _withdrawals(org, holdings, secretary, today)
    with clock.frozen(at(today - timedelta(days=5), 12)):
        for number, shares in (("0410", 50), ("0512", 300)):
            member = await Member.one(org, number=number)
            on = today - timedelta(days=5)
            await apply(org, member, ShareKind.WITHDRAWABLE, shares, on, by=secretary)
    with clock.frozen(at(today - timedelta(days=4), 12)):
        # For half a year, at less than the rules allow: the members have not decided yet.
        since, to = today - timedelta(days=190), today - timedelta(days=8)
        await propose_interest(org, since, to, Fraction(25, 1000), secretary)


async def _withdrawals(
    org: Organisation, holdings: list[ShareHolding], secretary: Person, today: date
) -> None:
    found = []
    for holding, shares, ago in (
        (holdings[1], 800, 120),
        (holdings[0], 500, 110),
        (holdings[2], 100, 100),
        (holdings[4], 1_000, 20),
    ):
        on = today - timedelta(days=ago)
        with clock.frozen(at(on, 9)):
            found.append(await give_notice(org, holding, shares, on, by=secretary))
    # While the roof was looked at nothing was paid; the queue kept its turns.
    reason = "Until the surveyor has told what the roof of the pool will cost."
    with clock.frozen(at(today - timedelta(days=60), 19)):
        await suspend_all(org, clock.today(), minute="Board, item 5", reason=reason, by=secretary)
    with clock.frozen(at(today - timedelta(days=46), 19)):
        await lift_all(org, clock.today(), minute="Board, item 2", by=secretary)
    on = today - timedelta(days=12)
    with clock.frozen(at(on, 19)):
        minute = "Board, item 3"
        await grant(org, found[0], 300, on, minute=minute, by=secretary)
        reason = "Until the new boiler is paid."
        await suspend(org, found[0], on, minute=minute, reason=reason, by=secretary)
