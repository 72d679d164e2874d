"""What is held of a member's late payments: reminders, payment plans, help asked for."""

from coopcouncil.arrears.labels import ENDINGS, REASONS, STEPS
from coopcouncil.arrears.models import Arrangement, HelpAsked, LateReminder, ReminderHold
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """Everything, the treasurer's note of why reminders were held back too."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    mine = {"member_id": subject.member_id}
    rows: list[tuple[str, ...]] = []
    for said in await LateReminder.within(org).filter(**mine).order_by("id"):
        text = str(STEPS[said.step])
        rows.append((shown_date(said.said_at.date()), text, shown_money(said.sum), ""))
    for plan in await Arrangement.within(org).filter(**mine).order_by("id"):
        ended = str(ENDINGS[plan.ending]) if plan.ending else gettext("Running")
        text = gettext("Payment plan: {state}").format(state=ended)
        rows.append((shown_date(plan.agreed_on), text, shown_money(plan.sum), plan.note))
    for hold in await ReminderHold.within(org).filter(**mine).order_by("id"):
        text = gettext("Reminders held back until {day}").format(day=shown_date(hold.until))
        words = f"{REASONS[hold.reason]}. {hold.note}".strip()
        rows.append((shown_date(hold.since), text, "", words))
    for asked in await HelpAsked.within(org).filter(**mine).order_by("id"):
        text = gettext("Asked for help with payments")
        rows.append((shown_date(asked.asked_at.date()), text, "", asked.words))
        if asked.answered_at is not None:
            text = gettext("Answer")
            rows.append((shown_date(asked.answered_at.date()), text, "", asked.answer))
    if not rows:
        return []
    return [
        Section(
            key="late-payments",
            title=gettext("Late payments"),
            basis=gettext("Needed to collect what members owe, fairly and in steps."),
            heads=(gettext("Day"), gettext("What"), gettext("Amount"), gettext("Words")),
            rows=tuple(rows),
        )
    ]
