"""What is recorded of requests to see the register, and of copies."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.meetings.rules.calendar import bank_holidays
from coopcouncil.members.reads import as_at
from coopcouncil.officers.rules.refusals import NoSuchMember
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory.contents import Wanted
from coopcouncil.statutory.kinds import Answer, Capacity, Wish
from coopcouncil.statutory.models import Inspection, InspectionAnswer, RegisterCopy
from coopcouncil.statutory.reads import Asked, inspection_of
from coopcouncil.statutory.rules.inspection import due_on, may_answer, may_ask


@dataclass(frozen=True)
class Request:
    """What somebody asked."""

    asked_on: date
    name: str
    capacity: Capacity
    wish: Wish
    member_number: str = ""
    postal_address: str = ""
    on_behalf_of: str = ""
    purpose: str = ""
    disclosed_to: str = ""
    fee: Money | None = None


async def log_request(org: Organisation, asked: Request, *, by: Person | None) -> Inspection:
    """Write down that somebody asks to see the register, and by when they are answered."""
    async with in_transaction():
        may_ask(
            org.legal_form,
            asked.capacity,
            postal_address=asked.postal_address,
            purpose=asked.purpose,
            disclosed_to=asked.disclosed_to,
            has_number=bool(asked.member_number),
            asked_on=asked.asked_on,
            today=clock.today(),
        )
        member = None
        if asked.member_number:
            found = as_at(org, asked.asked_on).filter(member_number=asked.member_number)
            if (member := await found.first()) is None:
                raise NoSuchMember(asked.member_number)
        inspection = await Inspection.create(
            organisation=org,
            asked_on=asked.asked_on,
            name=asked.name,
            postal_address=asked.postal_address,
            on_behalf_of=asked.on_behalf_of,
            capacity=asked.capacity,
            member_id=member.member_id if member else None,
            wish=asked.wish,
            purpose=asked.purpose,
            disclosed_to=asked.disclosed_to,
            fee_pence=asked.fee.pence if asked.fee else None,
            due_on=due_on(
                org.legal_form, asked.asked_on, bank_holidays(org.nation, asked.asked_on)
            ),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await _told(org, by, "logged an inspection", inspection.id)
        return inspection


async def answer_request(
    org: Organisation,
    number: int,
    answer: Answer,
    answered_on: date,
    words: str,
    *,
    by: Person | None,
) -> None:
    """Write down what was done about a request."""
    async with in_transaction():
        await lock("inspections", org.id)
        asked = await inspection_of(org, number)
        _may_answer(org, asked, answer, answered_on, words)
        await InspectionAnswer.create(
            organisation=org,
            inspection_id=number,
            answer=answer,
            answered_on=answered_on,
            words=words,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await _told(org, by, f"answered an inspection: {answer.value}", number)


async def log_copy(
    org: Organisation,
    wanted: Wanted,
    form: str,
    purpose: str,
    members: int,
    *,
    by: Person | None,
    inspection: Inspection | None = None,
) -> RegisterCopy:
    """Write down that a copy is made: before it is, so that none goes out unrecorded."""
    async with in_transaction():
        copy = await RegisterCopy.create(
            organisation=org,
            inspection=inspection,
            on=wanted.on,
            known_at=wanted.known_at,
            redacted=wanted.redacted,
            with_former=wanted.with_former,
            form=form,
            purpose=purpose,
            members=members,
            made_at=clock.now(),
            made_by=by,
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "copied the register",
            f"register-copy:{copy.id}",
            redacted=wanted.redacted,
            form=form,
            on=wanted.on.isoformat(),
        )
        return copy


def _may_answer(
    org: Organisation, asked: Asked, answer: Answer, answered_on: date, words: str
) -> None:
    may_answer(
        org.legal_form,
        answer,
        words=words,
        asked_on=asked.inspection.asked_on,
        answered_on=answered_on,
        today=clock.today(),
        is_settled=asked.is_settled,
    )


async def _told(org: Organisation, by: Person | None, verb: str, number: int) -> None:
    await audit.record(org.id, by.id if by else None, verb, f"inspection:{number}")
