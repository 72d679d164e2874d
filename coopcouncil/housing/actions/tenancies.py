"""Tenancies: a home let, statements given, joint tenants, the end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.prospects import no_prospect, settle_afterwards
from coopcouncil.housing.actions.recorded import deed, supersede, told
from coopcouncil.housing.kinds import Afterwards, Agreement, EndWhy
from coopcouncil.housing.models import (
    Home,
    HomeVoid,
    Tenancy,
    TenancyHolder,
    TenancyTerms,
)
from coopcouncil.housing.reads import (
    entries_by_member,
    home_states,
    is_fully_mutual,
    tenancy_in,
)
from coopcouncil.housing.rules.homes import NothingDifferent, may_correct, may_hold_from, on_day
from coopcouncil.housing.rules.mutual import (
    may_hold_tenancy,
)
from coopcouncil.housing.rules.tenancies import (
    EndedAlready,
    EndsBeforeItBegins,
    Held,
    HomeIsTaken,
    HomeNotLet,
    NamedTwice,
    NobodyNamed,
    OtherAgreement,
    StatementTooEarly,
    agreements,
    may_go,
)
from coopcouncil.kernel import clock
from coopcouncil.members.models import Member
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Organisation


async def let_home(
    org: Organisation,
    home: Home,
    agreement: Agreement,
    began_on: date,
    occupied_on: date,
    members: Sequence[Member],
    *,
    by: Person | None,
) -> Tenancy:
    """Let a home to these members, jointly where there are several.

    They are prospective tenants no longer, and the home is empty no longer.
    """
    async with deed(org) as now:
        may_hold_from(began_on, clock.today())
        mutual = await is_fully_mutual(org, began_on)
        if not members:
            raise NobodyNamed
        if len({member.id for member in members}) < len(members):
            raise NamedTwice
        if agreement not in agreements(org.nation, mutual):
            raise OtherAgreement
        if occupied_on < began_on:
            raise EndsBeforeItBegins
        state = on_day(await home_states(home), began_on)
        if state is None or not state.is_let:
            raise HomeNotLet
        overlapping = TenancyTerms.known(org).filter(home_id=home.id, ended_on=None)
        if await tenancy_in(org, home, began_on) or await overlapping.exists():
            raise HomeIsTaken
        await _are_members(org, members, began_on, mutual)
        last = await Tenancy.within(org).order_by("-number").first()
        tenancy = await Tenancy.create(organisation=org, number=last.number + 1 if last else 1)
        await TenancyTerms.create(
            organisation=org,
            tenancy=tenancy,
            home=home,
            agreement=agreement,
            began_on=began_on,
            occupied_on=occupied_on,
            recorded_at=now,
            recorded_by=by,
        )
        for member in members:
            await TenancyHolder.create(
                organisation=org,
                tenancy=tenancy,
                member=member,
                since=began_on,
                recorded_at=now,
                recorded_by=by,
            )
            await no_prospect(org, member.id, began_on, by)
        for void in await HomeVoid.known(org).filter(home_id=home.id, let_on=None):
            if void.vacated_on <= began_on:
                await supersede(void, now)
                await HomeVoid.create(
                    organisation=org,
                    home=home,
                    vacated_on=void.vacated_on,
                    ready_on=min(void.ready_on or began_on, began_on),
                    let_on=began_on,
                    why=void.why,
                    recorded_at=now,
                    recorded_by=by,
                )
        await told(org, by, "let a home", f"tenancy:{tenancy.id}", home=home.id)
        return tenancy


async def give_statement(
    org: Organisation, holder: TenancyHolder, on: date, *, by: Person | None
) -> None:
    """A contract-holder was given the written statement on a day."""
    async with deed(org) as now:
        if on > clock.today():
            raise StatementTooEarly
        await replaced(org, holder, now_statement=on, until=holder.until, by=by)
        await told(org, by, "gave a written statement", f"tenancy:{holder.tenancy_id}", at=now)


async def add_tenant(
    org: Organisation, terms: TenancyTerms, member: Member, since: date, *, by: Person | None
) -> None:
    """Another member holds the tenancy too, from a day on."""
    async with deed(org) as now:
        if since < terms.began_on or (terms.ended_on is not None and since >= terms.ended_on):
            raise EndsBeforeItBegins
        await _are_members(org, [member], since, await is_fully_mutual(org, since))
        there = await TenancyHolder.known(org).filter(
            tenancy_id=terms.tenancy_id, member_id=member.id
        )
        if any(held.until is None or held.until > since for held in there):
            raise NamedTwice
        await TenancyHolder.create(
            organisation=org,
            tenancy_id=terms.tenancy_id,
            member=member,
            since=since,
            until=terms.ended_on,
            recorded_at=now,
            recorded_by=by,
        )
        await no_prospect(org, member.id, since, by)
        await told(org, by, "added a joint tenant", f"tenancy:{terms.tenancy_id}")


async def tenant_goes(
    org: Organisation,
    terms: TenancyTerms,
    holder: TenancyHolder,
    on: date,
    afterwards: Afterwards,
    *,
    reason: str = "",
    by: Person | None,
) -> None:
    """A joint tenant holds the tenancy no more from a day on; the others stay."""
    async with deed(org):
        held = await TenancyHolder.known(org).filter(tenancy_id=terms.tenancy_id)
        may_go([Held(h.member_id, h.since, h.until) for h in held], holder.member_id, on)
        await replaced(org, holder, until=on, by=by, reason=reason)
        await settle_afterwards(org, {holder.member_id: afterwards}, on, reason, by)
        await told(org, by, "recorded that a tenant goes", f"tenancy:{terms.tenancy_id}")


async def end_tenancy(
    org: Organisation,
    terms: TenancyTerms,
    on: date,
    why: EndWhy,
    afterwards: Mapping[int, Afterwards],
    *,
    void_why: str = "",
    reason: str = "",
    by: Person | None,
) -> None:
    """The tenancy ends on a day: with it the membership, or back to prospective tenant.

    `afterwards` says it of each member; nobody is given notice by this.
    """
    async with deed(org) as now:
        await terms.refresh_from_db()
        if terms.ended_on is not None or terms.superseded_at is not None:
            raise EndedAlready
        if on < terms.began_on:
            raise EndsBeforeItBegins
        may_hold_from(on, clock.today())
        await supersede(terms, now)
        await _terms(org, terms, now, by, reason, ended_on=on, end_why=why)
        holders = await TenancyHolder.known(org).filter(tenancy_id=terms.tenancy_id)
        there = [h for h in holders if h.until is None or h.until > on]
        for holder in there:
            await replaced(org, holder, until=max(on, holder.since), by=by, reason=reason)
        if (
            void_why.strip()
            and not await HomeVoid.known(org).filter(home_id=terms.home_id, let_on=None).exists()
        ):
            await HomeVoid.create(
                organisation=org,
                home_id=terms.home_id,
                vacated_on=on,
                why=void_why,
                recorded_at=now,
                recorded_by=by,
            )
        chosen = {h.member_id: afterwards.get(h.member_id, Afterwards.UNDECIDED) for h in there}
        await settle_afterwards(org, chosen, on, reason, by)
        await told(org, by, "ended a tenancy", f"tenancy:{terms.tenancy_id}")


async def correct_terms(
    org: Organisation,
    terms: TenancyTerms,
    *,
    agreement: Agreement,
    began_on: date,
    occupied_on: date,
    ended_on: date | None,
    end_why: EndWhy | None,
    reason: str,
    by: Person | None,
) -> None:
    """What is recorded of a tenancy was wrong; what was known before stays to be seen."""
    async with deed(org) as now:
        may_correct(reason)
        await terms.refresh_from_db()
        if terms.superseded_at is not None:
            raise NothingDifferent
        if occupied_on < began_on or (ended_on is not None and ended_on < began_on):
            raise EndsBeforeItBegins
        others = TenancyTerms.known(org).filter(home_id=terms.home_id).exclude(id=terms.id)
        for other in await others:
            begins_later = ended_on is not None and other.began_on >= ended_on
            ended_before = other.ended_on is not None and other.ended_on <= began_on
            if not (begins_later or ended_before):
                raise HomeIsTaken
        before = (terms.began_on, terms.ended_on)
        await supersede(terms, now)
        await _terms(
            org,
            terms,
            now,
            by,
            reason,
            agreement=agreement,
            began_on=began_on,
            occupied_on=occupied_on,
            ended_on=ended_on,
            end_why=end_why if ended_on else None,
        )
        for holder in await TenancyHolder.known(org).filter(tenancy_id=terms.tenancy_id):
            since = began_on if holder.since == before[0] else max(holder.since, began_on)
            until = ended_on if holder.until == before[1] else holder.until
            if (since, until) != (holder.since, holder.until):
                await replaced(org, holder, since=since, until=until, by=by, reason=reason)
        await told(org, by, "corrected a tenancy", f"tenancy:{terms.tenancy_id}")


async def _are_members(
    org: Organisation, members: Sequence[Member], on: date, mutual: bool
) -> None:
    enrolled = set(
        await as_at(org, on)
        .filter(member_id__in=[member.id for member in members])
        .values_list("member_id", flat=True)
    )
    people = await entries_by_member(org, [member.id for member in members], on)
    for member in members:
        name = people[member.id].name if member.id in people else member.number
        may_hold_tenancy(mutual, member.id in enrolled, name)


async def _terms(
    org: Organisation,
    before: TenancyTerms,
    now: object,
    by: Person | None,
    reason: str,
    **changed: Any,
) -> TenancyTerms:
    names = ("agreement", "began_on", "occupied_on", "ended_on", "end_why")
    return await TenancyTerms.create(
        organisation=org,
        tenancy_id=before.tenancy_id,
        home_id=before.home_id,
        recorded_at=now,
        recorded_by=by,
        reason=reason,
        **{name: changed.get(name, getattr(before, name)) for name in names},
    )


async def replaced(
    org: Organisation,
    holder: TenancyHolder,
    *,
    until: date | None,
    since: date | None = None,
    now_statement: date | None = None,
    reason: str = "",
    by: Person | None,
) -> None:
    """Another row for a tenant in the place of this one, in the deed that is under way."""
    now = clock.now()
    await holder.refresh_from_db()
    if holder.superseded_at is not None:
        raise NothingDifferent
    await supersede(holder, now)
    await TenancyHolder.create(
        organisation=org,
        tenancy_id=holder.tenancy_id,
        member_id=holder.member_id,
        since=since or holder.since,
        until=until,
        statement_on=now_statement or holder.statement_on,
        recorded_at=now,
        recorded_by=by,
        reason=reason,
    )
