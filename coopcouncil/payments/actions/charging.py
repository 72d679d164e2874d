"""Charging members, and taking charges off again; each with its posting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import Places, open_account, places
from coopcouncil.payments.actions.allocating import Ripples, undo, use_credit
from coopcouncil.payments.kinds import EXPECTED, ChargeKind, Relief
from coopcouncil.payments.models import Allocation, Charge, ChargeRelief, Payment
from coopcouncil.payments.rules.refusals import (
    ChargedAlready,
    NothingToTakeOff,
    NotOpen,
    WhyNeeded,
    is_an_amount,
)


@dataclass(frozen=True)
class Draft:
    """A charge to be raised. A `source` is charged once, whatever happens."""

    member_id: int
    kind: ChargeKind
    amount: Money
    due_on: date
    text: str
    text_cy: str = ""
    source: str | None = None
    period: tuple[date, date] | None = None

    def is_for_later(self, on: date) -> bool:
        """Whether part of what it pays for lies in a later month than the day."""
        return self.period is not None and (self.period[1].year, self.period[1].month) > (
            on.year,
            on.month,
        )


async def charge(
    org: Organisation,
    member: Member,
    kind: ChargeKind,
    amount: Money,
    due_on: date,
    text: str,
    *,
    source: str | None,
    by: Person | None,
    period: tuple[date, date] | None = None,
    text_cy: str = "",
    on: date | None = None,
) -> Charge:
    """The member owes this. The same `source` again gives the first charge back; with another
    amount or member it is refused."""
    draft = Draft(member.id, kind, amount, due_on, text, text_cy, source, period)
    [made] = await raise_charges(org, [draft], by=by, on=on)
    return made


async def raise_charges(
    org: Organisation,
    drafts: Sequence[Draft],
    *,
    by: Person | None,
    on: date | None = None,
    text: str = "",
) -> list[Charge]:
    """Charge many at once, under one posting; those whose source was charged before stay."""
    for draft in drafts:
        is_an_amount(draft.amount)
    on = on or clock.today()
    async with in_transaction():
        if any(draft.kind is ChargeKind.SHARES for draft in drafts):
            await lock("register", org.id)
        await lock("ledger", org.id)
        members = {draft.member_id for draft in drafts}
        if await Member.within(org).filter(id__in=members).count() != len(members):
            raise NotHere
        there = await _by_source(org, drafts)
        new = [draft for draft in drafts if draft.source not in there]
        made: dict[int, Charge] = {}
        if new:
            posting = await _post(org, new, on, text or new[0].text, by)
            made = await _write(org, new, on, posting, by)
            first = next(iter(made.values()))
            who = by.id if by else None
            await audit.record(org.id, who, "charged", f"charge:{first.id}", charges=len(new))
            await use_credit(org, {one.member_id for one in made.values()}, on, by)
        ids = [(made[id(one)] if id(one) in made else there[one.source]).id for one in drafts]
        fresh = {one.id: one for one in await Charge.within(org).filter(id__in=ids)}
        return [fresh[one] for one in ids]


async def cancel_charge(
    org: Organisation, charge: Charge, reason: str, *, by: Person | None, on: date | None = None
) -> Charge:
    """It should not have been charged: nothing of it is owed, and what was paid is free for other
    charges. Again does nothing."""
    if not reason.strip():
        raise WhyNeeded
    async with in_transaction():
        await open_account(org, [charge.member_id])
        charge = await Charge.one(org, id=charge.id)
        left = charge.amount - charge.relieved
        if not left:
            return charge
        on = on or clock.today()
        ripples = Ripples(org, on, by)
        await _unpay(ripples, charge)
        charge = await relieve(ripples, charge, Relief.CANCELLED, left, reason)
        await use_credit(org, [charge.member_id], on, by, ripples)
        await ripples.tell()
        return charge


async def reduce_charge(
    org: Organisation,
    charge: Charge,
    amount: Money,
    reason: str,
    *,
    by: Person | None,
    kind: Relief = Relief.CANCELLED,
    on: date | None = None,
) -> Charge:
    """Take off part of what is still owed, or all of it; written off, it is a bad debt."""
    is_an_amount(amount)
    if not reason.strip():
        raise WhyNeeded
    async with in_transaction():
        await open_account(org, [charge.member_id])
        charge = await Charge.one(org, id=charge.id)
        if not charge.owed:
            raise NotOpen(charge.text)
        if amount > charge.owed:
            raise NothingToTakeOff(charge.owed)
        ripples = Ripples(org, on or clock.today(), by)
        charge = await relieve(ripples, charge, kind, amount.pence, reason)
        await ripples.tell()
        return charge


async def relieve(
    ripples: Ripples, charge: Charge, kind: Relief, pence: int, reason: str
) -> Charge:
    """Take so much off a charge, inside a transaction that is under way, with its posting."""
    org, on, by = ripples.org, ripples.on, ripples.by
    posting, from_later = None, 0
    if charge.kind not in EXPECTED:
        at = await places(org)
        from_later = min(pence, charge.deferred - charge.released)
        lines = [Line(at.owed, -pence, member=charge.member_id, note=charge.text)]
        if kind is Relief.WRITTEN_OFF:
            lines.append(Line(at.of(Purpose.BAD_DEBTS), pence))
            from_later = 0
        else:
            if from_later:
                lines.append(Line(at.of(Purpose.DEFERRED_INCOME), from_later))
            if pence > from_later:
                lines.append(Line(at.earned_by(charge.kind), pence - from_later))
        posting = await post(org, PostingKind.CHARGE, on, charge.text, lines, by)
    await ChargeRelief.create(
        organisation=org,
        charge=charge,
        kind=kind,
        amount=pence,
        relieved_on=on,
        reason=reason,
        posting=posting,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    was = charge.is_settled
    charge.relieved += pence
    charge.released += from_later
    await charge.save(update_fields=["relieved", "released"])
    if kind is not Relief.WRITTEN_OFF:
        ripples.turned(charge, was)
    who = by.id if by else None
    await audit.record(org.id, who, f"took off a charge: {kind.value}", f"charge:{charge.id}")
    return charge


async def _unpay(ripples: Ripples, charge: Charge) -> None:
    rows = await Allocation.within(ripples.org).filter(charge_id=charge.id)
    stands: Counter[int] = Counter()
    for row in rows:
        stands[row.payment_id] += row.amount
    for payment_id, pence in stands.items():
        if pence:
            payment = await Payment.one(ripples.org, id=payment_id)
            await undo(ripples, payment, [(charge.id, pence)])
    await charge.refresh_from_db()


async def _by_source(org: Organisation, drafts: Sequence[Draft]) -> dict[str | None, Charge]:
    sources = [draft.source for draft in drafts if draft.source is not None]
    found: dict[str | None, Charge] = {}
    if sources:
        rows = await Charge.within(org).filter(source__in=sources)
        found = {row.source: row for row in rows}
    for draft in drafts:
        before = found.get(draft.source) if draft.source else None
        if before and (before.member_id, before.amount) != (draft.member_id, draft.amount.pence):
            raise ChargedAlready
    return found


async def _post(
    org: Organisation, drafts: Sequence[Draft], on: date, text: str, by: Person | None
) -> Posting | None:
    at = await places(org)
    lines: list[Line] = []
    earned: Counter[int] = Counter()
    for draft in drafts:
        if draft.kind in EXPECTED:
            continue
        pence = draft.amount.pence
        lines.append(Line(at.owed, pence, member=draft.member_id, note=draft.text))
        earned[_earning(at, draft, on)] += pence
    lines += [Line(account, -pence) for account, pence in earned.items()]
    return await post(org, PostingKind.CHARGE, on, text, lines, by) if lines else None


def _earning(at: Places, draft: Draft, on: date) -> int:
    if draft.is_for_later(on):
        return at.of(Purpose.DEFERRED_INCOME)
    return at.earned_by(draft.kind)


async def _write(
    org: Organisation,
    drafts: Sequence[Draft],
    on: date,
    posting: Posting | None,
    by: Person | None,
) -> dict[int, Charge]:
    now = clock.now()
    rows = {
        id(draft): Charge(
            organisation_id=org.id,
            member_id=draft.member_id,
            kind=draft.kind,
            amount=draft.amount.pence,
            charged_on=on,
            due_on=draft.due_on,
            text=draft.text,
            text_cy=draft.text_cy,
            source=draft.source,
            period_from=draft.period[0] if draft.period else None,
            period_to=draft.period[1] if draft.period else None,
            deferred=draft.amount.pence
            if draft.is_for_later(on) and draft.kind not in EXPECTED
            else 0,
            posting=None if draft.kind in EXPECTED else posting,
            recorded_at=now,
            recorded_by=by,
        )
        for draft in drafts
    }
    for row in rows.values():
        if row.source is None or len(rows) == 1:
            await row.save()
    many = [row for row in rows.values() if row.source is not None and len(rows) > 1]
    if many:
        await Charge.bulk_create(many)
        written = await Charge.within(org).filter(source__in=[row.source for row in many])
        by_source = {row.source: row for row in written}
        rows = {key: by_source.get(row.source, row) for key, row in rows.items()}
    return rows
