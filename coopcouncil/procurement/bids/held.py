"""What is held of a person who acts for a supplier, or opened bids."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import OpeningConfirmed, Submission, SupplierPerson


async def held(subject: Subject) -> list[Section]:
    """For whom the person acts or acted, what they handed in, and which bids they opened."""
    if subject.person_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    acts = await (
        SupplierPerson.within(org)
        .filter(person_id=subject.person_id)
        .select_related("supplier")
        .order_by("id")
    )
    handed_in = await (
        Submission.within(org)
        .filter(handed_in_by_id=subject.person_id)
        .select_related("bid__tender")
        .order_by("id")
    )
    opened = await (
        OpeningConfirmed.within(org)
        .filter(person_id=subject.person_id)
        .select_related("tender")
        .order_by("id")
    )
    rows = [
        *(
            (shown_date(one.since), gettext("Acts for a supplier"), one.supplier.name)
            for one in acts
        ),
        *(
            (
                shown_date(one.received_at),
                gettext("Handed in a bid"),
                f"{one.bid.tender.reference}: {one.receipt}",
            )
            for one in handed_in
        ),
        *(
            (shown_date(one.at), gettext("Ready to open bids"), one.tender.reference)
            for one in opened
        ),
    ]
    if not rows:
        return []
    return [
        Section(
            key="bids",
            title=gettext("Bids that you wrote or opened"),
            basis=gettext("The law requires a record of how public contracts are awarded."),
            heads=(gettext("Day"), gettext("What"), gettext("For what")),
            rows=tuple(rows),
        )
    ]
