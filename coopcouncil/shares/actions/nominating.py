"""Nominations of who is to have the shares after death, and certificates."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.book import has_come
from coopcouncil.shares.models import ShareCertificate, ShareHolding, ShareNomination
from coopcouncil.shares.reads import holders_named, rules_and_classes, state_of
from coopcouncil.shares.rules.classes import has_certificates
from coopcouncil.shares.rules.limits import may_nominate
from coopcouncil.shares.rules.refusals import (
    NoCertificates,
    NothingHeld,
    RevokedAlready,
    WhySo,
)


@dataclass(frozen=True)
class Nominee:
    """Whom a member names."""

    name: str
    address: str
    kinship: str
    amount: Money | None
    is_officer: bool
    is_family: bool


async def nominate(
    org: Organisation, member: Member, nominee: Nominee, signed_on: date, *, by: Person | None
) -> ShareNomination:
    """Keep a signed nomination."""
    has_come(signed_on)
    may_nominate(nominee.amount, nominee.is_officer, nominee.is_family)
    async with in_transaction():
        await lock("register", org.id)
        made = await ShareNomination.create(
            organisation=org,
            member=member,
            nominee_name=nominee.name,
            nominee_address=nominee.address,
            kinship=nominee.kinship,
            amount=nominee.amount.pence if nominee.amount else None,
            signed_on=signed_on,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await _record(org, by, "recorded a nomination", f"share-nomination:{made.id}")
        return made


async def revoke(
    org: Organisation, nomination: ShareNomination, on: date, *, reason: str, by: Person | None
) -> None:
    """A nomination no longer holds: in writing, or by a later marriage or civil partnership."""
    has_come(on)
    if not reason.strip():
        raise WhySo
    async with in_transaction():
        await lock("register", org.id)
        found = await ShareNomination.within(org).select_for_update().get(id=nomination.id)
        if found.revoked_at is not None:
            raise RevokedAlready
        found.revoked_on, found.revoked_because = on, reason
        found.revoked_at, found.revoked_by = clock.now(), by
        await found.save()
        await _record(org, by, "revoked a nomination", f"share-nomination:{found.id}")


async def issue_certificate(
    org: Organisation, holding: ShareHolding, *, by: Person | None
) -> ShareCertificate:
    """Issue a certificate of what the holding is today."""
    async with in_transaction():
        await lock("register", org.id)
        rules, _classes = await rules_and_classes(org)
        if rules is None or not has_certificates(rules, org.legal_form):
            raise NoCertificates
        state = await state_of(holding)
        if state is None or not state.shares or state.holder_id is None:
            raise NothingHeld
        names = await holders_named(org, [state.holder_id])
        last = await ShareCertificate.within(org).order_by("-number").first()
        made = await ShareCertificate.create(
            organisation=org,
            number=last.number + 1 if last else 1,
            holding=holding,
            member_id=state.holder_id,
            name=names[state.holder_id].name,
            shares=state.shares,
            paid=state.paid,
            issued_on=clock.today(),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await _record(org, by, "issued a share certificate", f"share-certificate:{made.id}")
        return made


async def _record(org: Organisation, by: Person | None, verb: str, subject: str) -> None:
    await audit.record(org.id, by.id if by else None, verb, subject)
