"""Roles given and taken back, for the members to see."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.actions.addresses import person_reading
from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import audit, clock, config, mail
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Grant, Organisation, Role, live_grants
from coopcouncil.organisations.rules import (
    TOLD_TO_ALL,
    may_give_oneself,
    may_grant,
    may_revoke,
)


async def grant(
    org: Organisation,
    person: Person,
    role: Role,
    by: Person | None,
    over_cluster: bool = False,
    reason: str = "",
) -> Grant:
    """Give a person a role. `by` is nobody only when an operator begins an organisation."""
    async with in_transaction():
        await lock("roles", org.id)
        may_grant(
            role,
            over_cluster,
            has_parts=over_cluster and await Organisation.exists(parent_id=org.id),
            held=await Grant.within(org).filter(person=person, role=role, revoked_at=None).exists(),
        )
        others = live_grants(org.id).filter(role=Role.SECRETARY)
        may_give_oneself(
            role,
            by is not None and by.id == person.id,
            await others.exclude(person_id=by.id).count() if by else 0,
        )
        given = await Grant.create(
            organisation=org,
            person=person,
            role=role,
            over_cluster=over_cluster,
            granted_by=by,
            granted_at=clock.now(),
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "granted-role",
            f"grant:{given.id}",
            role=role,
            person=person.id,
            over_cluster=over_cluster,
            reason=reason,
        )
        if by is not None and role in TOLD_TO_ALL:
            await _tell_officers(org, given, person, by)
    return given


async def _tell_officers(org: Organisation, given: Grant, person: Person, by: Person) -> None:
    """Everybody who holds a role here hears of a new one over money, and by whose hand."""
    holders = await live_grants(org.id).exclude(person_id=person.id).select_related("person")
    told = {one.person_id: one.person for one in holders}
    for one in told.values():
        address = await EmailAddress.filter(person_id=one.id).order_by("id").first()
        if address is None:
            continue
        language = one.language or "en"
        await mail.send(
            org.id,
            address.address,
            template="email/organisations/granted_over_money",
            language=language,
            context={
                "organisation": org.called(language),
                "name": person.name,
                "by": by.name,
                "to_oneself": by.id == person.id,
                "role": given.role,
                "link": f"{config.current().base_url}/{org.slug}/roles",
            },
            about=f"grant:{given.id}",
        )


async def grant_by_email(
    org: Organisation,
    address: str,
    name: str,
    role: Role,
    by: Person | None,
    over_cluster: bool = False,
    reason: str = "",
    language: str = "en",
    site: str = "",
) -> Grant:
    """Give a role to whoever proves to read an address, and tell them by e-mail."""
    async with in_transaction():
        person = await person_reading(address, name, language)
        given = await grant(org, person, role, by, over_cluster, reason)
        await mail.send(
            org.id,
            address,
            template="email/organisations/granted",
            language=person.language or language,
            context={
                "organisation": org.called(person.language or language),
                "role": role,
                "link": f"{site}/{org.slug}/",
            },
            about=f"grant:{given.id}",
        )
    return given


async def revoke(given: Grant, by: Person, reason: str) -> None:
    """Take a role back. It counts no more from the holder's next request on."""
    async with in_transaction():
        await lock("roles", given.organisation_id)
        await given.refresh_from_db()
        may_revoke(
            given.role,
            given.revoked_at is None,
            await live_grants(given.organisation_id).filter(role=Role.SECRETARY).count(),
            reason,
        )
        given.revoked_at, given.revoked_by, given.reason = clock.now(), by, reason
        await given.save(update_fields=["revoked_at", "revoked_by_id", "reason"])
        await audit.record(
            given.organisation_id,
            by.id,
            "revoked-role",
            f"grant:{given.id}",
            role=given.role,
            person=given.person_id,
            reason=reason,
        )
