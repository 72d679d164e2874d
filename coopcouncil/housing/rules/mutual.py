"""The fully mutual rule, in both directions. Pure.

Members are only tenants or prospective tenants; tenancies are only members'. What is done here
keeps to it; what comes from elsewhere (an import, a correction, a death) can break it, and then
the pages list each breach for a person to decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused


@dataclass(frozen=True)
class Breach:
    """Somebody for whom the rule does not hold on a day."""

    member_id: int


@dataclass(frozen=True)
class TenantNoMember(Breach):
    """Holds a tenancy and is no member."""

    tenancy_id: int


@dataclass(frozen=True)
class NeitherTenantNorProspective(Breach):
    """A member who holds no tenancy and is no prospective tenant."""


def breaches(
    members: Iterable[int], tenants: Mapping[int, int], prospective: Iterable[int]
) -> tuple[Breach, ...]:
    """For whom the rule does not hold, of these members, tenants (with their tenancy) and
    prospective tenants of one day.

    >>> breaches([1, 2, 3], {1: 70, 4: 71}, [2])
    (TenantNoMember(member_id=4, tenancy_id=71), NeitherTenantNorProspective(member_id=3))
    """
    enrolled = set(members)
    housed_or_waiting = tenants.keys() | set(prospective)
    return (
        *(TenantNoMember(m, tenants[m]) for m in sorted(tenants.keys() - enrolled)),
        *(NeitherTenantNorProspective(m) for m in sorted(enrolled - housed_or_waiting)),
    )


class TenantsAreMembers(Refused):
    """Fully mutual: a home is let to members alone."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _(
            "{name} is not a member on that day. A fully mutual co-operative lets homes to its "
            "members alone: admit them with the agreement."
        )
        return text.format(name=self.name)


class SayWhatBecomesOfTheTenancy(Refused):
    """Fully mutual: a tenant's membership ends only with a decision about the tenancy."""

    def __init__(self, reference: str) -> None:
        self.reference = reference

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Home {reference} is let to this member, and tenants and members are one here: the "
            "membership ends together with what becomes of the tenancy. The secretary records "
            "both, on the page of the home."
        )
        return text.format(reference=self.reference)


class AlreadyATenant(Refused):
    """A prospective tenant has no tenancy."""

    def sentence(self, _: Gettext) -> str:
        return _("This member is a tenant on that day, so not a prospective tenant.")


class ProspectsAreMembers(Refused):
    """Only a member is a prospective tenant."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody with this number is a member on that day.")


def may_hold_tenancy(fully_mutual: bool, is_member: bool, name: str) -> None:
    """Refuse a tenant who is no member, where tenants are members."""
    if fully_mutual and not is_member:
        raise TenantsAreMembers(name)


def may_end_membership(
    fully_mutual: bool, holds: str | None, decided_on: date | None, ends_on: date
) -> None:
    """Refuse to end the membership of a tenant of whose tenancy nobody has decided.

    `holds` is the reference of the home whose tenancy the member holds on the day on which the
    membership ends; `decided_on` the day of ending for which somebody decided of that tenancy.
    """
    if fully_mutual and holds is not None and decided_on != ends_on:
        raise SayWhatBecomesOfTheTenancy(holds)
