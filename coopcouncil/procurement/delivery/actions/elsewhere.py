"""Contracts that were let before or elsewhere, and their promises from a list: whole or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Refused
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions.suppliers import SupplierDraft, add_supplier
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.delivery.actions.promising import Promise, may_promise, write_down
from coopcouncil.procurement.delivery.groups import Group, groups_of
from coopcouncil.procurement.delivery.models import Commitment, Instalment
from coopcouncil.procurement.delivery.rules.listing import CellWrong, Known, Line, read
from coopcouncil.procurement.delivery.rules.status import Due
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.outcome.actions.contracting import (
    PARTICULARS,
    ContractDraft,
    may_last,
)
from coopcouncil.procurement.outcome.models import Contract, Kpi
from coopcouncil.procurement.outcome.rules.order import NumberTaken


async def record_contract(
    org: Organisation, draft: ContractDraft, supplier: Supplier | str, by: Person
) -> Contract:
    """A contract without a tender here, with a supplier that is known or is named now."""
    may_last(draft)
    async with in_transaction():
        await lock("contracts", org.id)
        if await Contract.within(org).filter(number=draft.number).exists():
            raise NumberTaken(draft.number)
        if isinstance(supplier, str):
            supplier = await add_supplier(org, SupplierDraft(supplier), None, by)
        made = await Contract.create(
            organisation=org,
            supplier=supplier,
            recorded_at=clock.now(),
            recorded_by=by,
            **{name: getattr(draft, name) for name in PARTICULARS},
        )
        for number, one in enumerate(draft.indicators, 1):
            await Kpi.create(
                organisation=org,
                contract=made,
                number=number,
                title=one.title,
                title_cy=one.title_cy,
                target=one.target,
                target_cy=one.target_cy,
                is_social=one.is_social,
            )
        subject = f"contract:{made.id}"
        await audit.record(org.id, by.id, "recorded a contract from elsewhere", subject)
        return made


@dataclass(frozen=True)
class Looked:
    """What a list would write down, and every cell that is wrong."""

    promises: tuple[tuple[Contract, Promise], ...]
    wrong: tuple[CellWrong, ...]


async def look(org: Organisation, rows: Sequence[Sequence[str]]) -> Looked:
    """Read a list of promises against what is here; nothing is written down."""
    contracts = {one.id: one for one in await Contract.within(org).select_related("supplier")}
    orgs = {one.id: one for one in await Organisation.all()}
    groups = {one.key: one for one in await groups_of(orgs.values())}
    listed = read(rows, await _known(org, contracts, orgs, groups))
    found, wrong = [], list(listed.wrong)
    for line in listed.lines:
        contract = contracts[line.contract]
        promise = _promise(line, orgs, groups)
        try:
            may_promise(contract, promise, contract.supplier.name)
        except Refused as refusal:
            wrong.append(CellWrong(line.line, "due_on / recipient", "", refusal))
        else:
            found.append((contract, promise))
    return Looked(tuple(found), tuple(sorted(wrong, key=lambda one: one.line)))


async def import_promises(
    org: Organisation, rows: Sequence[Sequence[str]], by: Person
) -> tuple[Commitment, ...]:
    """Write every promise of a list down; the first wrong cell refuses the whole."""
    async with in_transaction():
        await lock("contracts", org.id)
        looked = await look(org, rows)
        if looked.wrong:
            raise looked.wrong[0]
        return tuple(
            [await write_down(org, contract, one, by) for contract, one in looked.promises]
        )


async def _known(
    org: Organisation,
    contracts: dict[int, Contract],
    orgs: dict[int, Organisation],
    groups: dict[str, Group],
) -> Known:
    missions: dict[str, str] = {}
    for one in library().missions.values():
        missions |= {name.casefold(): one.code for name in (one.code, one.title, one.title_cy)}
    recipients: dict[str, int] = {}
    for other in orgs.values():
        names = (other.slug, other.name, other.name_cy)
        recipients |= {name.casefold(): other.id for name in names if name}
    there = (
        await Instalment.within(org)
        .all()
        .values_list("commitment__contract_id", "commitment__title", "due_on")
    )
    return Known(
        {one.number.casefold(): one.id for one in contracts.values()},
        missions,
        recipients,
        frozenset((contract, title.casefold(), due) for contract, title, due in there),
        {(one.recipient.id, name): one.key for one in groups.values() for name in one.names()},
    )


def _promise(line: Line, orgs: dict[int, Organisation], groups: dict[str, Group]) -> Promise:
    return Promise(
        title=line.title,
        title_cy=line.title_cy,
        amount=line.amount,
        dues=(Due(line.due_on, line.amount),),
        unit=line.unit,
        unit_cy=line.unit_cy,
        mission=line.mission,
        ward=line.ward,
        recipient=orgs[line.recipient] if line.recipient is not None else None,
        recipient_name=line.recipient_name,
        recipient_email=line.recipient_email,
        group=groups.get(line.group),
        evidence=line.evidence,
        owner=line.owner,
    )
