"""What may be recorded of officers: taking office, changes, elections, leaving, corrections."""

import secrets
from collections.abc import Mapping
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.kinds import Fact, Kind
from coopcouncil.members.reads import as_at
from coopcouncil.members.recording import recording
from coopcouncil.members.refusals import NoName, NothingChanged, ReasonNeeded, may_take_effect
from coopcouncil.officers.kinds import UNKNOWN, Chosen, Deed, Ending, Office, offices_in
from coopcouncil.officers.models import (
    Interest,
    InterestEnd,
    Officer,
    OfficerChange,
    RetirementLot,
)
from coopcouncil.officers.reads import (
    coopted,
    entry_of,
    facts_of,
    in_office,
    periods_of,
    retirement_at,
)
from coopcouncil.officers.recording import day_of, told, write
from coopcouncil.officers.rules.holding import in_a_row_since
from coopcouncil.officers.rules.refusals import (
    Candidate,
    ChosenAfterwards,
    DeclaredLater,
    InOfficeAlready,
    NothingToDraw,
    NotInOffice,
    NotOnCommittee,
    Others,
    facts_of_leaving,
    may_be_chosen_again,
    may_end_interest,
    may_hold,
)
from coopcouncil.organisations.models import Organisation, rulebook_on


async def take_office(
    org: Organisation,
    facts: Mapping[str, Fact],
    on: date,
    *,
    by: Person | None,
    officer: Officer | None = None,
    reason: str = "",
) -> Officer:
    """Record that somebody takes office from a day on; under the old number if they come back."""
    async with recording(org, Kind.CHANGE, reason, by) as book:
        said = {**UNKNOWN, **facts, "ending": ""}
        await may_take(org, said, on, officer.id if officer else None)
        if officer is None:
            last = await Officer.within(org).order_by("-number").first()
            officer = await Officer.create(organisation=org, number=last.number + 1 if last else 1)
        else:
            entry = await entry_of(org, officer.id, on)
            if entry is not None and entry.offices:
                raise InOfficeAlready
        await write(book, officer, Deed.TOOK_OFFICE, on, said, reason)
        return officer


async def change_officer(
    org: Organisation,
    officer: Officer,
    facts: Mapping[str, Fact],
    on: date,
    *,
    by: Person | None,
    reason: str = "",
) -> None:
    """Record that some facts are different from a day on: an address, another office."""
    async with recording(org, Kind.CHANGE, reason, by) as book:
        before = await _facts_then(org, officer, on)
        changed = {name: value for name, value in facts.items() if before[name] != value}
        if not changed:
            raise NothingChanged
        after = {**before, **changed}
        if {"offices", "chosen", "is_employee", "date_of_birth"} & changed.keys():
            await may_take(org, after, on, officer.id)
        await write(book, officer, Deed.CHANGED, on, changed, reason)


async def choose_again(
    org: Organisation,
    officer: Officer,
    chosen: Chosen,
    on: date,
    *,
    by: Person | None,
    reason: str = "",
) -> None:
    """Record that somebody on the committee was elected (or appointed) again."""
    async with recording(org, Kind.CHANGE, reason, by) as book:
        before = await _facts_then(org, officer, on)
        if Office.COMMITTEE not in offices_in(before["offices"]):
            raise NotOnCommittee
        rules = (await rulebook_on(org, min(on, clock.today()))).rules
        since = in_a_row_since((await periods_of(org)).get(officer.id, ()), on)
        if chosen is Chosen.ELECTED and since is not None:
            may_be_chosen_again(since, rules.committee_most_years, on)
        facts: dict[str, Fact] = {"chosen": chosen.value, "chosen_on": on.isoformat()}
        await may_take(org, {**before, **facts}, on, officer.id)
        await write(book, officer, Deed.CHOSEN_AGAIN, on, facts, reason)


async def leave_office(
    org: Organisation,
    officer: Officer,
    ending: Ending,
    on: date,
    *,
    by: Person | None,
    reason: str = "",
) -> None:
    """Record that somebody holds no office from a day on."""
    async with recording(org, Kind.LEAVING, reason, by) as book:
        await _facts_then(org, officer, on)
        may_take_effect(on, clock.today())
        await write(book, officer, Deed.LEFT, on, facts_of_leaving(ending), reason)


async def correct_officer(
    org: Organisation,
    wrong: OfficerChange,
    facts: Mapping[str, Fact],
    on: date,
    *,
    reason: str,
    by: Person | None,
) -> None:
    """Take a line out of what is known from now on, and put another in its place."""
    if not reason.strip():
        raise ReasonNeeded
    async with recording(org, Kind.CORRECTION, reason, by) as book:
        if await OfficerChange.within(org).filter(withdraws_id=wrong.id).exists():
            raise NothingChanged
        if dict(facts) == wrong.facts and on == wrong.effective_on:
            raise NothingChanged
        officer = await Officer.one(org, id=wrong.officer_id)
        await write(book, officer, Deed.CORRECTED, on, facts, reason, withdraws=wrong.id)
        after = await entry_of(org, officer.id, on)
        if after is not None and after.offices:
            await may_take(org, facts_of(after), on, officer.id)


async def declare(
    org: Organisation,
    officer: Officer,
    concerns: str,
    nature: str,
    declared_on: date,
    *,
    by: Person | None,
) -> Interest:
    """Write down what an officer declared."""
    if declared_on > clock.today():
        raise DeclaredLater
    may_take_effect(declared_on, clock.today())
    async with recording(org, Kind.CHANGE, "", by) as book:
        interest = await Interest.create(
            organisation=org,
            change_set=book.change_set,
            officer=officer,
            declared_on=declared_on,
            concerns=concerns,
            nature=nature,
        )
        await told(book, "declared an interest", f"interest:{interest.id}")
        return interest


async def end_interest(
    org: Organisation,
    interest: Interest,
    ended_on: date,
    *,
    was_mistaken: bool,
    reason: str,
    by: Person | None,
) -> None:
    """Write down that an interest is over, or was declared by mistake."""
    async with recording(org, Kind.CHANGE, reason, by) as book:
        has_ended = await InterestEnd.within(org).filter(interest_id=interest.id).exists()
        may_end_interest(interest.declared_on, ended_on, clock.today(), has_ended)
        if was_mistaken and not reason.strip():
            raise ReasonNeeded
        await InterestEnd.create(
            organisation=org,
            change_set=book.change_set,
            interest=interest,
            ended_on=ended_on,
            was_mistaken=was_mistaken,
            reason=reason,
        )
        await told(book, "ended an interest", f"interest:{interest.id}")


async def draw_lots(
    org: Organisation, meeting_on: date, *, witness: str, by: Person | None
) -> RetirementLot:
    """Draw between those who are equally long in office: every order is as likely."""
    async with recording(org, Kind.CHANGE, "", by) as book:
        found = await retirement_at(org, meeting_on)
        if not found.tied:
            raise NothingToDraw
        order = list(found.tied)
        secrets.SystemRandom().shuffle(order)
        lot = await RetirementLot.create(
            organisation=org,
            meeting_on=meeting_on,
            order=order,
            drawn_at=book.change_set.recorded_at,
            drawn_by=by,
            witness=witness,
        )
        await told(book, "drew lots for retirement", f"retirement-lot:{lot.id}", order=order)
        return lot


async def may_take(
    org: Organisation, facts: Mapping[str, Fact], on: date, officer: int | None
) -> None:
    """Refuse an office that somebody with these facts may not hold from the day on."""
    if not (facts["given_name"] or facts["family_name"]):
        raise NoName
    may_take_effect(on, clock.today())
    chosen_on = day_of(facts["chosen_on"])
    if chosen_on is not None and chosen_on > on and officer is None:
        raise ChosenAfterwards
    rules = (await rulebook_on(org, min(on, clock.today()))).rules
    committee = [
        each
        for each in await in_office(org, on)
        if each.seat is not None and each.entry.officer_id != officer
    ]
    member = facts["member_id"]
    may_hold(
        Candidate(
            offices_in(facts["offices"]),
            Chosen(str(facts["chosen"])) if facts["chosen"] else None,
            day_of(facts["date_of_birth"]),
            bool(facts["age_proof"]),
            bool(member) and await as_at(org, on).filter(member_id=member).exists(),
            bool(facts["is_employee"]),
        ),
        Others(
            len(committee),
            coopted(committee),
            sum(bool(each.entry.is_employee) for each in committee),
        ),
        rules,
        rules.officer_age,
        on,
    )


async def _facts_then(org: Organisation, officer: Officer, on: date) -> dict[str, Fact]:
    if officer.organisation_id != org.id:
        raise NotHere
    entry = await entry_of(org, officer.id, on)
    if entry is None or not entry.offices:
        raise NotInOffice
    return facts_of(entry)
