"""Builders: a credit union that is the whole book, savers, children, tills."""

from datetime import date
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.models import Posting
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import LegalForm, Organisation, Role
from coopcouncil.savings.actions.accounts import open_account, record_check
from coopcouncil.savings.actions.moving import pay_in
from coopcouncil.savings.actions.setting import keep_balances
from coopcouncil.savings.kinds import CheckOf, Found, Mode, Shown, Way
from coopcouncil.savings.models import SavingsAccount, SavingsProduct
from coopcouncil.savings.sheets import confirm_sheet
from tests.make import make_member, make_officer, make_organisation, make_rules

DAY = date(2026, 6, 1)


async def make_union(mode: Mode | None = Mode.WHOLE_BOOK, **rules: Any) -> Organisation:
    """A credit union; its balances are kept here unless another mode is given."""
    org = await make_organisation("Calderbrook Credit Union", legal_form=LegalForm.CREDIT_UNION)
    await make_rules(org, **rules)
    if mode is not None:
        await keep_balances(org, mode, "", None)
    return org


async def make_saver(org: Organisation, name: str = "Ada Lovell", **facts: object) -> Member:
    """A member whose identity was checked."""
    entry = await make_member(org, name, **facts)  # type: ignore[arg-type]
    for of in (CheckOf.IDENTITY, CheckOf.SANCTIONS):
        await record_check(
            org, of, Found.PASSED, "Passport seen", DAY, member=entry.member_id, by=None
        )
    await confirm_sheet(org, Shown.DESK, clock.today(), None, member=entry.member_id)
    return await Member.one(org, id=entry.member_id)


async def product(org: Organisation, code: str = "MAIN") -> SavingsProduct:
    return await SavingsProduct.one(org, code=code)


async def make_account(
    org: Organisation, *holders: Member, code: str = "MAIN", on: date = DAY
) -> SavingsAccount:
    """An account of one member or several; without any named, of a new one."""
    those = holders or (await make_saver(org),)
    return await open_account(org, await product(org, code), those, on, None)


async def put(org: Organisation, account: SavingsAccount, pounds: float, on: date = DAY) -> None:
    """Pay in by bank."""
    await pay_in(org, account, Money(round(pounds * 100)), Way.BANK, on, None)


async def teller(org: Organisation, name: str = "Bethan Rees") -> Person:
    return await make_officer(org, Role.CREDIT_UNION_OFFICER, name)


async def postings(org: Organisation) -> int:
    return await Posting.within(org).count()


def today() -> date:
    return clock.today()
