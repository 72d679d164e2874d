"""The books of two organisations: some months of rents, subscriptions, shares and costs."""

from collections.abc import Mapping
from datetime import date, timedelta

from coopcouncil.accounts.models import DemoSignIn, EmailAddress, Person
from coopcouncil.kernel import clock
from coopcouncil.ledger.actions import close_books, open_books, post, reverse
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Account
from coopcouncil.ledger.rules import Line
from coopcouncil.members.reads import current
from coopcouncil.organisations.actions.offices import grant
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation

WEEK = timedelta(days=7)


async def fill(place: Mapping[str, Organisation], today: date) -> None:
    """Treasurers, opening balances, and what came and went."""
    glanwern = await _treasurer(
        place["tai-glanwern"],
        "trysorydd",
        "Eleri Wyn",
        ("Eleri Wyn, treasurer of Tai Glanwern", "Eleri Wyn, trysorydd Tai Glanwern"),
        (
            "Read the balance sheet, post a bill by hand, reverse a mistake.",
            "Darllenwch y fantolen, cofnodwch fil â llaw, gwrthdrowch gamgymeriad.",
        ),
    )
    await _rents(place["tai-glanwern"], today, glanwern)
    leisure = await _treasurer(
        place["leisure"],
        "leisure-treasurer",
        "Derek Oldroyd",
        (
            "Derek Oldroyd, treasurer of Calderbrook Leisure",
            "Derek Oldroyd, trysorydd Calderbrook Leisure",
        ),
        (
            "See what members paid, and take the books out for the accountant.",
            "Gwelwch yr hyn a dalodd aelodau, a chymerwch y llyfrau allan i’r cyfrifydd.",
        ),
    )
    await _subscriptions(place["leisure"], today, leisure)
    await _treasurer(
        place["credit-union"],
        "credit-union-treasurer",
        "Imran Siddiqui",
        (
            "Imran Siddiqui, treasurer of Calderbrook Credit Union",
            "Imran Siddiqui, trysorydd Undeb Credyd Calderbrook",
        ),
        (
            "Find out what the line is that the bank has and the books have not.",
            "Darganfyddwch beth yw’r llinell sydd gan y banc ac nad yw yn y llyfrau.",
        ),
        leads_to="banking",
    )


async def _treasurer(
    org: Organisation,
    key: str,
    name: str,
    title: tuple[str, str],
    to_try: tuple[str, str],
    leads_to: str = "ledger",
) -> Person:
    """A bookkeeper from outside: no member, and no officer but this."""
    person = await Person.create(name=name, created_at=clock.now())
    await EmailAddress.create(person=person, address=f"{key}@example.org", proven_at=clock.now())
    await grant(org, person, Role.TREASURER, None, reason="Appointed by the board.")
    await DemoSignIn.create(
        key=key,
        person=person,
        title=title[0],
        title_cy=title[1],
        to_try=to_try[0],
        to_try_cy=to_try[1],
        leads_to=f"/{org.slug}/{leads_to}",
        place=await DemoSignIn.all().count() + 1,
    )
    return person


class _Books:
    """An organisation's accounts by purpose, and a short way to post."""

    def __init__(self, org: Organisation, accounts: list[Account], by: Person) -> None:
        self.org, self.by = org, by
        self.account = {one.purpose: one.id for one in accounts if one.purpose}

    async def move(
        self,
        kind: PostingKind,
        on: date,
        text: str,
        debit: Purpose,
        credit: Purpose,
        pence: int,
        member: int | None = None,
    ) -> None:
        lines = [
            Line(self.account[debit], pence),
            Line(self.account[credit], -pence, member=member),
        ]
        await post(self.org, kind, on, text, lines, self.by, settled_on=on)


async def _begin(org: Organisation, by: Person) -> _Books:
    await open_books(org, by)
    return _Books(org, await Account.within(org), by)


async def _rents(org: Organisation, today: date, by: Person) -> None:
    """Rents of twenty households for six weeks, repairs, and a gift that was entered twice."""
    books = await _begin(org, by)
    start = today - 6 * WEEK
    opening = [
        Line(books.account[Purpose.BANK], 8_412_067),
        Line(books.account[Purpose.SHARE_CAPITAL], -8_200),
        Line(books.account[Purpose.RESERVES], -8_403_867),
    ]
    last_year = date(start.year if start.month > 3 else start.year - 1, 3, 31)
    await post(org, PostingKind.OPENING, last_year, "Balances of last year", opening, by)
    tenants = (await current(org).order_by("member_number"))[:20]
    for week in range(6):
        on = start + week * WEEK
        for place, tenant in enumerate(tenants):
            rent = 9_450 + 825 * (place % 3)
            text = f"Rent, week of {on.day}/{on.month}"
            await books.move(
                PostingKind.PAYMENT, on, text, Purpose.BANK, Purpose.RENTS, rent, tenant.member_id
            )
    for day, text, pence in (
        (3, "Boiler service, Ty’n y Coed Heating, invoice 2281", 64_800),
        (11, "Insurance of the buildings, October", 118_350),
        (24, "Gutters, numbers 12 to 18", 43_275),
    ):
        await books.move(
            PostingKind.MANUAL,
            start + timedelta(days=day),
            text,
            Purpose.RUNNING_COSTS,
            Purpose.BANK,
            pence,
        )
    gift = [
        Line(books.account[Purpose.BANK], 25_000),
        Line(books.account[Purpose.DONATIONS], -25_000),
    ]
    given = start + timedelta(days=30)
    for _ in range(2):
        twice = await post(org, PostingKind.MANUAL, given, "Gift for the garden", gift, by)
    await reverse(org, twice, given + timedelta(days=1), "Entered twice", by)
    await close_books(org, last_year, "Accounts approved by the board", by)


async def _subscriptions(org: Organisation, today: date, by: Person) -> None:
    """Members' monthly £2 of half a year, twenty of them, and the fees for taking it."""
    books = await _begin(org, by)
    members = (await current(org).order_by("member_number"))[:20]
    for month in range(6):
        on = today - timedelta(days=30 * (6 - month))
        for member in members:
            await books.move(
                PostingKind.PAYMENT,
                on,
                "Subscription of a member",
                Purpose.STRIPE_CLEARING,
                Purpose.SUBSCRIPTIONS,
                200,
                member.member_id,
            )
        fees, paid = 20 * 23, 20 * 200 - 20 * 23
        await books.move(
            PostingKind.FEE,
            on,
            "Fees for payments",
            Purpose.PAYMENT_FEES,
            Purpose.STRIPE_CLEARING,
            fees,
        )
        await books.move(
            PostingKind.PAYOUT,
            on + timedelta(days=4),
            "Payout",
            Purpose.BANK,
            Purpose.STRIPE_CLEARING,
            paid,
        )
