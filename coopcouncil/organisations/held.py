"""The roles that a person holds or held, for that person."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Grant, Organisation
from coopcouncil.organisations.names import ROLES


async def held(subject: Subject) -> list[Section]:
    """Every role, from when until when."""
    org = await Organisation.get(id=subject.organisation_id)
    grants = await Grant.within(org).filter(person_id=subject.person_id or 0).order_by("id")
    return [
        Section(
            key="roles",
            title=gettext("Your roles"),
            basis=gettext(
                "Members may know who holds which office. The record is never rewritten."
            ),
            heads=(gettext("Role"), gettext("From"), gettext("Until")),
            rows=tuple(
                (
                    str(ROLES[grant.role]),
                    shown_date(grant.granted_at),
                    shown_date(grant.revoked_at) if grant.revoked_at else "",
                )
                for grant in grants
            ),
        )
    ]
