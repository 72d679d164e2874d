"""Forum seats: how many there are, who takes one, who stands down; elections to fill them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions.setup import Electorate, Terms, Texts, create_ballot
from coopcouncil.ballots.models import Ballot, Footing, Kind
from coopcouncil.ballots.reads import courses
from coopcouncil.ballots.rules.state import State, state_of
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, NotHere, Refused
from coopcouncil.kernel.i18n import translator
from coopcouncil.members.models import Constituency, Member
from coopcouncil.members.reads import entry_of
from coopcouncil.members.refusals import ReasonNeeded, may_take_effect
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.schools.models import ForumSeat, ForumSeatSize, RaisedElection, SeatHolder
from coopcouncil.schools.reads import ages_of, holders_of, members_places, sitting_of, size_lines
from coopcouncil.schools.rules.identities import NotComeYet
from coopcouncil.schools.rules.learners import age_on
from coopcouncil.schools.rules.seats import (
    FewerThanSit,
    NotOfThisConstituency,
    Sitting,
    TooYoungForASeat,
    end_of_term,
    may_sit,
    may_stand_down,
    most_sitting,
    vacancies,
)

A_DAY = timedelta(days=1)


class SeatsThere(Refused):
    """One line of seats for a school and constituency."""

    def sentence(self, _: Gettext) -> str:
        return _("These seats are there already. Change how many there are.")


class NothingChosen(Refused):
    """No election without seats."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose at least one line of seats.")


async def add_seats(
    trust: Organisation,
    part: Organisation | None,
    constituency: Constituency,
    seats: int,
    term_years: int,
    by: Person | None,
) -> ForumSeat:
    """A constituency of a school gets seats on the forum."""
    async with in_transaction():
        await lock("forum", trust.id)
        there = ForumSeat.within(trust).filter(
            part_id=part.id if part else None, constituency_id=constituency.id
        )
        if await there.exists():
            raise SeatsThere
        made = await ForumSeat.create(
            organisation=trust,
            part=part,
            constituency=constituency,
            seats=seats,
            term_years=term_years,
        )
        await _note_size(trust, made, None, by)
        await _record(trust, by, "gave forum seats", made, seats=seats)
    return made


async def change_seats(
    trust: Organisation,
    seat: ForumSeat,
    seats: int,
    term_years: int,
    by: Person | None,
    *,
    holds_from: date | None = None,
    because: str = "",
) -> None:
    """More seats or fewer, though not fewer than people who sit; from today, or from a day that
    has passed, for which the line says why."""
    async with in_transaction():
        await lock("forum", trust.id)
        today = clock.today()
        since = holds_from or today
        if since > today:
            raise NotComeYet
        if since < today and not because.strip():
            raise ReasonNeeded
        lines = await size_lines(trust, [seat])
        later = [row.holds_from for row in lines if row.holds_from and row.holds_from > since]
        sitting = most_sitting(
            await _sittings(trust, seat), since, min(later, default=today + A_DAY)
        )
        if seats < sitting:
            raise FewerThanSit(sitting)
        if not lines:
            # Made before sizes were noted: what it said until now, it has said ever since.
            await _note_size(trust, seat, None, None, trust.opened_at)
        before = (seat.seats, seat.term_years)
        seat.seats, seat.term_years = seats, term_years
        await _note_size(trust, seat, since, by, because=because)
        if later:
            # Said of days that were over when something else began to hold: it holds still.
            seat.seats, seat.term_years = before
        await seat.save(update_fields=["seats", "term_years"])
        await _record(trust, by, "changed forum seats", seat, seats=seats)


async def take_seat(
    trust: Organisation,
    seat: ForumSeat,
    member: Member,
    since: date,
    by: Person | None,
    ballot: Ballot | None = None,
) -> SeatHolder:
    """A member of the constituency and school takes a seat for a term."""
    may_take_effect(since, clock.today())
    async with in_transaction():
        await lock("forum", trust.id)
        places = await members_places(trust, [member.id], since)
        part_id, constituency_id = places.get(member.id, (None, None))
        if constituency_id != seat.constituency_id or seat.part_id not in (None, part_id):
            raise NotOfThisConstituency
        entry, ages = await entry_of(trust, member.id, since), await ages_of(trust, since)
        born = entry.date_of_birth if entry else None
        if born is not None and age_on(born, since) < ages.vote:
            raise TooYoungForASeat(ages.vote)
        until = end_of_term(since, seat.term_years)
        may_sit(seat.seats, await _sittings(trust, seat), Sitting(member.id, since, until))
        made = await SeatHolder.create(
            organisation=trust,
            seat=seat,
            member=member,
            since=since,
            until=until,
            ballot=ballot,
            noted_by=by,
            noted_at=clock.now(),
        )
        await _record(trust, by, "gave somebody a forum seat", seat, holder=made.id)
    return made


async def stand_down(
    trust: Organisation, holder: SeatHolder, on: date, because: str, by: Person | None
) -> None:
    """That day is the last in the seat."""
    async with in_transaction():
        await lock("forum", trust.id)
        await holder.refresh_from_db()
        if holder.withdrawn_at is not None:
            raise NotHere
        may_stand_down(sitting_of(holder), on)
        may_take_effect(on, clock.today())
        holder.stood_down_on, holder.stood_down_because = on, because
        holder.stood_down_noted_at = clock.now()
        names = ["stood_down_on", "stood_down_because", "stood_down_noted_at"]
        await holder.save(update_fields=names)
        seat = await ForumSeat.one(trust, id=holder.seat_id)
        await _record(trust, by, "ended somebody's forum seat", seat, holder=holder.id)


@dataclass(frozen=True)
class Raised:
    """What raising elections came to: the ballots begun, and the seats left alone."""

    begun: tuple[tuple[ForumSeat, Ballot], ...]
    under_way: tuple[tuple[ForumSeat, Ballot], ...]
    full: tuple[ForumSeat, ...]


async def elections_under_way(trust: Organisation) -> dict[int, Ballot]:
    """By the number of the seats, the ballot that is to fill them and is not over yet."""
    raised = await RaisedElection.within(trust).select_related("ballot").order_by("id")
    found = await courses([row.ballot for row in raised]) if raised else {}
    now = clock.now()
    over = (State.DECLARED, State.VOIDED)
    return {
        row.seat_id: row.ballot for row in raised if state_of(found[row.ballot_id], now) not in over
    }


async def raise_elections(
    trust: Organisation,
    chosen: Sequence[int],
    qualifying_on: date,
    opens_at: datetime,
    closes_at: datetime,
    by: Person | None,
) -> Raised:
    """A draft for each of these lines of seats that has a vacancy and no election yet.

    Seats that fall vacant by the end of voting count as vacant. Whoever asks twice gets the same
    elections: those that are under way are told, and none is begun again.
    """
    async with in_transaction():
        await lock("forum", trust.id)
        version = await rulebook_on(trust, clock.today())
        seats = await (
            ForumSeat.within(trust)
            .filter(id__in=list(chosen))
            .select_related("part", "constituency")
            .order_by("id")
        )
        if not seats:
            raise NothingChosen
        running = await elections_under_way(trust)
        begun: list[tuple[ForumSeat, Ballot]] = []
        full: list[ForumSeat] = []
        for seat in seats:
            if seat.id in running:
                continue
            on = closes_at.astimezone(clock.LONDON).date()
            free = vacancies(seat.seats, await _sittings(trust, seat), on)
            if not free:
                full.append(seat)
                continue
            ballot = await create_ballot(
                trust,
                Kind.STV,
                texts_of(seat, free),
                Terms(Footing.OUTSIDE, seats=free),
                Electorate(
                    qualifying_on, opens_at, closes_at, [seat.constituency_id], seat.part_id
                ),
                version,
                by,
            )
            await RaisedElection.create(
                organisation=trust, seat=seat, ballot=ballot, raised_at=clock.now()
            )
            begun.append((seat, ballot))
        await audit.record(
            trust.id,
            by.id if by else None,
            "raised elections to the forum",
            f"organisation:{trust.id}",
            ballots=[ballot.id for _seat, ballot in begun],
        )
    return Raised(
        tuple(begun),
        tuple((seat, running[seat.id]) for seat in seats if seat.id in running),
        tuple(full),
    )


def texts_of(seat: ForumSeat, places: int) -> Texts:
    """What voters read, in both languages; the draft can still be changed."""
    said: dict[str, str] = {}
    for language, suffix in (("en", ""), ("cy", "_cy")):
        _, group = translator(language), seat.constituency.called(language)
        school = seat.part.called(language) if seat.part else ""
        if school:
            title = _("Forum election: {constituency}, {school}")
            question = _("Who shall sit on the forum for {constituency} of {school}?")
        else:
            title = _("Forum election: {constituency}")
            question = _("Who shall sit on the forum for {constituency}?")
        said["title" + suffix] = title.format(constituency=group, school=school)[:200]
        said["question" + suffix] = question.format(constituency=group, school=school)
        places_said = _("Places to fill: {places}. The term lasts {years} years.")
        said["explanation" + suffix] = places_said.format(places=places, years=seat.term_years)
        said["office" + suffix] = _("Forum member")
    return Texts(**said)


async def _note_size(
    trust: Organisation,
    seat: ForumSeat,
    holds_from: date | None,
    by: Person | None,
    noted_at: datetime | None = None,
    because: str = "",
) -> None:
    await ForumSeatSize.create(
        organisation=trust,
        seat=seat,
        holds_from=holds_from,
        seats=seat.seats,
        term_years=seat.term_years,
        because=because,
        noted_by=by,
        noted_at=noted_at or clock.now(),
    )


async def _sittings(trust: Organisation, seat: ForumSeat) -> list[Sitting]:
    return [sitting_of(holder) for holder in await holders_of(trust, [seat])]


async def _record(
    trust: Organisation, by: Person | None, verb: str, seat: ForumSeat, **facts: object
) -> None:
    await audit.record(trust.id, by.id if by else None, verb, f"forum-seat:{seat.id}", **facts)
