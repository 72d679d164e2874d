"""What members owe and have paid: subscriptions by the month, rents by the week, and the few for
whom it did not go smoothly."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.reads import has_books
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Grant, Organisation
from coopcouncil.payments.actions import charge, receive, take_back
from coopcouncil.payments.actions.deciding import request_refund
from coopcouncil.payments.actions.planning import (
    PlanDraft,
    Terms,
    add_concession,
    add_plan,
    start_plan,
)
from coopcouncil.payments.actions.raising import raise_due
from coopcouncil.payments.kinds import ChargeKind, Interval, Method, TakenBack
from coopcouncil.payments.models import Payment

DAY = timedelta(days=1)


async def fill(place: Mapping[str, Organisation], today: date) -> None:
    """Where the books are open: plans, charges, and money at the desk."""
    if await has_books(place["leisure"]):
        await _leisure(place["leisure"], today)
    if await has_books(place["tai-glanwern"]):
        await _glanwern(place["tai-glanwern"], today)


async def _leisure(org: Organisation, today: date) -> None:
    """Two pounds a month, half that for the unwaged; most pay by standing order."""
    by = await treasurer_of(org)
    members = (await current(org).order_by("member_number"))[30:50]
    first = (today.replace(day=1) - 40 * DAY).replace(day=1)
    second = (first + 32 * DAY).replace(day=1)
    with clock.frozen(at(first, 9)):
        draft = PlanDraft(
            ChargeKind.SUBSCRIPTION,
            "Friends of the centre",
            "Ffrindiau’r ganolfan",
            Interval.MONTH,
            Money(200),
            first,
            collection_day=5,
        )
        plan = await add_plan(org, draft, by=by)
        unwaged = await add_concession(org, plan, "Unwaged", "Di-gyflog", Money(100), first, by=by)
        for number, entry in enumerate(members):
            terms = Terms(Method.STANDING_ORDER, first)
            if number % 7 == 3:
                terms = Terms(Method.CASH, first, unwaged.id, "Asked for it on the form")
            await start_plan(org, await _member(org, entry), plan, terms, by=by)
    for month, payers in ((first, 18), (second, 14)):
        with clock.frozen(at(month, 10)):
            await raise_due(org)
        with clock.frozen(at(min(month + 5 * DAY, today), 10)):
            await _pay(org, members[:payers], by)
    await raise_due(org)
    await _not_smoothly(org, members, today, by)


async def _pay(org: Organisation, members: Sequence[RegisterEntry], by: Person) -> None:
    for number, entry in enumerate(members):
        unwaged = number % 7 == 3
        method, pence = (Method.CASH, 100) if unwaged else (Method.STANDING_ORDER, 200)
        member = await _member(org, entry)
        await receive(org, member, method, Money(pence), clock.today(), reference=None, by=by)


async def _not_smoothly(
    org: Organisation, members: Sequence[RegisterEntry], today: date, by: Person
) -> None:
    """A cheque that came back, one who paid a year ahead, and a refund that waits for another."""
    late, ahead, twice = [await _member(org, members[place]) for place in (15, 16, 17)]
    cheque = await receive(
        org,
        late,
        Method.CHEQUE,
        Money(400),
        today - 6 * DAY,
        reference=None,
        by=by,
        note="Cheque 100318",
    )
    await take_back(
        cheque, TakenBack.CHEQUE_RETURNED, Money(400), today - 2 * DAY, f"back:{cheque.id}", by=by
    )
    await receive(
        org,
        ahead,
        Method.TRANSFER,
        Money(2_400),
        today - 4 * DAY,
        reference=None,
        by=by,
        note="A year ahead",
    )
    hall = await charge(
        org,
        twice,
        ChargeKind.SERVICE,
        Money(8_500),
        today - 20 * DAY,
        "Hire of the hall for a birthday",
        text_cy="Llogi’r neuadd ar gyfer pen-blwydd",
        source="demonstration:hall",
        by=by,
    )
    payment: Payment = await receive(
        org,
        twice,
        Method.TRANSFER,
        Money(17_000),
        today - 12 * DAY,
        reference=None,
        by=by,
        charges=[hall],
        note="Came twice in one transfer",
    )
    await request_refund(
        org, payment, Money(8_500), "The hall was paid for twice", after=0, way=None, by=by
    )


async def _glanwern(org: Organisation, today: date) -> None:
    """Rents by the week, each household's own; some are paid in cash at the office."""
    by = await treasurer_of(org)
    monday = today - timedelta(days=today.weekday())
    tenants = (await current(org).order_by("member_number"))[:12]
    draft = PlanDraft(
        ChargeKind.RENT,
        "Weekly rent",
        "Rhent wythnosol",
        Interval.WEEK,
        Money(0),
        monday,
        collection_day=1,
    )
    plan = await add_plan(org, draft, by=by)
    for number, entry in enumerate(tenants):
        method = Method.CASH if number % 4 == 0 else Method.STANDING_ORDER
        terms = Terms(method, monday, own_amount=Money(9_450 + 825 * (number % 3)))
        await start_plan(org, await _member(org, entry), plan, terms, by=by)
    await raise_due(org)
    for number, entry in enumerate(tenants):
        if number % 4 == 0:
            member = await _member(org, entry)
            rent = Money(9_450 + 825 * (number % 3))
            await receive(org, member, Method.CASH, rent, today, reference=None, by=by)


async def _member(org: Organisation, entry: RegisterEntry) -> Member:
    return await Member.one(org, id=entry.member_id)


async def treasurer_of(org: Organisation) -> Person:
    held = await Grant.within(org).filter(role=Role.TREASURER).select_related("person").first()
    assert held is not None
    return held.person
