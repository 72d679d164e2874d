"""Deciding who is offered a home: the panel, its scores, offers and answers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.housing.actions.admission import Admission, admit_applicant
from coopcouncil.housing.actions.recorded import deed, told
from coopcouncil.housing.actions.tenancies import let_home
from coopcouncil.housing.actions.waiting import close_application
from coopcouncil.housing.kinds import Agreement, Answer, ClosedWhy
from coopcouncil.housing.models import (
    Home,
    HomeAllocation,
    HomeApplication,
    HomeOffer,
    HomeVoid,
    PanelInterest,
    Panelist,
    PanelScore,
    PointsScheme,
    Shortlisted,
)
from coopcouncil.housing.reads import home_states
from coopcouncil.housing.reads_allocation import order_of, points_of, scored_by
from coopcouncil.housing.reads_money import barred_from
from coopcouncil.housing.rules import allocation as may
from coopcouncil.housing.rules.arrears import Effect
from coopcouncil.housing.rules.homes import on_day
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.models import Member
from coopcouncil.organisations.access import is_member, roles_of
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.models import Organisation, rulebook_on


async def begin_allocation(org: Organisation, home: Home, *, by: Person | None) -> HomeAllocation:
    """Consider every open application that asks for a home of this size.

    It goes by the rules of today: later ones do not reach it. Whoever the rules on arrears keep
    from a home is not among them.
    """
    async with deed(org) as now:
        today = clock.today()
        version = await rulebook_on(org, today)
        rules = version.rules
        if not await HomeVoid.known(org).filter(home_id=home.id, let_on=None).exists():
            raise may.HomeNotEmpty
        if await HomeAllocation.within(org).filter(home_id=home.id, closed_at=None).exists():
            raise may.AllocationGoesOn
        scheme = None
        if rules.allocating is Allocating.POINTS:
            schemes = PointsScheme.within(org).filter(effective_from__lte=today)
            scheme = await schemes.order_by("-effective_from", "-id").first()
            if scheme is None:
                raise may.NoScheme
        state = on_day(await home_states(home), today)
        bedrooms = state.bedrooms if state else None
        barred = await barred_from(org, Effect.ALLOCATION, today, rules)
        fitting = [
            application
            for application in await HomeApplication.within(org).filter(closed_on=None)
            if (bedrooms is None or application.bedrooms <= bedrooms)
            and application.member_id not in barred
        ]
        if not fitting:
            raise may.NobodyToConsider
        allocation = await HomeAllocation.create(
            organisation=org,
            home=home,
            method=rules.allocating,
            rulebook=version,
            scheme=scheme,
            begun_at=now,
            begun_by=by,
        )
        for application in fitting:
            await Shortlisted.create(
                organisation=org,
                allocation=allocation,
                application=application,
                points=await points_of(org, application, scheme) if scheme else None,
            )
        await told(org, by, "began an allocation", f"home-allocation:{allocation.id}")
        return allocation


async def name_panelist(
    org: Organisation, allocation: HomeAllocation, address: str, *, by: Person | None
) -> Panelist:
    """Somebody who signs in with this address is of the panel."""
    async with _under_way(org, allocation):
        scores = PanelScore.within(org).filter(panelist__allocation_id=allocation.id)
        if await scores.exists():
            raise may.PanelClosed
        proven = await EmailAddress.filter(
            address=address.strip().lower(), proven_at__isnull=False
        ).select_related("person")
        person = proven[0].person if proven else None
        belongs = person is not None and (
            await roles_of(person, org) or await is_member(person, org)
        )
        if person is None or not belongs:
            raise may.NotAPanelist
        panelist, _is_new = await Panelist.get_or_create(
            organisation_id=org.id, allocation_id=allocation.id, person_id=person.id
        )
        await told(org, by, "named one of a panel", f"home-allocation:{allocation.id}")
        return panelist


async def declare_interests(
    org: Organisation, panelist: Panelist, interests: Mapping[int, str], *, by: Person | None
) -> None:
    """Declare an interest in some applications, or in none, before any is seen."""
    async with deed(org) as now:
        await panelist.refresh_from_db()
        if panelist.declared_at is not None:
            raise may.DeclaredAlready
        listed = Shortlisted.within(org).filter(allocation_id=panelist.allocation_id)
        ids = {row.application_id for row in await listed}
        for application_id, what in interests.items():
            if application_id not in ids:
                raise may.NotShortlisted
            if not what.strip():
                raise may.SayTheInterest
            await PanelInterest.create(
                organisation=org, panelist=panelist, application_id=application_id, what=what
            )
        panelist.declared_at = now
        await panelist.save(update_fields=["declared_at"])
        subject = f"home-allocation:{panelist.allocation_id}"
        await told(org, by, "declared interests", subject, interests=len(interests))


async def give_scores(
    org: Organisation,
    allocation: HomeAllocation,
    panelist: Panelist,
    scores: Mapping[int, tuple[int | None, str]],
    *,
    by: Person | None,
) -> None:
    """One of the panel scores every application, each with its reason, once."""
    async with _under_way(org, allocation):
        now = clock.now()
        await allocation.fetch_related("rulebook")
        has_interest = await PanelInterest.within(org).filter(panelist_id=panelist.id).exists()
        may.may_see(True, panelist.declared_at is not None, has_interest)
        if await PanelScore.within(org).filter(panelist_id=panelist.id).exists():
            raise may.ScoredAlready
        listed = Shortlisted.within(org).filter(allocation_id=allocation.id)
        ids = {row.application_id for row in await listed}
        if set(scores) != ids:
            raise may.NotShortlisted
        may.may_score(scores, allocation.rulebook.rules.panel_score_most)
        for application_id, (score, why) in scores.items():
            await PanelScore.create(
                organisation=org,
                panelist=panelist,
                application_id=application_id,
                score=score,
                why=why.strip(),
                given_at=now,
            )
        await told(org, by, "scored for a home", f"home-allocation:{allocation.id}")


async def offer_home(
    org: Organisation,
    allocation: HomeAllocation,
    application_id: int,
    reply_by: date,
    why: str,
    *,
    by: Person | None,
) -> HomeOffer:
    """Offer the home to one of those considered, with the reason for choosing them."""
    async with _under_way(org, allocation):
        await allocation.fetch_related("rulebook")
        if reply_by < clock.today():
            raise may.ReplyTooSoon
        offers = await HomeOffer.within(org).filter(allocation_id=allocation.id)
        order = await order_of(org, allocation)
        scored = await scored_by(org, allocation) if allocation.method is Allocating.PANEL else None
        may.may_offer(
            any(offer.answer is None for offer in offers),
            allocation.closed_at is not None,
            scored,
            allocation.rulebook.rules.panel_number,
            [each.application_id for each in order],
            application_id,
            why,
        )
        application = await HomeApplication.one(org, id=application_id)
        if not application.is_open:
            raise may.ApplicationClosed
        offer = await HomeOffer.create(
            organisation=org,
            allocation=allocation,
            application=application,
            why=why.strip(),
            made_on=clock.today(),
            reply_by=reply_by,
            made_by=by,
        )
        await told(org, by, "offered a home", f"home-allocation:{allocation.id}")
        return offer


async def answer_offer(
    org: Organisation, offer: HomeOffer, answer: Answer, note: str, *, by: Person | None
) -> None:
    """What became of an offer, with the reason given."""
    async with deed(org):
        await offer.refresh_from_db()
        if offer.answer is not None:
            raise may.AnsweredAlready
        offer.answer, offer.answered_on, offer.answer_note = answer, clock.today(), note
        await offer.save(update_fields=["answer", "answered_on", "answer_note"])
        subject = f"home-allocation:{offer.allocation_id}"
        await told(org, by, "recorded an answer to an offer", subject, answer=answer.value)


async def sign_agreement(
    org: Organisation,
    offer: HomeOffer,
    agreement: Agreement,
    began_on: date,
    occupied_on: date,
    admission: Admission | None = None,
    *,
    by: Person | None,
    site: str,
) -> Member:
    """An accepted offer becomes a tenancy. Who was no member is one with it: by the board's
    `admission`, from the first day of the agreement, with the share of membership."""
    async with in_transaction():
        await lock("register", org.id)
        allocation = await HomeAllocation.one(org, id=offer.allocation_id)
        if offer.answer is not Answer.ACCEPTED or allocation.closed_at is not None:
            raise may.AllocationOver
        application = await HomeApplication.one(org, id=offer.application_id)
        home = await Home.one(org, id=allocation.home_id)
        if application.member_id is not None:
            member = await Member.one(org, id=application.member_id)
        else:
            said = admission or Admission(decided_on=clock.today())
            member = await admit_applicant(org, application, said, began_on, by=by, site=site)
        await let_home(org, home, agreement, began_on, occupied_on, [member], by=by)
        await close_application(org, application, ClosedWhy.HOUSED, "", by=by)
        allocation.closed_at = clock.now()
        await allocation.save(update_fields=["closed_at"])
        return member


async def accept_as_prospective(
    org: Organisation,
    application: HomeApplication,
    admission: Admission,
    on: date,
    *,
    by: Person | None,
    site: str,
) -> Member:
    """An applicant becomes a member now, as a prospective tenant, and stays on the list."""
    async with in_transaction():
        await lock("register", org.id)
        await application.refresh_from_db()
        if not application.is_open or application.member_id is not None:
            raise may.ApplicationClosed
        return await admit_applicant(org, application, admission, on, by=by, site=site)


async def close_allocation(
    org: Organisation, allocation: HomeAllocation, note: str, *, by: Person | None
) -> None:
    """The home is not allocated after all, or otherwise."""
    async with _under_way(org, allocation):
        open_offers = HomeOffer.within(org).filter(allocation_id=allocation.id, answer=None)
        if await open_offers.exists():
            raise may.OfferStands
        allocation.closed_at, allocation.closed_note = clock.now(), note
        await allocation.save(update_fields=["closed_at", "closed_note"])
        await told(org, by, "closed an allocation", f"home-allocation:{allocation.id}")


@asynccontextmanager
async def _under_way(org: Organisation, allocation: HomeAllocation) -> AsyncIterator[None]:
    """A deed on an allocation that is not closed."""
    async with deed(org):
        await allocation.refresh_from_db()
        if allocation.closed_at is not None:
            raise may.AllocationOver
        yield
