"""Suppliers report, recipients answer, the contract manager decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.models import StoredFile
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.actions.asking import ask, opened_by, use_up
from coopcouncil.procurement.delivery.kinds import Answered, Decided
from coopcouncil.procurement.delivery.models import (
    Commitment,
    Decision,
    Evidence,
    RecipientAnswer,
    Report,
)
from coopcouncil.procurement.delivery.rules.refusals import (
    AnsweredMeanwhile,
    IsSettled,
    NotYetOver,
    NoWords,
    PartIsNotLess,
    ReportWithdrawn,
    may_amount,
)


@dataclass(frozen=True)
class ReportDraft:
    """What a supplier writes: how much, from when to when, and in words."""

    since: date
    until: date
    amount: Decimal
    words: str
    language: str = "en"


async def report(
    org: Organisation,
    commitment: Commitment,
    draft: ReportDraft,
    files: Sequence[StoredFile],
    by: Person,
) -> Report:
    """Tell what was done, with its evidence; it counts once the recipient confirms it."""
    may_amount(draft.amount)
    if not draft.words.strip():
        raise NoWords
    if draft.until > clock.today() or draft.until < draft.since:
        raise NotYetOver
    async with in_transaction():
        found = await _locked(org, commitment)
        if found.settled is not None:
            raise IsSettled
        made = await Report.create(
            organisation=org,
            commitment=found,
            since=draft.since,
            until=draft.until,
            amount=draft.amount,
            words=draft.words.strip(),
            language=draft.language,
            reported_at=clock.now(),
            reported_by=by,
        )
        for file in files:
            await Evidence.create(organisation=org, report=made, stored=file, name=file.name[:200])
        await _record(org, by, "reported on a promise", found, report=made.id)
        await found.fetch_related("contract__supplier", "recipient")
        await ask(org, found, made)
        return made


async def withdraw_report(org: Organisation, row: Report, because: str, by: Person) -> None:
    """The supplier takes a report back that nobody has answered."""
    if not because.strip():
        raise NoWords
    async with in_transaction():
        found = await _locked(org, await Commitment.one(org, id=row.commitment_id))
        row = await Report.one(org, id=row.id)
        if await RecipientAnswer.within(org).filter(report_id=row.id).exists():
            raise AnsweredMeanwhile
        if row.withdrawn_at is not None:
            raise ReportWithdrawn
        row.withdrawn_at, row.withdrawn_because = clock.now(), because.strip()
        await row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        await _record(org, by, "withdrew a report", found, report=row.id)


async def answer(
    org: Organisation,
    row: Report,
    answered: Answered,
    part: Decimal | None,
    words: str,
    by: Person | None,
    name: str = "",
) -> RecipientAnswer:
    """The recipient confirms, confirms a part, or disputes; once, unless a dispute is decided."""
    if answered is not Answered.CONFIRMED and not words.strip():
        raise NoWords
    async with in_transaction():
        found = await _locked(org, await Commitment.one(org, id=row.commitment_id))
        row = await Report.one(org, id=row.id)
        if row.withdrawn_at is not None:
            raise ReportWithdrawn
        if await RecipientAnswer.within(org).filter(report_id=row.id).exists():
            raise AnsweredMeanwhile
        if answered is Answered.IN_PART and not may_amount(part) < row.amount:
            raise PartIsNotLess
        made = await RecipientAnswer.create(
            organisation=org,
            report=row,
            answered=answered,
            amount=part if answered is Answered.IN_PART else None,
            words=words.strip(),
            answered_at=clock.now(),
            answered_by=by,
            answered_name=name,
        )
        await _record(org, by, "answered a report", found, report=row.id, answered=answered.value)
        return made


async def answer_by_link(
    org: Organisation,
    token: str,
    answered: Answered,
    part: Decimal | None,
    words: str,
    name: str,
) -> RecipientAnswer:
    """A recipient outside answers without an account; the link is used up with the answer."""
    async with in_transaction():
        await lock("commitment", (await opened_by(org, token)).commitment.id)
        opened = await opened_by(org, token)
        made = await answer(org, opened.report, answered, part, words, None, name)
        await use_up(org, opened.report)
        return made


async def decide(
    org: Organisation,
    row: RecipientAnswer,
    decided: Decided,
    part: Decimal | None,
    words: str,
    by: Person,
) -> Decision:
    """What counts of a report that the recipient disputes or confirmed in part."""
    if not words.strip():
        raise NoWords
    async with in_transaction():
        told = await Report.one(org, id=row.report_id)
        found = await _locked(org, await Commitment.one(org, id=told.commitment_id))
        if row.answered is Answered.CONFIRMED:
            raise AnsweredMeanwhile
        if await Decision.within(org).filter(answer_id=row.id).exists():
            raise AnsweredMeanwhile
        amount = {Decided.UPHELD: Decimal(0), Decided.COUNTS: told.amount}.get(decided)
        if amount is None:
            amount = may_amount(part)
            if not amount < told.amount:
                raise PartIsNotLess
        made = await Decision.create(
            organisation=org,
            answer=row,
            decided=decided,
            amount=amount,
            words=words.strip(),
            decided_at=clock.now(),
            decided_by=by,
        )
        await _record(org, by, "decided a dispute", found, report=told.id, decided=decided.value)
        return made


async def _locked(org: Organisation, commitment: Commitment) -> Commitment:
    await lock("commitment", commitment.id)
    return await Commitment.one(org, id=commitment.id)


async def _record(
    org: Organisation, by: Person | None, verb: str, commitment: Commitment, **facts: object
) -> None:
    await audit.record(org.id, by.id if by else None, verb, f"commitment:{commitment.id}", **facts)
