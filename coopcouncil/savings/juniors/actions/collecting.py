"""The weekly collection: points, envelopes, the hand-over, and what was counted."""

from collections.abc import Mapping

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.people import must_be_another
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.savings.actions.moving import move
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.juniors.models import (
    Collection,
    CollectionLine,
    CollectionPoint,
    JuniorSaver,
)
from coopcouncil.savings.juniors.reads import account_of_junior, authorities
from coopcouncil.savings.juniors.rules import (
    may_hand_over,
    may_receive,
)
from coopcouncil.savings.kinds import Mode, MovementKind, Way
from coopcouncil.savings.models import SavingsProduct
from coopcouncil.savings.reads import balance_of, mode_of
from coopcouncil.savings.rules.accounts import may_pay_in_for_a_child
from coopcouncil.savings.rules.refusals_juniors import (
    HandedOver,
    NoAuthority,
)


async def add_point(
    org: Organisation, name: str, name_cy: str, by: Person | None
) -> CollectionPoint:
    """A school that collects."""
    async with in_transaction():
        made = await CollectionPoint.create(organisation=org, name=name, name_cy=name_cy)
        await record(org, by, "added a school that collects", f"collection-point:{made.id}")
    return made


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
