"""What members were charged and have paid, for the member it concerns."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.labels import KINDS, METHODS, STATES
from coopcouncil.payments.models import Charge, MemberPlan, Payment


async def held(subject: Subject) -> list[Section]:
    """Plans, charges and payments, the oldest first."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    mine = {"member_id": subject.member_id}
    rows = [
        (
            shown_date(plan.charged_from),
            plan.plan.called(language.get()),
            "",
            str(METHODS[plan.method]),
            plan.concession_reason,
        )
        for plan in await MemberPlan.within(org)
        .filter(**mine)
        .select_related("plan")
        .order_by("id")
    ]
    rows += [
        (
            shown_date(charge.due_on),
            str(KINDS[charge.kind]),
            shown_money(charge.sum),
            gettext("Charged"),
            charge.called(language.get()),
        )
        for charge in await Charge.within(org).filter(**mine).order_by("id")
    ]
    rows += [
        (
            shown_date(payment.settled_on or payment.begun_at),
            str(METHODS[payment.method]),
            shown_money(payment.sum),
            str(STATES[payment.state]),
            payment.note,
        )
        for payment in await Payment.within(org).filter(**mine).order_by("id")
    ]
    if not rows:
        return []
    return [
        Section(
            key="payments",
            title=gettext("What you were charged and have paid"),
            basis=gettext("Accounts must add up, and the law requires them to be kept."),
            heads=(
                gettext("Day"),
                gettext("What"),
                gettext("Amount"),
                gettext("State"),
                gettext("Note"),
            ),
            rows=tuple(rows),
        )
    ]
