"""Children who save, their guardians' authorities, and the weekly collection."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.people import must_be_another
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.savings.actions.accounts import is_checked, open_account, open_junior_account
from coopcouncil.savings.actions.arriving import take_out_to_join
from coopcouncil.savings.actions.moving import move, pay_in
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.juniors.models import (
    Collection,
    CollectionLine,
    CollectionPoint,
    GuardianAuthority,
    JuniorSaver,
)
from coopcouncil.savings.juniors.reads import account_of_junior, authorities
from coopcouncil.savings.juniors.rules import (
    may_hand_over,
    may_join,
    may_receive,
    may_save_as_a_child,
)
from coopcouncil.savings.kinds import Mode, MovementKind, ProductKind, Relation, Way
from coopcouncil.savings.models import SavingsAccount, SavingsProduct
from coopcouncil.savings.reads import balance_of, mode_of
from coopcouncil.savings.rules.accounts import may_pay_in_for_a_child
from coopcouncil.savings.rules.refusals import NotAMember, NotChecked, NotYetBegun
from coopcouncil.savings.rules.refusals_juniors import (
    BirthUnknown,
    HandedOver,
    NoAuthority,
    NotTheirNumber,
    RevokedAlready,
)


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


async def add_point(
    org: Organisation, name: str, name_cy: str, by: Person | None
) -> CollectionPoint:
    """A school that collects."""
    async with in_transaction():
        made = await CollectionPoint.create(organisation=org, name=name, name_cy=name_cy)
        await record(org, by, "added a school that collects", f"collection-point:{made.id}")
    return made


async def add_junior(
    org: Organisation,
    child: Child,
    signed: Signed,
    point: CollectionPoint | None,
    by: Person | None,
) -> JuniorSaver:
    """A child begins to save, with a guardian's signature; with an account where the book is."""
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


async def begin_collection(
    org: Organisation, point: CollectionPoint, class_name: str, by: Person | None
) -> Collection:
    """Today's collection of a class: begun once, found again afterwards."""
    async with in_transaction():
        await lock("collection", f"{point.id}:{class_name}")
        which = {"point_id": point.id, "class_name": class_name, "on": clock.today()}
        found = await Collection.within(org).get_or_none(**which)
        if found is None:
            found = await Collection.create(
                organisation=org, begun_at=clock.now(), begun_by=by, **which
            )
            await record(org, by, "began a collection", f"collection:{found.id}")
    return found


async def write_lines(
    org: Organisation, collection: Collection, amounts: Mapping[int, int], by: Person | None
) -> None:
    """What each child brought, by junior and in pence; nothing takes a line out again."""
    async with in_transaction():
        await lock("collection-lines", collection.id)
        found = await Collection.one(org, id=collection.id)
        if found.handed_at is not None:
            raise HandedOver
        rules = (await rulebook_on(org, clock.today())).rules
        for junior_id, pence in amounts.items():
            lines = CollectionLine.within(org).filter(collection_id=found.id, junior_id=junior_id)
            if not pence:
                await lines.delete()
                continue
            junior = await JuniorSaver.one(org, id=junior_id)
            if not await authorities(org, junior.id, clock.today()):
                raise NoAuthority
            account = await account_of_junior(org, junior)
            if account is not None:
                balance = await balance_of(account)
                may_pay_in_for_a_child(pence, balance.pence, rules.junior_limit)
            if not await lines.update(amount=pence, recorded_at=clock.now()):
                await CollectionLine.create(
                    organisation=org,
                    collection=found,
                    junior=junior,
                    amount=pence,
                    recorded_at=clock.now(),
                    recorded_by=by,
                )


async def hand_over(
    org: Organisation, collection: Collection, counted: Money, name: str, by: Person
) -> None:
    """Who collected has counted the coins, and signs."""
    async with in_transaction():
        await lock("collection-lines", collection.id)
        found = await Collection.one(org, id=collection.id)
        lines = await CollectionLine.within(org).filter(collection_id=found.id)
        amounts = {one.junior_id: one.amount for one in lines}
        may_hand_over(amounts, counted.pence, found.handed_at is not None)
        found.counted_total, found.handed_at = counted.pence, clock.now()
        found.handed_by, found.handed_name = by, name
        await found.save()
        await record(org, by, "handed over a collection", f"collection:{found.id}")


async def receive(
    org: Organisation, collection: Collection, counted: Money, name: str, by: Person
) -> None:
    """Somebody else has counted the coins again, and signs: now it is on the accounts."""
    async with in_transaction():
        await lock("ledger", org.id)
        await lock("collection-lines", collection.id)
        found = await Collection.one(org, id=collection.id)
        lines = await CollectionLine.within(org).filter(collection_id=found.id).order_by("id")
        may_receive(
            found.handed_at is not None,
            found.received_at is not None,
            found.handed_by_id,
            by.id,
            counted.pence,
            sum(one.amount for one in lines),
        )
        await must_be_another(org, found.handed_by_id, by)
        found.received_at, found.received_by, found.received_name = clock.now(), by, name
        await found.save()
        if await mode_of(org) is Mode.WHOLE_BOOK:
            for line in lines:
                await _credit(org, found, line, by)
        await record(org, by, "received a collection", f"collection:{found.id}")


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


async def _credit(
    org: Organisation, collection: Collection, line: CollectionLine, by: Person
) -> None:
    junior = await JuniorSaver.one(org, id=line.junior_id)
    account = await account_of_junior(org, junior)
    assert account is not None
    product = await SavingsProduct.one(org, id=account.product_id)
    movement = await move(
        org,
        account,
        product,
        MovementKind.COLLECTION,
        Way.CASH,
        line.amount,
        collection.on,
        by,
        reference=f"collection:{collection.id}:{junior.id}",
    )
    line.movement = movement
    await line.save(update_fields=["movement_id"])


def _sort_key(child: Child) -> str:
    return welsh_key(f"{child.family_name} {child.given_name}")[:300]
