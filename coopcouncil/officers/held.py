"""The offices that a member holds or held by the register of officers, and interests declared."""

from datetime import date

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.officers.kinds import offices_in
from coopcouncil.officers.labels import OFFICES
from coopcouncil.officers.models import Interest, OfficerEntry
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """Every entry that stands, and every interest."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    entries = (
        await OfficerEntry.within(org)
        .filter(member_id=subject.member_id, superseded_at=None)
        .order_by("valid_from", "id")
    )
    rows = [
        (
            ", ".join(str(OFFICES[office]) for office in offices_in(entry.offices)),
            shown_date(entry.valid_from),
            "" if entry.valid_to == date.max else shown_date(entry.valid_to),
        )
        for entry in entries
    ]
    officers = [entry.officer_id for entry in entries]
    for interest in await Interest.within(org).filter(officer_id__in=officers).order_by("id"):
        text = gettext("Interest declared: {what}").format(what=interest.concerns)
        rows.append((text, shown_date(interest.declared_on), interest.nature))
    if not rows:
        return []
    return [
        Section(
            key="offices",
            title=gettext("Offices and interests"),
            basis=gettext("The law requires a register of officers."),
            heads=(gettext("What"), gettext("From"), gettext("Until, or what was said")),
            rows=tuple(rows),
        )
    ]
