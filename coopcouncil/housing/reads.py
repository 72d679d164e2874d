"""Named reads of homes and tenancies: as at a day, as known at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.expressions import Q

from coopcouncil.housing.kinds import Agreement, Outcome
from coopcouncil.housing.models import (
    Home,
    HomeLine,
    HomeVoid,
    Prospect,
    TenancyEnding,
    TenancyHolder,
    TenancyTerms,
)
from coopcouncil.housing.rules.homes import FACTS, HomeState, Line, on_day, states
from coopcouncil.housing.rules.mutual import Breach, breaches
from coopcouncil.housing.rules.tenancies import NoSuchMember, statement_due, statement_overdue
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import as_at, entries
from coopcouncil.organisations.chapters.housing import Homes
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet


async def rules_on(org: Organisation, day: date, known_at: datetime | None = None) -> Rulebook:
    """The rules of a day, as known now or at a moment; before any are recorded, the usual ones."""
    try:
        return (await rulebook_on(org, day, known_at)).rules
    except NoRulesYet:
        return Rulebook.usual(org.legal_form)


async def lets_homes(org: Organisation, day: date) -> bool:
    """Whether the rules say that the organisation lets homes."""
    return (await rules_on(org, day)).homes is not Homes.NONE


async def is_fully_mutual(org: Organisation, day: date, known_at: datetime | None = None) -> bool:
    """Whether tenants and members are one, by the rules of the day."""
    return (await rules_on(org, day, known_at)).homes is Homes.FULLY_MUTUAL


def as_line(row: HomeLine) -> Line:
    """A recorded line as the rules read it."""
    said = {name: getattr(row, name) for name in FACTS if getattr(row, name) is not None}
    if row.rent_pence is not None:
        said["rent_weeks"] = row.rent_weeks
    return Line(row.id, row.effective_on, said)


async def home_states(home: Home, known_at: datetime | None = None) -> tuple[HomeState, ...]:
    """What the home was and is, from each day on."""
    await home.fetch_related("organisation")
    lines = HomeLine.known(home.organisation, known_at).filter(home_id=home.id)
    return states(as_line(row) for row in await lines)


def _on(day: date) -> Q:
    return Q(began_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def _held(day: date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


async def tenancy_in(
    org: Organisation, home: Home, day: date, known_at: datetime | None = None
) -> TenancyTerms | None:
    """The tenancy of a home on a day."""
    return await TenancyTerms.known(org, known_at).filter(_on(day), home_id=home.id).first()


async def tenancies_of(
    org: Organisation, member_id: int, day: date, known_at: datetime | None = None
) -> list[TenancyTerms]:
    """The tenancies that a member holds on a day."""
    held = await TenancyHolder.known(org, known_at).filter(_held(day), member_id=member_id)
    found = TenancyTerms.known(org, known_at).filter(
        _on(day), tenancy_id__in=[holder.tenancy_id for holder in held]
    )
    return await found.select_related("home").order_by("began_on")


async def holders_on(
    org: Organisation, tenancies: Iterable[int], day: date, known_at: datetime | None = None
) -> dict[int, list[TenancyHolder]]:
    """The tenants of each of these tenancies on a day."""
    found: dict[int, list[TenancyHolder]] = {}
    rows = TenancyHolder.known(org, known_at).filter(_held(day), tenancy_id__in=list(tenancies))
    for row in await rows.order_by("since", "id"):
        found.setdefault(row.tenancy_id, []).append(row)
    return found


async def entries_by_member(
    org: Organisation, members: Iterable[int], day: date, known_at: datetime | None = None
) -> dict[int, RegisterEntry]:
    """What the register says of these people on a day, members or not, by their ids; of who came
    later or went, what it says nearest to now. Nothing that was not known at the moment."""
    wanted = sorted(set(members))
    found = {e.member_id: e for e in await entries(org, day, known_at).filter(member_id__in=wanted)}
    missing = [number for number in wanted if number not in found]
    if missing:
        later = RegisterEntry.within(org).filter(member_id__in=missing)
        if known_at is None:
            later = later.filter(superseded_at=None)
        else:
            still = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
            later = later.filter(still, recorded_at__lte=known_at)
        for entry in await later.order_by("-valid_from"):
            found[entry.member_id] = entry
    return found


@dataclass
class HomeRow:
    """A home in the list: what it is, who lives there, and whether it stands empty."""

    home: Home
    state: HomeState
    terms: TenancyTerms | None
    tenants: Sequence[RegisterEntry]
    void: HomeVoid | None


async def homes_on(org: Organisation, day: date, known_at: datetime | None = None) -> list[HomeRow]:
    """Every home at the end of the day, as known then or now, by its reference."""
    homes = await Home.within(org).order_by("reference")
    lines: dict[int, list[Line]] = {}
    for row in await HomeLine.known(org, known_at):
        lines.setdefault(row.home_id, []).append(as_line(row))
    terms = {t.home_id: t for t in await TenancyTerms.known(org, known_at).filter(_on(day))}
    empty = Q(vacated_on__lte=day) & (Q(let_on=None) | Q(let_on__gt=day))
    voids = {v.home_id: v for v in await HomeVoid.known(org, known_at).filter(empty)}
    held = await holders_on(org, [t.tenancy_id for t in terms.values()], day, known_at)
    people = await entries_by_member(
        org, (h.member_id for rows in held.values() for h in rows), day, known_at
    )
    found = []
    for home in homes:
        state = on_day(states(lines.get(home.id, [])), day)
        if state is None:
            continue
        its = terms.get(home.id)
        tenants = [
            people[h.member_id]
            for h in (held.get(its.tenancy_id, []) if its else [])
            if h.member_id in people
        ]
        found.append(HomeRow(home, state, its, tenants, voids.get(home.id)))
    return found


async def rule_breaches(
    org: Organisation, day: date, known_at: datetime | None = None
) -> tuple[Breach, ...]:
    """For whom the fully mutual rule does not hold on a day, as known then or now."""
    members = await as_at(org, day, known_at).values_list("member_id", flat=True)
    terms = {t.tenancy_id for t in await TenancyTerms.known(org, known_at).filter(_on(day))}
    held = await TenancyHolder.known(org, known_at).filter(_held(day))
    tenants = {h.member_id: h.tenancy_id for h in held if h.tenancy_id in terms}
    prospects = Prospect.known(org, known_at).filter(_held(day))
    prospective = await prospects.values_list("member_id", flat=True)
    return breaches(
        [int(str(number)) for number in members],
        tenants,
        [int(str(number)) for number in prospective],
    )


async def prospects_on(
    org: Organisation, day: date, known_at: datetime | None = None
) -> list[Prospect]:
    """The prospective tenants on a day."""
    return await Prospect.known(org, known_at).filter(_held(day)).order_by("since", "id")


async def members_named(org: Organisation, text: str) -> list[Member]:
    """The members whose numbers are written here, each after a comma."""
    numbers = [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
    found = {m.number: m for m in await Member.within(org).filter(number__in=numbers)}

    for number in numbers:
        if number not in found:
            raise NoSuchMember(number)
    return [found[number] for number in numbers]


async def endings_undecided(
    org: Organisation, day: date, known_at: datetime | None = None
) -> list[tuple[TenancyEnding, TenancyTerms]]:
    """Memberships that ended by the day while nobody has said what becomes of the tenancy."""
    undecided = TenancyEnding.known(org, known_at).filter(outcome=Outcome.UNDECIDED)
    return [
        (ending, terms)
        for ending in await undecided.filter(membership_ends_on__lte=day)
        for terms in await tenancies_of(org, ending.member_id, day, known_at)
        if terms.tenancy_id == ending.tenancy_id
    ]


async def statements_missing(org: Organisation, day: date) -> int:
    """How many contract-holders have no written statement though its day is past."""
    contracts = [Agreement.STANDARD_CONTRACT, Agreement.SECURE_CONTRACT]
    rows = await TenancyTerms.known(org).filter(_on(day), agreement__in=contracts)
    held = await holders_on(org, [row.tenancy_id for row in rows], day)
    return sum(
        holder.statement_on is None
        and statement_overdue(
            statement_due(row.agreement, row.occupied_on, holder.since), None, day
        )
        for row in rows
        for holder in held.get(row.tenancy_id, [])
    )
