"""What was put before a second person and concerns a member, for that member."""

from coopcouncil.checks.labels import KINDS, STATES
from coopcouncil.checks.models import Check
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """Every one of them, the oldest first."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    found = await Check.within(org).filter(member_id=subject.member_id).order_by("id")
    if not found:
        return []
    return [
        Section(
            key="checks",
            title=gettext("Money that a second person checked"),
            basis=gettext("Accounts must add up, and the law requires them to be kept."),
            heads=(
                gettext("Day"),
                gettext("What"),
                gettext("Amount"),
                gettext("What became of it"),
            ),
            rows=tuple(
                (
                    shown_date(one.asked_at),
                    str(KINDS[one.kind]),
                    shown_money(one.sum),
                    str(STATES[one.state]),
                )
                for one in found
            ),
        )
    ]
