"""What is held of a person who takes part in a tender."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.labels import PARTS
from coopcouncil.procurement.tenders.models import TakesPart


async def held(subject: Subject) -> list[Section]:
    """Every part that the person has or had, and why it ended."""
    if subject.person_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    rows = (
        await TakesPart.within(org)
        .filter(person_id=subject.person_id)
        .select_related("tender")
        .order_by("id")
    )
    return [
        Section(
            key="tender-parts",
            title=gettext("Your parts in tenders"),
            basis=gettext("Who judged a public tender must be known for as long as it is kept."),
            heads=(gettext("Tender"), gettext("Part"), gettext("Since"), gettext("Until")),
            rows=tuple(
                (
                    row.tender.reference,
                    str(PARTS[row.part]),
                    shown_date(row.given_at),
                    f"{shown_date(row.ended_at)}: {row.ended_because}" if row.ended_at else "–",
                )
                for row in rows
            ),
        )
    ]
