"""Three organisations with accounts at the simulator of Stripe: mandates, debits that came and one
that did not, a payout. What the simulator knows of it is put into its file beside the database."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from coopcouncil.kernel import clock, config
from coopcouncil.kernel.config import SIMULATORS_KEY
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days, working_day_from
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.reads import has_books
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.charging import charge
from coopcouncil.payments.actions.receiving import begin
from coopcouncil.payments.kinds import ChargeKind, Method
from coopcouncil.payments.stripe.actions.accounts import fresh_key, keep_account
from coopcouncil.payments.stripe.actions.payouts import tell_payout
from coopcouncil.payments.stripe.actions.settling import tell
from coopcouncil.payments.stripe.kinds import MandateKind, MandateState, Step
from coopcouncil.payments.stripe.models import (
    StripeAccount,
    StripeCustomer,
    StripeMandate,
    StripePayment,
)
from coopcouncil.payments.stripe.provider import PayoutNow, Taken
from coopcouncil.simulator.methods import add_customer, add_mandate, add_method, attach
from coopcouncil.simulator.payments import add_payment_intent
from coopcouncil.simulator.payouts import pay_out
from coopcouncil.simulator.shapes import Thing
from coopcouncil.simulator.testdata import TEST_SORT_CODE
from coopcouncil.simulator.world import World, add_account

FILE = "simulator.json"
DAY = timedelta(days=1)
# What each asks its members for: kind, pence, words, and how many of them pay by Direct Debit.
ASKED = {
    "leisure": (ChargeKind.SUBSCRIPTION, 1500, "Membership of the year", "Aelodaeth y flwyddyn", 6),
    "tai-glanwern": (ChargeKind.SERVICE, 2400, "Community room", "Ystafell gymunedol", 5),
    "credit-union": (ChargeKind.SUBSCRIPTION, 300, "Joining and running", "Ymuno a rhedeg", 6),
}
GOOD, EMPTY = "00012345", "22222227"


async def fill(place: Mapping[str, Organisation], today: date) -> None:
    """Connected, with some weeks behind them; the simulator's side in its file."""
    world = World(SIMULATORS_KEY, seed="demonstration")
    world.state["test_timing"] = False
    world.state["now"] = _epoch(today - 40 * DAY)
    begun = working_day_from(today - 30 * DAY)
    asked = {slug: await _connected(world, place[slug], today, begun) for slug in ASKED}
    settled = min(today, add_working_days(begun, 9))
    world.advance(_epoch(settled))
    with clock.frozen(_moment(settled)):
        for account, rows in asked.values():
            for row in rows:
                await tell(row, _taken(world, account.account_id, row))
    for account, _rows in asked.values():
        await _paid_out(world, account, today)
    # From here on debits arrive within seconds, so that somebody who looks on sees them do so.
    world.state["now"], world.state["test_timing"] = None, True
    world.save(config.private_folder(config.current().home) / FILE)


async def _connected(
    world: World, org: Organisation, today: date, begun: date
) -> tuple[StripeAccount, list[StripePayment]]:
    kind, pence, words, words_cy, count = ASKED[org.slug]
    if not await has_books(org):
        await open_books(org, None)
    account_id = f"acct_Demonstration{org.id:04}"
    add_account(world, account_id, org.name)
    with clock.frozen(_moment(today - 40 * DAY)):
        account = await keep_account(org, account_id, None, ready=True)
    entries = await current(org).exclude(email="").order_by("member_id").limit(count)
    rows = []
    for place, entry in enumerate(entries):
        number = EMPTY if place == 2 else GOOD
        rows.append(
            await _collected(
                world, account, org, entry, (kind, pence, words, words_cy), begun, number
            )
        )
    # What falls due next is planned by the site itself, with its notices.
    for entry in entries[:2]:
        member = await Member.one(org, id=entry.member_id)
        due = today + 10 * DAY
        source = f"demonstration-next:{entry.member_id}"
        await charge(
            org, member, kind, Money(pence), due, words, source=source, by=None, text_cy=words_cy
        )
    return account, rows


async def _collected(
    world: World,
    account: StripeAccount,
    org: Organisation,
    entry: RegisterEntry,
    asked: tuple[ChargeKind, int, str, str],
    on: date,
    number: str,
) -> StripePayment:
    """A member who gave a mandate, and what was then collected by it."""
    kind, pence, words, words_cy = asked
    id = account.account_id
    customer = add_customer(world, id, {"name": entry.name, "email": entry.email})
    given = {"sort_code": TEST_SORT_CODE, "account_number": number}
    method = add_method(world, id, "bacs_debit", given, {"name": entry.name})
    attach(world, id, method, customer["id"])
    theirs = add_mandate(world, id, method)
    theirs["status"] = "active"
    network = theirs["payment_method_details"]["bacs_debit"]
    network["network_status"] = "accepted"
    member = await Member.one(org, id=entry.member_id)
    with clock.frozen(_moment(on - 8 * DAY)):
        await StripeCustomer.create(
            organisation=org,
            account=account,
            member=member,
            key=fresh_key("customer"),
            customer_id=customer["id"],
        )
        mandate = await StripeMandate.create(
            organisation=org,
            account=account,
            member=member,
            kind=MandateKind.DIRECT_DEBIT,
            state=MandateState.ACTIVE,
            key=fresh_key("mandate"),
            method_id=method["id"],
            mandate_id=theirs["id"],
            reference=network["reference"],
            last4=number[-4:],
            begun_at=clock.now(),
            given_at=clock.now(),
            active_at=clock.now(),
        )
        source = f"demonstration:{entry.member_id}"
        owed = await charge(
            org, member, kind, Money(pence), on, words, source=source, by=None, text_cy=words_cy
        )
        payment = await begin(
            org, member, Method.DIRECT_DEBIT, Money(pence), charges=[owed], by=None
        )
    key = fresh_key("payment")
    world.advance(_epoch(on))
    intent = add_payment_intent(
        world,
        id,
        {
            "amount": str(pence),
            "currency": "gbp",
            "customer": customer["id"],
            "payment_method": method["id"],
            "payment_method_types": ["bacs_debit"],
            "confirm": True,
            "off_session": True,
            "metadata": {"row": key},
        },
    )
    return await StripePayment.create(
        organisation=org,
        account=account,
        payment=payment,
        mandate=mandate,
        step=Step.SENT,
        key=key,
        collect_on=on,
        told_at=_moment(on - 5 * DAY),
        asked_at=_moment(on),
        intent_id=intent["id"],
    )


def _taken(world: World, account: str, row: StripePayment) -> Taken:
    intent = world.find(account, "payment_intent", row.intent_id or "")
    found = world.find(account, "charge", intent["latest_charge"])
    if found["status"] == "failed":
        return Taken(intent["id"], intent["status"], row.key, found["failure_code"], found["id"])
    movement = world.find(account, "balance_transaction", found["balance_transaction"])
    on = datetime.fromtimestamp(movement["created"], clock.LONDON).date()
    fee = Money(movement["fee"])
    return Taken(intent["id"], intent["status"], row.key, "", found["id"], on, fee)


async def _paid_out(world: World, account: StripeAccount, today: date) -> None:
    sent = pay_out(world, account.account_id)
    if sent is None:
        return
    arrives = sent["arrival_date"]
    if arrives > _epoch(today):
        return
    world.advance(arrives)
    movements = _inside(world, account.account_id, sent["id"])
    on = datetime.fromtimestamp(arrives, clock.LONDON).date()
    with clock.frozen(_moment(on)):
        await tell_payout(
            account,
            PayoutNow(
                sent["id"],
                sent["amount"],
                "paid",
                on,
                sum(one["amount"] for one in movements if one["amount"] > 0),
                sum(one["fee"] for one in movements),
            ),
        )


def _inside(world: World, account: str, payout: str) -> Sequence[Thing]:
    ids = world.account(account)["payouts"][payout]
    found = [world.find(account, "balance_transaction", id) for id in ids]
    return [one for one in found if one["type"] != "payout"]


def _moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 10, tzinfo=UTC)


def _epoch(on: date) -> int:
    return int(_moment(on).timestamp())
