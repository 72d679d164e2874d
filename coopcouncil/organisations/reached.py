"""Whom a message to those of an office reaches: each person once, at a proven address."""

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.organisations.models import Organisation, Role, live_grants


async def reached(org: Organisation, *roles: Role) -> list[tuple[Person, str]]:
    """Those who hold one of these offices, each with their first proven address."""
    grants = live_grants(org.id).filter(role__in=roles).select_related("person").order_by("id")
    found: dict[int, tuple[Person, str]] = {}
    for grant in await grants:
        proven = EmailAddress.filter(person_id=grant.person_id, proven_at__isnull=False)
        address = await proven.order_by("id").first()
        if address is not None:
            found.setdefault(grant.person_id, (grant.person, address.address))
    return list(found.values())
