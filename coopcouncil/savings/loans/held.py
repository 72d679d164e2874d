"""What a credit union holds of one member's loans, for that member."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.labels import HAPPENED, HOLDS, LETTERS, OUTCOMES, WHYS
from coopcouncil.savings.loans.models import (
    Loan,
    LoanAgreed,
    LoanApplication,
    LoanEvent,
    LoanHold,
    LoanLetter,
    LoanSheet,
    PayrollPlace,
)
from coopcouncil.savings.loans.reads_guarantors import answered_by


async def held(subject: Subject) -> list[Section]:
    """Everything by day, in one table; nothing where nobody asked for a loan."""
    if subject.member_id is None:
        return []
    mine = {"organisation_id": subject.organisation_id, "member_id": subject.member_id}
    rows: list[tuple[str, str, str]] = []
    for asked in await LoanApplication.everywhere().filter(**mine).order_by("id"):
        text = gettext("Application for a loan of {sum}").format(sum=shown_money(asked.sum))
        answer = str(OUTCOMES[asked.outcome]) if asked.outcome else ""
        rows.append((shown_date(asked.applied_on), text, f"{answer} {asked.words}".strip()))
        for sheet in await LoanSheet.everywhere().filter(application_id=asked.id).order_by("id"):
            text = gettext("Income, outgoings and other credit in a month: {in}, {out}, {credit}")
            month = sheet.sheet
            sums = (month.income, month.outgoings, month.credit)
            said = dict(
                zip(("in", "out", "credit"), (shown_money(Money(n)) for n in sums), strict=True)
            )
            seen = f"{sheet.evidence} {sheet.note}".strip()
            rows.append((shown_date(sheet.recorded_at), text.format(**said), seen))
    for loan in await Loan.everywhere().filter(**mine).order_by("number"):
        name = gettext("Loan {number}").format(number=loan.number)
        own = {"loan_id": loan.id}
        for event in await LoanEvent.everywhere().filter(**own).order_by("id"):
            what = f"{name}: {HAPPENED[event.what]}"
            amount = shown_money(event.sum) if event.amount else event.text
            rows.append((shown_date(event.on), what, amount))
        for agreed in await LoanAgreed.everywhere().filter(**own).order_by("id"):
            what = f"{name}: {WHYS[agreed.why]}"
            amount = shown_money(Money(agreed.instalment))
            rows.append((shown_date(agreed.since), what, amount))
        for letter in await LoanLetter.everywhere().filter(**own).order_by("id"):
            rows.append((shown_date(letter.sent_at), f"{name}: {LETTERS[letter.step]}", ""))
        for hold in await LoanHold.everywhere().filter(**own).order_by("id"):
            rows.append((shown_date(hold.since), f"{name}: {HOLDS[hold.kind]}", hold.note))
        for place in await PayrollPlace.everywhere().filter(**own).order_by("id"):
            text = gettext("{loan}: paid from wages").format(loan=name)
            rows.append((shown_date(place.since), text, place.reference))
    org = await Organisation.get(id=subject.organisation_id)
    for one in await answered_by(org, [subject.member_id]):
        text = gettext("Guarantor of loan {number}").format(number=one.loan.number)
        rows.append((shown_date(one.guarantor.named_at), text, shown_money(one.guarantor.limit)))
        for call in one.calls:
            rows.append((shown_date(call.called_on), text, shown_money(call.sum)))
    if not rows:
        return []
    return [
        Section(
            key="loans",
            title=gettext("Your loans"),
            basis=gettext("The agreement on your loan, or that you asked for one."),
            heads=(gettext("Day"), gettext("What"), gettext("Sum, and what is noted")),
            rows=tuple(rows),
        )
    ]
