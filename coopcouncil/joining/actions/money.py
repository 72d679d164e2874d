"""What joining costs: charged with the admission, and, where the rules say so, paid before
membership begins. Money that goes again ends no membership: people decide that."""

from dataclasses import dataclass
from datetime import date

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from coopcouncil.accounts.models import Person
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.kernel import clock, config, mail
from coopcouncil.kernel.jobs import Payload, enqueue, job
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.reads import has_books
from coopcouncil.members.kinds import Kind, Status
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entries
from coopcouncil.members.recording import recording
from coopcouncil.members.safeguarding import stopped
from coopcouncil.members.within import change_within
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payments.actions.charging import raise_charges
from coopcouncil.payments.actions.planning import Terms, start_plan
from coopcouncil.payments.actions.raising import due_drafts
from coopcouncil.payments.kinds import UNDER_WAY, ChargeKind, FailureReason, Method
from coopcouncil.payments.models import Charge, MemberPlan, Payment, Plan
from coopcouncil.payments.stripe.actions.paying import payable, unfinished
from coopcouncil.payments.stripe.kinds import STANDING, MandateState
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment
from coopcouncil.payments.stripe.reads import takes_cards

COSTS = (ChargeKind.JOINING_FEE, ChargeKind.SUBSCRIPTION)
GIVEN_UP = (FailureReason.ABANDONED, FailureReason.CANCELLED)


async def waits_for_money(org: Organisation) -> bool:
    """Whether membership begins only once what joining costs has arrived."""
    rules = (await rulebook_on(org, clock.today())).rules
    return rules.joining_paid_first and await _plan(org) is not None


async def charge_for_joining(
    org: Organisation, member_id: int, joins_on: date, by: Person | None
) -> None:
    """The plan of those who join, its fee, and the first period; inside the admission."""
    plan = await _plan(org)
    running = MemberPlan.within(org).filter(member_id=member_id, ended_on=None)
    if plan is None or await running.exists():
        return
    member = await Member.one(org, id=member_id)
    terms = Terms(Method.TRANSFER, joins_on)
    await start_plan(org, member, plan, terms, by=by)
    until = max(joins_on, clock.today())
    drafts = [one for one in await due_drafts(org, until) if one.member_id == member_id]
    await raise_charges(org, drafts[:1], by=by)


async def money_arrived(org: Organisation, paid: Charge, on: date, by: Person | None) -> None:
    """What joining costs has settled: who waited for nothing else is a member from then on.

    Done after the commit: the register's lock is taken before that of the books, never after.
    """
    if await _waits(org, paid.member_id) and not await _open(org, paid.member_id).exists():
        await enqueue(
            "membership-paid",
            {"organisation": org.id, "member": paid.member_id, "on": on.isoformat()},
            organisation_id=org.id,
        )


@job("membership-paid")
async def begin_membership(payload: Payload) -> None:
    """The register has them as a member from the day on which the money had arrived."""
    org = await Organisation.get(id=payload["organisation"])
    on = min(date.fromisoformat(payload["on"]), clock.today())
    async with recording(org, Kind.ADMISSION, "Paid what joining costs", None) as book:
        found = await _waits(org, payload["member"])
        if not found:
            return
        entry = await entries(org, clock.today()).get(member_id=payload["member"])
        on = max(on, entry.valid_from)
        facts = {"status": Status.MEMBER.value, "joined_on": on.isoformat()}
        await change_within(book, entry.member_id, facts, effective_on=on)
        await book.told(members=[entry.member_id])
        if entry.email and not await stopped([entry.member_id]):
            await mail.send(
                org.id,
                entry.email,
                template="email/joining/welcome",
                language=entry.language or "en",
                context={
                    "organisation": org.called(entry.language),
                    "name": entry.name,
                    "number": entry.member_number,
                    "link": f"{config.current().base_url}/{org.slug}/",
                },
                about=f"member:{entry.member_id}",
            )


@dataclass(frozen=True, kw_only=True)
class ToPay:
    """What somebody who is admitted has still to pay before they are a member."""

    charges: list[Charge]
    """All that is owed: what may be paid `now`, and what is on its way."""
    now: list[Charge]
    on_its_way: Money
    begun: StripePayment | None
    """Begun on Stripe's page; whether it was paid there is not known yet."""
    way: StripeMandate | None
    """What collects it, or (while it is only begun) may come to."""
    failed: bool
    online: bool

    @property
    def sum(self) -> Money:
        return Money(sum(one.owed.pence for one in self.charges))

    @property
    def sum_now(self) -> Money:
        return Money(sum(one.owed.pence for one in self.now))

    @property
    def is_collected(self) -> bool:
        return self.way is not None and self.way.state in STANDING


async def to_pay(org: Organisation, member_id: int) -> ToPay | None:
    """Nothing for whoever waits for no money."""
    if not await _waits(org, member_id):
        return None
    begun = await unfinished(org, member_id)
    mine = Payment.within(org).filter(member_id=member_id)
    away = mine.filter(state__in=list(UNDER_WAY)).exclude(id__in=[one.payment_id for one in begun])
    last = await mine.order_by("-id").first()
    ways = StripeMandate.within(org).filter(member_id=member_id)
    ways = ways.filter(state__in=[MandateState.BEGUN, *STANDING])
    every = {one.state: one for one in await ways.order_by("id")}
    return ToPay(
        charges=await _open(org, member_id).order_by("due_on", "id"),
        now=[one for one in await payable(org, member_id) if one.kind in COSTS],
        on_its_way=Money(sum([one.sum.pence async for one in away])),
        begun=begun[-1] if begun else None,
        way=next((every[at] for at in (*STANDING, MandateState.BEGUN) if at in every), None),
        failed=last is not None and last.failure is not None and last.failure not in GIVEN_UP,
        online=await takes_cards(org) is not None,
    )


async def tell_costs(org: Organisation, one: Application, site: str) -> None:
    """Who is admitted reads what is to be paid first; once their membership begins, the rest."""
    found = await to_pay(org, one.member_id) if one.member_id else None
    if found is None or not one.email or await stopped([one.member_id]):
        return
    language = one.language or "en"
    await mail.send(
        org.id,
        one.email,
        template="email/joining/to_pay",
        language=language,
        context={
            "organisation": org.called(language),
            "name": one.name,
            "lines": [(each.called(language), each.owed) for each in found.charges],
            "sum": found.sum,
            "online": found.online,
            "link": f"{site}/{org.slug}/join/applications/{one.id}",
        },
        about=f"application:{one.id}",
    )


async def applicants_path(org: Organisation, member_id: int) -> str | None:
    """The page of who is admitted and waits for the money, for whoever is signed in by its
    address."""
    found = Application.within(org).filter(member_id=member_id, state=State.ADMITTED)
    last = await found.order_by("-id").first()
    return f"join/applications/{last.id}" if last else None


def _open(org: Organisation, member_id: int) -> QuerySet[Charge]:
    return Charge.within(org).filter(
        member_id=member_id, kind__in=list(COSTS), amount__gt=F("paid") + F("relieved")
    )


async def _plan(org: Organisation) -> Plan | None:
    if not await has_books(org):
        return None
    return await Plan.within(org).get_or_none(for_joining=True, on_offer=True)


async def _waits(org: Organisation, member_id: int) -> bool:
    """Admitted, and not a member before the money has come."""
    found = entries(org, clock.today()).filter(
        member_id=member_id, status=Status.APPLICANT, left_on=None
    )
    return await found.exists()
