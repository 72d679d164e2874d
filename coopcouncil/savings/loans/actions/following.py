"""Loans that run late: letters, holds, what is set aside, writing off."""

from dataclasses import dataclass
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask_or_do
from coopcouncil.checks.kinds import CheckKind
from coopcouncil.checks.models import Check
from coopcouncil.kernel import clock, mail
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for, balances
from coopcouncil.ledger.rules import Line, NotYet
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entries
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.pledging import release
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.loans.actions.collecting import ask_no_more
from coopcouncil.savings.loans.actions.deeds import book, deed, fresh, rate_from, told
from coopcouncil.savings.loans.actions.lending import not_own
from coopcouncil.savings.loans.kinds import HoldKind, State, Way
from coopcouncil.savings.loans.models import Loan, LoanHold, LoanLetter, LoanProvision
from coopcouncil.savings.loans.reads import (
    Standing,
    loans_in_force,
    rules_of,
    source_of,
    standing,
    standings,
    table_of,
)
from coopcouncil.savings.loans.rules.arrears import provision, step
from coopcouncil.savings.loans.rules.refusals import NothingToSettle, NotNow
from coopcouncil.savings.loans.rules.replay import What


@dataclass(frozen=True)
class DueLetter:
    """A letter that is due: to whom, which, and whether there is an address to mail it to."""

    standing: Standing
    entry: RegisterEntry
    step: int


async def letters_due(org: Organisation) -> list[DueLetter]:
    """The kind letters that are due today: one a step, none where letters are stopped."""
    rules, today = await rules_of(org), clock.today()
    steps = (rules.loan_letter_days_1, rules.loan_letter_days_2, rules.loan_letter_days_3)
    running = [one for one in await standings(await loans_in_force(org)) if one.late.since]
    sent = {
        (one.loan_id, one.late_since): one.step
        for one in await LoanLetter.within(org)
        .filter(loan_id__in=[one.loan.id for one in running])
        .order_by("step")
    }
    members = {one.loan.member_id for one in running}
    silent = {*await stopped(members), *await has_died(org, members)}
    people = {one.member_id: one for one in await entries(org, today).filter(member_id__in=members)}
    due = []
    for one in running:
        reached = step(one.late.days, steps)
        assert one.late.since is not None
        before = sent.get((one.loan.id, one.late.since), 0)
        entry = people.get(one.loan.member_id)
        if reached > before and not one.holds and entry and one.loan.member_id not in silent:
            due.append(DueLetter(one, entry, reached))
    return due


async def send_letters(org: Organisation, link: str, by: Person | None) -> int:
    """Send all letters that are due; how many. A letter is sent once for each step of a delay."""
    async with deed(org) as now:
        due = await letters_due(org)
        for one in due:
            late = one.standing.late
            by_mail = bool(one.entry.email)
            await LoanLetter.create(
                organisation=org,
                loan=one.standing.loan,
                step=one.step,
                late_since=late.since,
                overdue=late.overdue,
                by_mail=by_mail,
                sent_at=now,
                sent_by=by,
            )
            if by_mail:
                await mail.send(
                    org.id,
                    one.entry.email,
                    "email/savings/loan_letter",
                    one.entry.language or "en",
                    {
                        "name": one.entry.name,
                        "organisation": org.name,
                        "number": one.standing.loan.number,
                        "overdue": one.standing.overdue,
                        "since": late.since,
                        "step": one.step,
                        "link": link,
                    },
                    about=f"loan:{one.standing.loan.id}",
                )
        if due:
            await told(org, by, "wrote about late payments", "loans", letters=len(due))
        return len(due)


async def hold(
    org: Organisation, loan: Loan, kind: HoldKind, since: date, note: str, by: Person | None
) -> LoanHold:
    """No more letters and debits; from a death on no interest either."""
    async with deed(org) as now:
        found = await fresh(org, loan, State.RUNNING)
        await not_own(org, found, by)
        if since > clock.today():
            raise NotYet
        if await LoanHold.within(org).filter(loan_id=found.id, kind=kind, ended_on=None).exists():
            raise NotNow
        made = await LoanHold.create(
            organisation=org,
            loan=found,
            kind=kind,
            since=since,
            note=note,
            recorded_at=now,
            recorded_by=by,
        )
        if kind is HoldKind.DEATH:
            await rate_from(org, found, since, 0, "No interest after a death", by)
        await ask_no_more(org, found, by)
        # Not of which kind: the record is read by more people than may know.
        await told(org, by, "stopped letters about a loan", f"loan:{found.id}")
        return made


async def end_hold(org: Organisation, found: LoanHold, by: Person | None) -> None:
    """Things go on as agreed. After a death there is no going on."""
    async with deed(org):
        one = await LoanHold.one(org, id=found.id)
        if one.ended_on is not None or one.kind is HoldKind.DEATH:
            raise NotNow
        await not_own(org, await Loan.one(org, id=one.loan_id), by)
        one.ended_on = clock.today()
        await one.save(update_fields=["ended_on"])
        await told(org, by, "let letters about a loan go again", f"loan:{one.loan_id}")


@dataclass(frozen=True)
class SetAside:
    """What would be set aside for one loan."""

    standing: Standing
    percent: int
    amount: Money


@dataclass(frozen=True)
class Preview:
    """What would be set aside in all, and what that changes."""

    on: date
    rows: tuple[SetAside, ...]
    total: Money
    before: Money

    @property
    def change(self) -> Money:
        return self.total - self.before


async def provisions(org: Organisation, on: date) -> Preview:
    """Loan by loan, by the rulebook's table; what the books hold already beside it."""
    table = table_of(await rules_of(org))
    loans = await Loan.within(org).filter(state__in=[State.RUNNING], paid_out_on__lte=on)
    rows = []
    for one in await standings(loans, on):
        pence = provision(one.position.owed, one.attached, one.late.days, table)
        rows.append(SetAside(one, table.percent(one.late.days), Money(pence)))
    rows.sort(key=lambda row: (-row.standing.late.days, row.standing.loan.number))
    account = await account_for(org, Purpose.LOAN_PROVISION)
    before = -(await balances(org, clock.today())).get(account.id, 0)
    return Preview(on, tuple(rows), Money(sum(row.amount.pence for row in rows)), Money(before))


async def post_provisions(org: Organisation, on: date, by: Person | None) -> LoanProvision:
    """Set aside what the table says, by the difference to what is set aside already."""
    async with deed(org) as now:
        if on > clock.today():
            raise NotYet
        found = await provisions(org, on)
        posting = None
        if found.change:
            kept = await account_for(org, Purpose.LOAN_PROVISION)
            bad = await account_for(org, Purpose.BAD_DEBTS)
            posting = await post(
                org,
                PostingKind.LOAN,
                on,
                "Set aside for bad loans",
                [Line(bad.id, found.change.pence), Line(kept.id, -found.change.pence)],
                by,
            )
        made = await LoanProvision.create(
            organisation=org,
            on=on,
            total=found.total.pence,
            change=found.change.pence,
            rows=[
                [
                    row.standing.loan.id,
                    row.standing.late.days,
                    row.standing.position.owed,
                    row.standing.attached,
                    row.percent,
                    row.amount.pence,
                ]
                for row in found.rows
            ],
            posting=posting,
            recorded_at=now,
            recorded_by=by,
        )
        await told(
            org, by, "set aside for bad loans", f"loan-provision:{made.id}", total=made.total
        )
        return made


async def ask_write_off(org: Organisation, loan: Loan, reason: str, by: Person | None) -> Check:
    """Give up what is owed, at once where the rulebook lets one person, else before a second."""
    async with deed(org):
        found = await fresh(org, loan, State.RUNNING)
        owed = (await standing(found)).owed
        if not owed:
            raise NothingToSettle
        member = await Member.one(org, id=found.member_id)
        return await ask_or_do(
            org,
            CheckKind.WRITE_OFF,
            owed,
            f"loan:{found.id}",
            f"Loan {found.number}",
            {"reason": reason},
            by,
            member=member,
        )


async def write_off(org: Organisation, check: Check, by: Person | None) -> None:
    """What is done once it is agreed: the debt leaves the books; it may still be recovered."""
    found = await fresh(
        org, await Loan.one(org, id=int(check.subject.partition(":")[2])), State.RUNNING
    )
    today = clock.today()
    owed = (await standing(found, today)).position.owed
    if not owed:
        raise NothingToSettle
    loans = await account_for(org, Purpose.LOANS)
    bad = await account_for(org, Purpose.BAD_DEBTS)
    lines = [
        Line(bad.id, owed, member=found.member_id),
        Line(loans.id, -owed, member=found.member_id),
    ]
    text = f"Loan {found.number} written off"
    await book(org, found, today, What.WRITTEN_OFF, Way.BOOKS, owed, lines, text, by)
    # From here on nothing is charged, whatever is recovered.
    found.state, found.ended_on = State.WRITTEN_OFF, today
    await found.save(update_fields=["state", "ended_on"])
    await release(org, source_of(found), by)
    await ask_no_more(org, found, by)
    await told(org, by, "wrote a loan off", f"loan:{found.id}", amount=owed)
