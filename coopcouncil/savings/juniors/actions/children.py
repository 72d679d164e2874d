"""Children who save, and their guardians' authorities, until they join."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.savings.actions.accounts import is_checked, open_account, open_junior_account
from coopcouncil.savings.actions.arriving import take_out_to_join
from coopcouncil.savings.actions.moving import pay_in
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.juniors.models import (
    CollectionPoint,
    GuardianAuthority,
    JuniorSaver,
)
from coopcouncil.savings.juniors.reads import account_of_junior
from coopcouncil.savings.juniors.rules import (
    may_join,
    may_save_as_a_child,
)
from coopcouncil.savings.kinds import Mode, ProductKind, Relation, Shown, Way
from coopcouncil.savings.models import SavingsAccount, SavingsProduct
from coopcouncil.savings.reads import balance_of, mode_of
from coopcouncil.savings.rules.refusals import NotAMember, NotChecked, NotYetBegun
from coopcouncil.savings.rules.refusals_juniors import (
    BirthUnknown,
    NotTheirNumber,
    RevokedAlready,
)
from coopcouncil.savings.sheets import confirm_sheet


@dataclass(frozen=True)
class Child:
    """What is written down of a child who saves."""

    given_name: str
    family_name: str
    date_of_birth: date
    postal_address: str = ""
    postcode: str = ""
    language: str = ""
    class_name: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed for the child, on what day."""

    name: str
    relation: Relation
    signed_on: date
    contact: str = ""
    may_withdraw: bool = True
    member: int | None = None


async def add_junior(
    org: Organisation,
    child: Child,
    signed: Signed,
    point: CollectionPoint | None,
    by: Person | None,
) -> JuniorSaver:
    """A child begins to save, with a guardian's signature; with an account where the book is, once
    the guardian has the sheet on how savings are protected."""
    async with in_transaction():
        await lock("ledger", org.id)
        mode = await mode_of(org)
        if mode is None:
            raise NotYetBegun
        today = clock.today()
        rules = (await rulebook_on(org, today)).rules
        may_save_as_a_child(child.date_of_birth, today, rules.member_age)
        last = await JuniorSaver.within(org).order_by("-number").first()
        junior = await JuniorSaver.create(
            organisation=org,
            number=last.number + 1 if last else 1,
            given_name=child.given_name,
            family_name=child.family_name,
            date_of_birth=child.date_of_birth,
            postal_address=child.postal_address,
            postcode=child.postcode,
            language=child.language,
            class_name=child.class_name,
            point=point,
            sort_key=_sort_key(child),
            began_on=today,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await record(org, by, "enrolled a child who saves", f"junior-saver:{junior.id}")
        await sign(org, junior, signed, by)
        if mode is Mode.WHOLE_BOOK:
            await confirm_sheet(org, Shown.DESK, today, by, junior=junior.id)
            await open_junior_account(org, junior, today, by)
    return junior


async def change_class(
    org: Organisation,
    junior: JuniorSaver,
    point: CollectionPoint | None,
    class_name: str,
    by: Person | None,
) -> None:
    """A child moves to another class or school."""
    async with in_transaction():
        junior.point, junior.class_name = point, class_name
        await junior.save(update_fields=["point_id", "class_name"])
        await record(org, by, "changed the class of a child who saves", f"junior-saver:{junior.id}")


async def sign(
    org: Organisation, junior: JuniorSaver, signed: Signed, by: Person | None
) -> GuardianAuthority:
    """A guardian's authority, as it was signed."""
    async with in_transaction():
        made = await GuardianAuthority.create(
            organisation=org,
            junior=junior,
            member_id=signed.member,
            name=signed.name,
            relation=signed.relation,
            contact=signed.contact,
            may_withdraw=signed.may_withdraw,
            signed_on=signed.signed_on,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await record(org, by, "recorded a guardian's authority", f"junior-saver:{junior.id}")
    return made


async def revoke(
    org: Organisation, authority: GuardianAuthority, on: date, because: str, by: Person | None
) -> None:
    """From that day on it no longer holds; that it held stays to be seen."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await GuardianAuthority.one(org, id=authority.id)
        if found.revoked_at is not None:
            raise RevokedAlready
        found.revoked_on, found.revoked_because = on, because[:300]
        found.revoked_at = clock.now()
        await found.save(update_fields=["revoked_on", "revoked_because", "revoked_at"])
        await record(org, by, "revoked a guardian's authority", f"junior-saver:{found.junior_id}")


async def join(
    org: Organisation, junior: JuniorSaver, member: Member, by: Person | None
) -> SavingsAccount | None:
    """A child of the joining age is a member now: the deposits are paid out to them, and in again
    as their own shares. Two movements, since savings never pass from one account to another."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await JuniorSaver.one(org, id=junior.id)
        today = clock.today()
        rules = (await rulebook_on(org, today)).rules
        may_join(found.date_of_birth, today, rules.member_age)
        entry = await entry_of(org, member.id, today)
        if entry is None:
            raise NotAMember(member.number)
        if entry.date_of_birth is None:
            raise BirthUnknown
        if entry.date_of_birth != found.date_of_birth:
            raise NotTheirNumber
        account = None
        old = await account_of_junior(org, found)
        if old is not None and old.closed_on is None:
            if not await is_checked(org, member.id):
                raise NotChecked(entry.name)
            account = await _their_own(org, member, by)
            left = await balance_of(old)
            if left:
                await take_out_to_join(org, old, left, member.id, by)
                await pay_in(org, account, left, Way.BOOKS, today, by, text=found.name)
            old.closed_on, old.closed_at = today, clock.now()
            await old.save(update_fields=["closed_on", "closed_at"])
        found.member, found.ended_on = member, today
        await found.save(update_fields=["member_id", "ended_on"])
        await record(org, by, "made a junior saver a member's", f"junior-saver:{found.id}")
    return account


async def _their_own(org: Organisation, member: Member, by: Person | None) -> SavingsAccount:
    product = (
        await SavingsProduct.within(org)
        .filter(kind=ProductKind.SHARES, on_offer=True, notice_days=0)
        .order_by("code")
        .first()
    )
    assert product is not None
    return await open_account(org, product, [member], clock.today(), by)


def _sort_key(child: Child) -> str:
    return welsh_key(f"{child.family_name} {child.given_name}")[:300]
