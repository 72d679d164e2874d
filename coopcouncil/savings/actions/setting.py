"""Where balances are kept, and which kinds of account there are."""

from collections.abc import Sequence

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Account
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.kinds import Mode, ProductKind
from coopcouncil.savings.models import SavingsMode, SavingsMovement, SavingsProduct
from coopcouncil.savings.reads import mode_of
from coopcouncil.savings.rules.refusals import GoesByItsAccount, StaysTheBook

USUAL = (
    ("MAIN", "Main share account", "Prif gyfrif cyfranddaliadau", ProductKind.SHARES, 0),
    ("XMAS", "Christmas savings", "Cynilion Nadolig", ProductKind.SHARES, 60),
    ("JUNIOR", "Junior savings", "Cynilion plant", ProductKind.JUNIOR, 0),
)


async def keep_balances(
    org: Organisation, mode: Mode, core_system: str, by: Person | None
) -> SavingsMode:
    """Say where balances are kept. The first time, the usual kinds of account are there too."""
    async with in_transaction():
        await lock("ledger", org.id)
        if mode is Mode.BESIDE_CORE and await _is_anything_here(org):
            raise StaysTheBook
        if mode is Mode.WHOLE_BOOK:
            await open_books(org, by)
        made = await SavingsMode.create(
            organisation=org,
            mode=mode,
            core_system=core_system.strip()[:100],
            recorded_at=clock.now(),
            recorded_by=by,
        )
        if not await SavingsProduct.within(org).exists():
            for code, name, name_cy, kind, days in USUAL:
                await SavingsProduct.create(
                    organisation=org,
                    code=code,
                    name=name,
                    name_cy=name_cy,
                    kind=kind,
                    notice_days=days,
                )
        await record(org, by, f"chose where balances are kept: {mode.value}", "savings")
    return made


async def goes_by_its_account(org: Organisation, lines: Sequence[Line]) -> None:
    """Refuse to post savings by hand where their accounts are kept here. For the books."""
    if await mode_of(org) is not Mode.WHOLE_BOOK:
        return
    savings = Account.within(org).filter(purpose__in=[Purpose.MEMBERS_SHARES, Purpose.DEPOSITS])
    ids = {one.id for one in await savings}
    if any(line.account in ids for line in lines):
        raise GoesByItsAccount


async def add_product(
    org: Organisation,
    code: str,
    name: str,
    name_cy: str,
    kind: ProductKind,
    notice_days: int,
    by: Person | None,
) -> SavingsProduct:
    """Another kind of account."""
    async with in_transaction():
        made = await SavingsProduct.create(
            organisation=org,
            code=code,
            name=name,
            name_cy=name_cy,
            kind=kind,
            notice_days=notice_days,
        )
        await record(org, by, "added a kind of savings account", f"savings-product:{made.id}")
    return made


async def _is_anything_here(org: Organisation) -> bool:
    return await SavingsMovement.within(org).exists()


async def record(
    org: Organisation, by: Person | None, verb: str, subject: str, **facts: object
) -> None:
    """One line of the organisation's record."""
    await audit.record(org.id, by.id if by else None, verb, subject, **facts)
