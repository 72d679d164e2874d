"""Money on its way out of Tai Glanwern, and its Direct Debits under a number of its own."""

from collections.abc import Mapping
from datetime import date, timedelta

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.checks.actions import approve
from coopcouncil.checks.models import Check, State
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days, working_day_from
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.bacs.actions.mandates import record_mandate
from coopcouncil.payments.bacs.actions.sending import lodge, send
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.own_account import ask_paying_account
from coopcouncil.payouts.actions.payees import give_details, payee_of
from coopcouncil.payouts.actions.runs import ask_for_approval, mark_sent, prepare
from coopcouncil.payouts.kinds import Format, PayoutKind
from coopcouncil.payouts.models import Payee, PayoutItem
from coopcouncil.payouts.rules.details import BankDetails

_ACCOUNTS = (
    ("204577", "41208856"),
    ("086001", "20212616"),
    ("112233", "70154403"),
    ("309912", "00871264"),
)


async def fill(place: Mapping[str, Organisation], who: Mapping[str, Person], today: date) -> None:
    """A run with the bank, one that waits for the secretary, one payment still to prepare."""
    org, checker = place["tai-glanwern"], who["ysgrifennydd"]
    address = await EmailAddress.get(address="trysorydd@example.org").select_related("person")
    maker = address.person
    entries = (await current(org).order_by("member_number"))[20:26]
    with clock.frozen(at(today - timedelta(days=12), 10)):
        own = BankDetails.typed("309912", "00451177", org.name)
        why = "Cyfrif y gymdeithas ers 2019"
        asked = await ask_paying_account(org, own, "426183", "TAI GLANWERN", why, maker)
        await _agree(org, f"paying-account:{asked.id}", checker)
        payees = []
        for entry, (sort, number) in zip(entries, _ACCOUNTS, strict=False):
            member = await Member.one(org, id=entry.member_id)
            payee = await payee_of(org, member, maker)
            bank = BankDetails.typed(sort, number, entry.name)
            made = await give_details(org, payee, bank, "Ffurflen yn y swyddfa", maker)
            await _agree(org, f"payee-details:{made.id}", checker)
            payees.append(payee)
        for entry, bank in (
            (entries[4], BankDetails.typed("086001", "31126607", entries[4].name)),
            (entries[5], BankDetails.typed("204577", "55019283", entries[5].name)),
        ):
            member = await Member.one(org, id=entry.member_id)
            await record_mandate(org, member, bank, clock.today() - timedelta(days=1), maker)
            if entry is entries[4]:
                await send(org, await lodge(org, maker), maker)
    with clock.frozen(at(today - timedelta(days=6), 11)):
        sent = await _owed(org, payees[0], 11_850, "Rent paid twice", 1, maker)
        await _run(org, [sent], maker, checker, 2)
    with clock.frozen(at(today - timedelta(days=1), 15)):
        waiting = [
            await _owed(org, payees[1], 9_450, "Rent paid after moving out", 2, maker),
            await _owed(org, payees[2], 2_600, "Key deposit", 3, maker),
        ]
        await _run(org, waiting, maker, None, 6)
        await _owed(org, payees[3], 4_100, "Paint for the common room, paid for us", 4, maker)
        other = BankDetails.typed("112233", "88120945", entries[3].name)
        changed = await give_details(org, payees[3], other, "E-bost", maker)
        await _agree(org, f"payee-details:{changed.id}", checker)


async def _owed(
    org: Organisation, payee: Payee, pence: int, text: str, number: int, by: Person
) -> PayoutItem:
    costs = await account_for(org, Purpose.RENTS)
    payable = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
    lines = [Line(costs.id, pence), Line(payable.id, -pence, member=payee.member_id)]
    source = f"by-hand:{number}"
    await post(org, PostingKind.REFUND, clock.today(), text, lines, by, reference=source)
    return await owe(org, payee, Money(pence), PayoutKind.REFUND, text, source=source, by=by)


async def _run(
    org: Organisation, items: list[PayoutItem], maker: Person, checker: Person | None, days: int
) -> None:
    pay_on = add_working_days(working_day_from(clock.today()), days)
    run = await prepare(org, [one.id for one in items], Format.BACS, pay_on, maker)
    await ask_for_approval(org, run, maker)
    if checker is not None:
        await _agree(org, f"payment-run:{run.id}", checker)
        await mark_sent(org, run, maker)


async def _agree(org: Organisation, subject: str, by: Person) -> None:
    check = await Check.one(org, subject=subject, state=State.WAITING)
    await approve(org, check, by)
