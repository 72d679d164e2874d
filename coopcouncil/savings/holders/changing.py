"""Holders who come and go: asked for, agreed to by each, carried out by a second officer."""

from collections.abc import Sequence

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.models import Check, CheckKind, State
from coopcouncil.checks.people import must_be_another
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.savings.actions.accounts import is_checked
from coopcouncil.savings.actions.cash import not_own
from coopcouncil.savings.actions.leaving import source_of
from coopcouncil.savings.actions.moving import begin, limits, move
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.holders.kinds import Change
from coopcouncil.savings.holders.models import HolderChange, HolderConsent
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.holders.rules import (
    AgreesNot,
    ChangeOver,
    ChangeWaits,
    HasNotDied,
    HeldAgainstALoan,
    NotOfAChild,
    SomethingWaits,
    all_agree,
    holders_after,
    must_agree,
    paid_to_who_leaves,
    within_the_limit,
)
from coopcouncil.savings.kinds import MovementKind, Way
from coopcouncil.savings.models import SavingsAccount, SavingsHolder, SavingsProduct
from coopcouncil.savings.reads import balance_of, held_by, holders_of, names_of, pledged_on
from coopcouncil.savings.rules.accounts import may_leave
from coopcouncil.savings.rules.refusals import NotAMember, NotChecked


async def ask_for_change(
    org: Organisation,
    account: SavingsAccount,
    change: Change,
    member: Member,
    evidence: str,
    by: Person | None,
) -> HolderChange:
    """Somebody is to hold the account too, or no longer, by a paper that was seen."""
    async with in_transaction():
        found, _product, _rules = await begin(org, account)
        await not_own(org, found, by)
        if found.junior_id is not None:
            raise NotOfAChild
        before = await holders_of(found)
        holders_after(change, member.id, before)
        await _may_be_there(org, change, member)
        await _nothing_hangs(org, found)
        if await HolderChange.within(org).filter(
            account_id=found.id, done_at=None, dropped_at=None
        ).exists():  # fmt: skip
            raise ChangeWaits
        made = await HolderChange.create(
            organisation=org,
            account=found,
            change=change,
            member=member,
            evidence=evidence.strip()[:300],
            asked_at=clock.now(),
            asked_by=by,
        )
        await record(org, by, f"asked for a change of holders: {change.value}", _subject(made))
    return made


async def agree(
    org: Organisation,
    change: HolderChange,
    member: int,
    evidence: str,
    by: Person | None,
) -> None:
    """One of those whose savings they are agrees; an officer records what was seen of others,
    never their own word as a desk's."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await _waiting(org, change)
        account = await SavingsAccount.one(org, id=found.account_id)
        needed = must_agree(found.change, found.member_id, await holders_of(account))
        agreed = await HolderConsent.within(org).filter(change_id=found.id, member_id=member)
        if member not in needed or agreed:
            raise AgreesNot
        await HolderConsent.create(
            organisation=org,
            change=found,
            member_id=member,
            evidence=evidence.strip()[:300],
            agreed_at=clock.now(),
            recorded_by=by,
        )
        await record(org, by, "recorded an agreement to a change of holders", _subject(found))


async def carry_out(org: Organisation, change: HolderChange, by: Person | None) -> HolderChange:
    """All agree, and another than who asked does it: who leaves takes their equal part along,
    and from then on the account counts in equal parts of those who hold it."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await _waiting(org, change)
        await must_be_another(org, found.asked_by_id, by)
        account, product, rules = await begin(
            org, await SavingsAccount.one(org, id=found.account_id)
        )
        await not_own(org, account, by)
        may_leave(account.excluded)
        member = await Member.one(org, id=found.member_id)
        before = await holders_of(account)
        after = holders_after(found.change, member.id, before)
        await _may_be_there(org, found.change, member)
        await _nothing_hangs(org, account)
        needed = must_agree(found.change, member.id, before)
        agreed = {one.member_id for one in await HolderConsent.within(org).filter(
            change_id=found.id)}  # fmt: skip
        names = {one: entry.name for one, entry in (await names_of(org, needed)).items()}
        all_agree(needed, agreed, names)
        balance = await balance_of(account)
        part = paid_to_who_leaves(found.change, member.id, before, balance.pence)
        if part:
            await _pay_part(org, account, product, member, before[0], part, by)
        if found.change is Change.ADDED:
            held = await held_by(org, after)
            elsewhere = {
                one: sum(pence for at, pence in held[one].items() if at != account.id)
                for one in after
            }
            within_the_limit(balance.pence, after, elsewhere, await limits(org, rules))
        posting = None
        if after[0] != before[0] and balance.pence > part:
            posting = await _rename(org, account, before[0], after[0], balance.pence - part, by)
        found.holders, found.posting = list(after), posting
        found.done_at, found.done_by = clock.now(), by
        await found.save(update_fields=["holders", "posting_id", "done_at", "done_by_id"])
        await _put(org, account, after)
        await _held_now()
        await record(org, by, f"changed the holders: {found.change.value}", _subject(found))
    return found


async def give_up(org: Organisation, change: HolderChange, by: Person | None) -> None:
    """It is not to be."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await _waiting(org, change)
        found.dropped_at = clock.now()
        await found.save(update_fields=["dropped_at"])
        await record(org, by, "gave up a change of holders", _subject(found))


async def _may_be_there(org: Organisation, change: Change, member: Member) -> None:
    """A new holder is a member who was checked; who died has, by the register."""
    if change is Change.ADDED:
        entry = await entry_of(org, member.id, clock.today())
        if entry is None:
            raise NotAMember(member.number)
        if not await is_checked(org, member.id):
            raise NotChecked(entry.name)
    if change is Change.DIED and not await has_died(org, [member.id]):
        raise HasNotDied


async def _nothing_hangs(org: Organisation, account: SavingsAccount) -> None:
    if await pledged_on(account):
        raise HeldAgainstALoan
    waiting = Check.within(org).filter(
        kind=CheckKind.WITHDRAWAL, subject=f"savings-account:{account.id}", state=State.WAITING
    )
    if any(one.is_open for one in await waiting):
        raise SomethingWaits


async def _pay_part(
    org: Organisation,
    account: SavingsAccount,
    product: SavingsProduct,
    member: Member,
    first: int,
    pence: int,
    by: Person | None,
) -> None:
    """Who leaves is owed their part, by a payment run. No notice and no least is asked of it."""
    today, text = clock.today(), "Part of a holder who leaves"
    payable = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
    against = Line(payable.id, -pence, member=member.id if member.id == first else None)
    made = await move(
        org,
        account,
        product,
        MovementKind.WITHDRAWAL,
        Way.BANK,
        -pence,
        today,
        by,
        text=text,
        against=against,
    )
    if member.id != first:
        # The books name the first holder of the account, and owe it to the one who leaves.
        lines = [Line(payable.id, pence), Line(payable.id, -pence, member=member.id)]
        await post(org, PostingKind.WITHDRAWAL, today, text, lines, by)
    payee = await payee_of(org, member, by)
    words = f"{product.name}, {account.number}: {text}"
    source = source_of(made)
    await owe(org, payee, Money(pence), PayoutKind.SAVINGS, words, source=source, by=by)


async def _rename(
    org: Organisation, account: SavingsAccount, old: int, new: int, pence: int, by: Person | None
) -> Posting:
    shares = await account_for(org, Purpose.MEMBERS_SHARES)
    lines = [Line(shares.id, pence, member=old), Line(shares.id, -pence, member=new)]
    text = f"Savings account {account.number}: another is named first"
    return await post(org, PostingKind.WITHDRAWAL, clock.today(), text, lines, by)


async def _put(org: Organisation, account: SavingsAccount, after: Sequence[int]) -> None:
    """The rows as agreed. A deferred trigger holds them against the change."""
    rows = {one.member_id: one for one in await SavingsHolder.within(org).filter(
        account_id=account.id)}  # fmt: skip
    for gone in set(rows) - set(after):
        await rows.pop(gone).delete()
    for place, one in enumerate(after, 1):
        if one not in rows:
            await SavingsHolder.create(
                organisation=org, account=account, member_id=one, place=place
            )
        elif rows[one].place != place:
            rows[one].place = place
            await rows[one].save(update_fields=["place"])


async def _held_now() -> None:
    # Now rather than at the commit, against what is on the account now.
    for when in ("IMMEDIATE", "DEFERRED"):
        await connections.get("default").execute_query(
            "SET CONSTRAINTS savings_stay_with_their_saver, savings_holders_are_who_was_agreed "
            f"{when}"
        )


async def _waiting(org: Organisation, change: HolderChange) -> HolderChange:
    found = await HolderChange.one(org, id=change.id)
    if not found.waits:
        raise ChangeOver
    return found


def _subject(change: HolderChange) -> str:
    return f"savings-account:{change.account_id}"
