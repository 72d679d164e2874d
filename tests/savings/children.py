"""Builders: a child who saves, and the school where."""

from datetime import date

from coopcouncil.savings.juniors.actions import children, collecting
from coopcouncil.savings.juniors.actions.children import Child, Signed
from coopcouncil.savings.juniors.reads import account_of_junior
from coopcouncil.savings.kinds import Relation
from coopcouncil.savings.reads import balance_of
from tests.savings.building import DAY

BORN = date(2018, 5, 4)


async def make_point(org, name="Canal Side Primary School"):
    return await collecting.add_point(org, name, "Ysgol Gynradd Canal Side", None)


async def make_junior(org, point=None, name="Nia Hughes", born=BORN, member=None):
    given_name, family_name = name.split()
    child = Child(given_name, family_name, born, class_name="3B", language="en")
    signed = Signed("Sara Hughes", Relation.PARENT, DAY, member=member)
    return await children.add_junior(org, child, signed, point, None)


async def saved(org, junior):
    account = await account_of_junior(org, junior)
    assert account is not None
    assert account is not None
    return await balance_of(account)
