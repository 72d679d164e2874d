"""The weekly collection at a school: counted, signed by two, and then on the accounts."""

import re

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.kernel.money import Money
from coopcouncil.ledger.reads import check_books
from coopcouncil.organisations.models import Role
from coopcouncil.savings.juniors.actions import collecting
from coopcouncil.savings.juniors.models import Collection, CollectionLine
from coopcouncil.savings.juniors.reads import account_of_junior
from coopcouncil.savings.kinds import Mode
from coopcouncil.savings.rules.refusals_juniors import (
    HandedOver,
)
from tests.make import make_officer
from tests.pageclient import Pages
from tests.savings.building import make_union, teller
from tests.savings.children import make_junior, make_point, saved

pytestmark = pytest.mark.anyio
TICKED = re.compile(r'<input(?=[^>]*name="may_withdraw")[^>]*\schecked')


async def test_the_weekly_collection_is_signed_by_two_and_then_on_the_accounts(client: Pages):
    org = await make_union()
    point = await make_point(org)
    nia, ben = await make_junior(org, point), await make_junior(org, point, "Ben Owen")
    helper = await make_officer(org, Role.TEACHER, "Mair Lewis")
    pages = client.as_(helper)
    base = f"/{org.slug}"

    classes = await pages.get(f"{base}/collection-points/{point.id}")
    assert "2 children save" in classes.main
    begun = await (
        await pages.post(f"{base}/collection-points/{point.id}/collections", {"class_name": "3B"})
    ).follow()
    assert begun.h1 == "Savings of class 3B"
    found = await Collection.within(org).get()
    path = f"{base}/collections/{found.id}"

    wrong = await pages.post(path, {f"child-{nia.id}": "1.50", f"child-{ben.id}": "two"})
    assert wrong.status == 422
    assert wrong.errors == ["Ben Owen: Enter an amount like 1.50."]
    assert 'value="1.50"' in wrong.html
    await pages.post(path, {f"child-{nia.id}": "1.50", f"child-{ben.id}": "2"})
    # Put right before the hand-over: Ben brought 50p less.
    kept = await (
        await pages.post(path, {f"child-{nia.id}": "1.50", f"child-{ben.id}": "1.50"})
    ).follow()
    assert "Together: £3.00" in kept.main

    off = await pages.post(f"{path}/hand-over", {"counted": "2.95", "name": "Mair Lewis"})
    assert "You counted £2.95, and the list adds up to £3.00." in off.errors[0]
    await pages.post(f"{path}/hand-over", {"counted": "3.00", "name": "Mair Lewis"})
    alone = await pages.post(f"{path}/receipt", {"counted": "3.00", "name": "Mair Lewis"})
    assert alone.status == 409
    assert "Somebody else receives" in alone.main
    assert await saved(org, nia) == Money(0)

    officer = client.as_(await teller(org))
    await officer.post(f"{path}/receipt", {"counted": "3", "name": "Bethan Rees"})
    assert (await saved(org, nia), await saved(org, ben)) == (Money(150), Money(150))
    again = await officer.post(f"{path}/receipt", {"counted": "3", "name": "Bethan Rees"})
    assert again.status == 409
    assert (await saved(org, nia)) == Money(150)
    assert (await check_books(org)).balanced
    shown = await officer.get(path)
    assert "Mair Lewis" in shown.main
    assert "Bethan Rees" in shown.main


async def test_a_teacher_sees_the_class_and_no_balance(client: Pages):
    org = await make_union()
    point = await make_point(org)
    junior = await make_junior(org, point)
    pages = client.as_(await make_officer(org, Role.TEACHER, "Mair Lewis"))
    assert (await pages.get(f"/{org.slug}/collections")).status == 200
    for path in (f"junior-savers/{junior.id}", "saving-accounts", "savings", "junior-savers"):
        assert (await pages.get(f"/{org.slug}/{path}")).status == 403, path


async def test_what_was_handed_over_stays_whoever_writes(db):
    org = await make_union()
    point = await make_point(org)
    junior, mair = await make_junior(org, point), await teller(org, "Mair Lewis")
    collection = await collecting.begin_collection(org, point, "3B", mair)
    again = await collecting.begin_collection(org, point, "3B", mair)
    assert again.id == collection.id
    await collecting.write_lines(org, collection, {junior.id: 100}, mair)
    await collecting.hand_over(org, collection, Money(100), "Mair Lewis", mair)

    with pytest.raises(HandedOver):
        await collecting.write_lines(org, collection, {junior.id: 200}, mair)
    for sql in (
        "UPDATE junior_collection_line SET amount = 200",
        "DELETE FROM junior_collection_line",
        f"UPDATE junior_collection SET received_by_id = {mair.id}, received_at = now()",
    ):
        with pytest.raises(IntegrityError):
            async with in_transaction():
                await connections.get("default").execute_query(sql)
    assert await CollectionLine.within(org).count() == 1


async def test_beside_a_core_system_collections_go_out_as_a_file(client: Pages):
    org = await make_union(Mode.BESIDE_CORE)
    point = await make_point(org)
    junior, mair = await make_junior(org, point), await teller(org, "Mair Lewis")
    assert await account_of_junior(org, junior) is None
    collection = await collecting.begin_collection(org, point, "3B", mair)
    await collecting.write_lines(org, collection, {junior.id: 150}, mair)
    pages = client.as_(await teller(org, "Ann Bell"))
    path = f"/{org.slug}/collections/{collection.id}"
    assert (await pages.get(f"{path}/file")).status == 404
    await collecting.hand_over(org, collection, Money(150), "Mair", mair)
    await pages.post(f"{path}/receipt", {"counted": "1.50", "name": "Ann Bell"})
    lines = (await pages.get(f"{path}/file")).text.splitlines()
    assert lines[1].startswith(f"J{junior.number},Nia Hughes,")
    assert ",1.50,Canal Side Primary School,3B," in lines[1]
    assert "Taken out on" in (await pages.get(path)).main
