"""A member's shares, whole: holdings and all that happened to them, applications, nominations."""

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_money, shown_number
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.labels import DECIDED, EVENTS, TAKINGS
from coopcouncil.shares.models import (
    ShareApplication,
    ShareEvent,
    ShareNomination,
    ShareWithdrawal,
)
from coopcouncil.shares.models_returns import ShareInterestChoice, ShareReturnLine


async def held(subject: Subject) -> list[Section]:
    """Every event of a holding that was the member's, and what the member asked for."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    mine = {"member_id": subject.member_id}
    rows = [
        (
            shown_date(event.effective_on),
            str(EVENTS[event.kind]),
            shown_number(event.shares),
            shown_money(Money(event.amount or event.paid)),
            event.reason,
        )
        for event in await ShareEvent.within(org).filter(holder_id=subject.member_id).order_by("id")
    ]
    for asked in await ShareApplication.within(org).filter(**mine).order_by("id"):
        what = str(DECIDED[asked.outcome]) if asked.outcome else gettext("Not decided yet")
        text = gettext("Applied for shares: {what}").format(what=what)
        day = shown_date(asked.applied_on)
        rows.append((day, text, shown_number(asked.shares), "", asked.reason))
    for notice in await ShareWithdrawal.within(org).filter(**mine).order_by("id"):
        text = gettext("Notice to withdraw")
        day = shown_date(notice.notice_on)
        rows.append((day, text, shown_number(notice.shares), "", notice.reason))
    for named in await ShareNomination.within(org).filter(**mine).order_by("id"):
        text = gettext("Nominated {name} to have the shares after death")
        rows.append(("", text.format(name=named.nominee_name), "", "", named.kinship))
    for said in await ShareInterestChoice.within(org).filter(**mine).order_by("id"):
        text = gettext("Interest on shares: {choice}").format(choice=TAKINGS[said.taking])
        rows.append((shown_date(said.chosen_at.astimezone(LONDON).date()), text, "", "", ""))
    for line in await ShareReturnLine.within(org).filter(**mine).order_by("id"):
        rows.append(("", gettext("Reckoned for you"), "", shown_money(line.sum), ""))
    return [
        Section(
            key="shares",
            title=gettext("Shares"),
            basis=gettext("The law requires the number of shares and the amount paid on them."),
            heads=(
                gettext("Day"),
                gettext("What"),
                gettext("Shares"),
                gettext("Amount"),
                gettext("Reason"),
            ),
            rows=tuple(rows),
        )
    ]
