"""The lines of the books that name a member, for that member."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.ledger.models import PostingLine
from coopcouncil.members.duplicates.pointing import numbers_of
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """Every line, the oldest first."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    # Numbers that were merged into this one are the same person's.
    numbers = await numbers_of(org, subject.member_id)
    lines = PostingLine.within(org).filter(member_id__in=numbers)
    found = await lines.select_related("account", "posting").order_by("id")
    if not found:
        return []
    return [
        Section(
            key="ledger",
            title=gettext("Money in the books"),
            basis=gettext("Accounts must add up, and the law requires them to be kept."),
            heads=(gettext("Day"), gettext("Account"), gettext("Amount"), gettext("What")),
            rows=tuple(
                (
                    shown_date(line.posted_on),
                    line.account.called(language.get()),
                    shown_money(Money(line.amount)),
                    line.note or line.posting.text,
                )
                for line in found
            ),
        )
    ]
