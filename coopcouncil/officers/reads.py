"""Named reads of the register of officers: as at a day, as known at a moment."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import clock
from coopcouncil.members.reads import as_at, entries_of_person, settle
from coopcouncil.members.rules import Period
from coopcouncil.officers.kinds import UNKNOWN, Chosen, Office, offices_in
from coopcouncil.officers.models import Interest, InterestEnd, Officer, OfficerEntry, RetirementLot
from coopcouncil.officers.rules.holding import Holding, holdings, seat_of
from coopcouncil.officers.rules.refusals import Fault, faults_of
from coopcouncil.officers.rules.retirement import Retirement, Seat, who_retires
from coopcouncil.organisations.models import Organisation, rulebook_on

AGM_DAYS: list[Callable[[Organisation], Awaitable[date | None]]] = []
"""Filled in `told.py`: the day of the last annual meeting that was held or is called."""


@dataclass(frozen=True)
class InOffice:
    """Somebody who holds office on a day, since when, and by what choice."""

    entry: OfficerEntry
    holdings: tuple[Holding, ...]
    seat: Seat | None


@dataclass(frozen=True)
class Declared:
    """An interest as it stands on a day."""

    interest: Interest
    entry: OfficerEntry | None
    ended_on: date | None
    was_mistaken: bool
    recorded_at: datetime
    end_reason: str = ""


def _known(found: QuerySet[OfficerEntry], known_at: datetime | None) -> QuerySet[OfficerEntry]:
    if known_at is None:
        return found.filter(superseded_at=None)
    still = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    return found.filter(still, recorded_at__lte=known_at)


def entries(
    org: Organisation, on: date, known_at: datetime | None = None
) -> QuerySet[OfficerEntry]:
    """What the register says at the end of the day of every officer there was."""
    found = OfficerEntry.within(org).filter(valid_from__lte=on, valid_to__gt=on)
    return _known(found, known_at)


async def entry_of(
    org: Organisation, officer: int, on: date, known_at: datetime | None = None
) -> OfficerEntry | None:
    """What the register says of one officer on a day."""
    return await entries(org, on, known_at).filter(officer_id=officer).first()


async def periods_of(
    org: Organisation, known_at: datetime | None = None
) -> dict[int, tuple[Period, ...]]:
    """The stretches of days of every officer, as known at the moment or now."""
    rows = await _known(OfficerEntry.within(org), known_at).order_by("officer_id", "valid_from")
    found: dict[int, list[Period]] = {}
    for row in rows:
        period = Period(row.valid_from, row.valid_to, facts_of(row), row.reason)
        found.setdefault(row.officer_id, []).append(period)
    return {officer: tuple(periods) for officer, periods in found.items()}


async def in_office(
    org: Organisation, on: date, known_at: datetime | None = None
) -> list[InOffice]:
    """Those who hold an office at the end of the day, the committee first, by name.

    Waits for what is being recorded, as every answer "as known at" does.
    """
    if known_at is not None:
        await settle(org)
    periods = await periods_of(org, known_at)
    found = []
    for entry in await entries(org, on, known_at).exclude(offices="").order_by("sort_key", "id"):
        held = tuple(
            each
            for each in holdings(periods[entry.officer_id])
            if each.since <= on and (each.until is None or each.until > on)
        )
        since = next((h.since for h in held if h.office is Office.COMMITTEE), entry.valid_from)
        found.append(InOffice(entry, held, seat_of(entry.officer_id, facts_of(entry), since)))
    return sorted(found, key=lambda each: _rank(each.entry))


def facts_of(entry: OfficerEntry) -> dict[str, str | int | None]:
    """What an entry says, as the journal writes it."""
    values = {name: getattr(entry, name) for name in UNKNOWN}
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}


async def next_agm(org: Organisation) -> date | None:
    """The day for which the next annual meeting is called."""
    for tells in AGM_DAYS:
        found = await tells(org)
        if found is not None and found >= clock.today():
            return found
    return None


async def retirement_at(
    org: Organisation, meeting_on: date, known_at: datetime | None = None
) -> Retirement:
    """Who retires at an annual meeting on the day, by the rules of that day or of today, and by
    what was known of the committee and of lots at the moment."""
    rules = (await rulebook_on(org, min(meeting_on, clock.today()), known_at)).rules
    committee = await in_office(org, min(meeting_on, clock.today()), known_at)
    lots = RetirementLot.within(org).filter(meeting_on=meeting_on)
    if known_at is not None:
        lots = lots.filter(drawn_at__lte=known_at)
    lot = await lots.order_by("-id").first()
    return who_retires(
        [each.seat for each in committee if each.seat],
        meeting_on,
        rules.retirement_share,
        rules.committee_term_years,
        tuple(lot.order) if lot else (),
    )


async def faults_today(org: Organisation) -> list[tuple[OfficerEntry, Fault]]:
    """What of today's committee the rules would not allow: for the secretary to look at."""
    today = clock.today()
    rules = (await rulebook_on(org, today)).rules
    committee = [each for each in await in_office(org, today) if each.seat]
    ids = [each.entry.member_id for each in committee if each.entry.member_id]
    members = {entry.member_id for entry in await as_at(org, today).filter(member_id__in=ids)}
    found = []
    for each in committee:
        assert each.seat is not None
        since = next(h.since for h in each.holdings if h.office is Office.COMMITTEE)
        is_member = each.entry.member_id in members
        found += [
            (each.entry, fault) for fault in faults_of(each.seat, is_member, since, rules, today)
        ]
    return found


async def officer_of_person(person: Person | None, org: Organisation) -> OfficerEntry | None:
    """The officer that a person is today, by a proven address or as a member."""
    if person is None:
        return None
    proven = {
        str(address)
        for address in await EmailAddress.filter(
            person_id=person.id, proven_at__isnull=False
        ).values_list("address", flat=True)
    }
    members = {entry.member_id for entry in await entries_of_person(person, org)}
    for entry in await entries(org, clock.today()).exclude(offices="").order_by("officer_id"):
        if entry.email.lower() in proven or entry.member_id in members:
            return entry
    return None


async def with_committee(orgs: Collection[Organisation]) -> set[int]:
    """Those of the organisations, by their ids, whose register has somebody on the committee."""
    today = clock.today()
    rows = (
        await OfficerEntry.everywhere()
        .filter(organisation_id__in=[one.id for one in orgs])
        .filter(superseded_at=None, valid_from__lte=today, valid_to__gt=today)
        .exclude(offices="")
        .distinct()
        .values_list("organisation_id", "offices")
    )
    return {of for of, offices in rows if Office.COMMITTEE in offices_in(offices)}


async def interests_of(
    org: Organisation, on: date, known_at: datetime | None = None
) -> list[Declared]:
    """What was declared by the day, as known at the moment; the latest first."""
    if known_at is not None:
        await settle(org)
    names = {entry.officer_id: entry for entry in await entries(org, on, known_at)}
    rows = (
        await Interest.within(org)
        .filter(declared_on__lte=on)
        .select_related("change_set", "ending", "ending__change_set")
        .order_by("-declared_on", "-id")
    )
    found = []
    for row in rows:
        if known_at is not None and row.change_set.recorded_at > known_at:
            continue
        end: InterestEnd | None = row.ending
        if end and known_at is not None and end.change_set.recorded_at > known_at:
            end = None
        if end and not end.was_mistaken and end.ended_on > on:
            end = None
        found.append(
            Declared(
                row,
                names.get(row.officer_id),
                end.ended_on if end else None,
                bool(end and end.was_mistaken),
                row.change_set.recorded_at,
                end.reason if end else "",
            )
        )
    return found


@dataclass(frozen=True)
class Line:
    """A line of the register of officers in print: one office of one person."""

    number: int
    name: str
    postal_address: str
    postcode: str
    email: str
    email_purposes: str
    office: Office
    took_office: date
    left_office: date | None


async def register_of_officers(
    org: Organisation, on: date, known_at: datetime | None = None, with_former: bool = False
) -> list[Line]:
    """What s.30 of the 2014 Act lists of every officer, office by office; who left, if asked."""
    if known_at is not None:
        await settle(org)
    said = {entry.officer_id: entry for entry in await entries(org, on, known_at)}
    numbers = {officer.id: officer.number for officer in await Officer.within(org)}
    lines = []
    for officer, periods in (await periods_of(org, known_at)).items():
        if officer not in said:
            continue
        for each in holdings(periods):
            if each.since > on:
                continue
            until = each.until if each.until is not None and each.until <= on else None
            if until is None or with_former:
                # The address of whoever left is what the register last said of them.
                lines.append((said[officer], each, until))
    lines.sort(key=lambda line: (line[2] is not None, line[0].sort_key, line[1].since))
    return [_line(numbers[entry.officer_id], entry, each, until) for entry, each, until in lines]


def _line(number: int, entry: OfficerEntry, held: Holding, until: date | None) -> Line:
    return Line(
        number,
        entry.name,
        entry.postal_address,
        entry.postcode,
        entry.email,
        entry.email_purposes,
        held.office,
        held.since,
        until,
    )


def _rank(entry: OfficerEntry) -> tuple[bool, int, str]:
    held = entry.held
    order = [Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY, Office.TREASURER]
    first = min((order.index(office) for office in held if office in order), default=len(order))
    return Office.COMMITTEE not in held, first, entry.sort_key


def coopted(committee: list[InOffice]) -> int:
    """How many of the committee were co-opted."""
    return sum(each.seat is not None and each.seat.chosen is Chosen.COOPTED for each in committee)
