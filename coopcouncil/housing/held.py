"""What a housing co-operative holds of one member: home, waiting, money noted, services.

Joint tenants are other people: they are not named here. Those in arrears can be written to by
`in_arrears`, which is shown to nobody.
"""

from datetime import date

from coopcouncil.housing.labels import PLANS_KEPT
from coopcouncil.housing.models import (
    ArrearsNote,
    HomeApplication,
    Prospect,
    Subscription,
    TenancyHolder,
)
from coopcouncil.housing.reads import lets_homes
from coopcouncil.housing.reads_money import latest_notes
from coopcouncil.kernel import clock
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation


async def in_arrears(org: Organisation) -> list[int] | None:
    """The members who owe something, by the last note; None where no homes are let."""
    today = clock.today()
    if not await lets_homes(org, today):
        return None
    return [member for member, note in (await latest_notes(org, today)).items() if note.pence > 0]


async def held(subject: Subject) -> list[Section]:
    """Everything by day, in one table; nothing where no homes are let."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    mine = {"member_id": subject.member_id}
    rows: list[tuple[str, str, str]] = []
    for held_by in await TenancyHolder.known(org).filter(**mine).select_related("tenancy"):
        text = gettext("Tenancy {number}").format(number=held_by.tenancy.number)
        rows.append((text, shown_date(held_by.since), _until(held_by.until)))
    for prospect in await Prospect.known(org).filter(**mine):
        text = gettext("Prospective tenant")
        rows.append((text, shown_date(prospect.since), _until(prospect.until)))
    for asked in await HomeApplication.within(org).filter(**mine):
        text = gettext("Application {number} for a home").format(number=asked.number)
        rows.append((text, shown_date(asked.applied_on), asked.needs))
    for note in await ArrearsNote.known(org).filter(**mine):
        text = gettext("Money owed: {amount}").format(amount=shown_money(Money(note.pence)))
        rows.append((text, shown_date(note.as_at), str(PLANS_KEPT[note.plan])))
    services = Subscription.known(org).filter(**mine)
    for has in await services.select_related("plan", "plan__service"):
        text = f"{has.plan.service.name}, {has.plan.name}"
        rows.append((text, shown_date(has.since), _until(has.until)))
    if not rows:
        return []
    return [
        Section(
            key="housing",
            title=gettext("Your home and what goes with it"),
            basis=gettext("The agreement on your home, which goes together with membership."),
            heads=(gettext("What"), gettext("From"), gettext("Until, and what is noted")),
            rows=tuple(rows),
            note=gettext(
                "Those who share your home are other members: what is held of them is theirs."
            ),
        )
    ]


def _until(day: date | None) -> str:
    return shown_date(day) if day else ""
