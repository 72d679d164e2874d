"""Direct Debit mandates and saved cards: given on Stripe's page, followed to their end."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.receiving import fail
from coopcouncil.payments.kinds import FailureReason
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import NotConnected, fresh_key
from coopcouncil.payments.stripe.actions.customers import customer_of
from coopcouncil.payments.stripe.actions.telling import confirm_mandate, tell_ended
from coopcouncil.payments.stripe.kinds import (
    STANDING,
    MandateEnd,
    MandateKind,
    MandateState,
    Step,
)
from coopcouncil.payments.stripe.models import StripeAccount, StripeMandate, StripePayment
from coopcouncil.payments.stripe.provider import MandateNow, Way
from coopcouncil.payments.stripe.reads import takes_cards

STRIPES = {MandateKind.DIRECT_DEBIT: "bacs_debit", MandateKind.CARD: "card"}


class EndedAlready(Refused):
    """Nothing to end."""

    def sentence(self, _: Gettext) -> str:
        return _("This way to pay has ended already.")


async def begin_mandate(
    org: Organisation, member: Member, kind: MandateKind, by: Person | None
) -> StripeMandate:
    """Mean to give a mandate, or to save a card: a row, before Stripe's page."""
    account = await takes_cards(org)
    if account is None:
        raise NotConnected
    async with in_transaction():
        made = await StripeMandate.create(
            organisation=org,
            account=account,
            member=member,
            kind=kind,
            state=MandateState.BEGUN,
            key=fresh_key("mandate"),
            begun_at=clock.now(),
            begun_by=by,
        )
        await _record(made, by, f"began a mandate: {kind.value}")
        return made


async def open_mandate_page(org: Organisation, row: StripeMandate, back: str, language: str) -> str:
    """The address of Stripe's page."""
    if row.session_url:
        return row.session_url
    account = await StripeAccount.one(org, id=row.account_id)
    customer = await customer_of(org, account, row.member_id)
    page = await provider.page_to_save(
        account.account_id,
        row.key,
        row.key,
        customer,
        STRIPES[row.kind],
        back=back,
        language=language,
    )
    row.session_id, row.session_url = page.id, page.url
    await row.save(update_fields=["session_id", "session_url"])
    return page.url


async def look_at_mandate_page(account: StripeAccount, session_id: str) -> None:
    """What became of a page to give a mandate on."""
    page = await provider.session(account.account_id, session_id)
    ours = StripeMandate.everywhere().filter(account_id=account.id)
    row = await ours.get_or_none(session_id=session_id) or await ours.get_or_none(key=page.row)
    if row is None:
        return
    if page.status == "expired":
        async with in_transaction():
            ours_now = await _locked(row)
            if ours_now.state is MandateState.BEGUN:
                ours_now.state = MandateState.ABANDONED
                await ours_now.save(update_fields=["state"])
        return
    if page.status != "complete" or not page.setup_id:
        return
    way = await provider.saved_way(account.account_id, page.setup_id)
    now = await provider.mandate(account.account_id, way.mandate_id) if way.mandate_id else None
    await given(row, way, now, session_id)


async def look_at_mandate(account: StripeAccount, mandate_id: str) -> None:
    """How a mandate stands with the bank."""
    row = await StripeMandate.everywhere().get_or_none(account_id=account.id, mandate_id=mandate_id)
    if row is None:
        # News of the page has not come yet; that will ask after the mandate too.
        return
    await _follow(row, await provider.mandate(account.account_id, mandate_id))


async def look_at_way(account: StripeAccount, method_id: str) -> None:
    """A saved card was renewed, or the bank moved the account: the last digits change."""
    row = await StripeMandate.everywhere().get_or_none(account_id=account.id, method_id=method_id)
    if row is None:
        return
    way = await provider.way(account.account_id, method_id)
    async with in_transaction():
        row = await _locked(row)
        if row.last4 != way.last4:
            row.last4, row.brand = way.last4, way.brand
            await row.save(update_fields=["last4", "brand"])
            await _record(row, None, "a bank or card account changed")


async def given(
    row: StripeMandate, way: Way, now: MandateNow | None, session_id: str | None
) -> StripeMandate:
    """The member has given it; one that stood before ends."""
    async with in_transaction():
        row = await _locked(row)
        if row.state is not MandateState.BEGUN:
            return row
        before = StripeMandate.everywhere().filter(
            member_id=row.member_id, kind=row.kind, state__in=list(STANDING)
        )
        for old in await before:
            await _end(old, MandateEnd.REPLACED, None)
            # The member was told of the sum and the day, and both stay as they are.
            planned = StripePayment.everywhere().filter(mandate_id=old.id, step=Step.PLANNED)
            await planned.update(mandate_id=row.id)
        row.state = MandateState.PENDING if now else MandateState.ACTIVE
        row.method_id, row.last4, row.brand = way.method_id, way.last4, way.brand
        row.mandate_id, row.session_id = way.mandate_id or None, session_id or row.session_id
        row.given_at = clock.now()
        row.active_at = None if now else row.given_at
        row.reference = now.reference[:40] if now else ""
        await row.save()
        await _record(row, None, f"gave a mandate: {row.kind.value}")
        if now:
            await confirm_mandate(row)
            await _follow_locked(row, now)
        return row


async def keep_card(account: StripeAccount, paid: StripePayment) -> None:
    """The card that paid, where it was saved with it."""
    if not paid.intent_id:
        return
    way = await provider.way_used(account.account_id, paid.intent_id)
    if way is None:
        return
    async with in_transaction():
        await paid.fetch_related("payment")
        await lock("stripe-customer", paid.payment.member_id)
        ours = StripeMandate.everywhere().filter(account_id=account.id, method_id=way.method_id)
        if await ours.exists():
            return
        row = await StripeMandate.create(
            organisation_id=paid.organisation_id,
            account=account,
            member_id=paid.payment.member_id,
            kind=MandateKind.CARD,
            state=MandateState.BEGUN,
            key=fresh_key("mandate"),
            begun_at=clock.now(),
        )
        await given(row, way, None, None)


async def end_mandate(row: StripeMandate, why: MandateEnd, by: Person | None) -> None:
    """Take no more by it. Stripe is told afterwards."""
    async with in_transaction():
        row = await _locked(row)
        if row.state not in STANDING:
            raise EndedAlready
        await _end(row, why, by)
        await _call_off_planned(row)
    if row.method_id:
        await row.fetch_related("account")
        await provider.forget_way(row.account.account_id, row.method_id)


async def _call_off_planned(row: StripeMandate) -> list[StripePayment]:
    """What was planned by it is owed as before; another way to pay gets a notice of its own."""
    planned = StripePayment.everywhere().filter(mandate_id=row.id, step=Step.PLANNED)
    off = await planned.order_by("collect_on", "id").select_for_update()
    for one in off:
        await one.fetch_related("payment")
        one.step = Step.DROPPED
        await one.save(update_fields=["step"])
        await fail(one.payment, FailureReason.CANCELLED, clock.today())
    return off


async def _follow(row: StripeMandate, now: MandateNow) -> None:
    async with in_transaction():
        await _follow_locked(await _locked(row), now)


async def _follow_locked(row: StripeMandate, now: MandateNow) -> None:
    if row.state not in STANDING:
        return
    if now.status == "active" and row.state is MandateState.PENDING:
        row.state, row.active_at = MandateState.ACTIVE, clock.now()
        row.reference = now.reference[:40]
        await row.save(update_fields=["state", "active_at", "reference"])
        await _record(row, None, "the bank confirmed a mandate")
    elif now.status == "inactive":
        why = MandateEnd.REFUSED if now.why == "refused" else MandateEnd.AT_THE_BANK
        await _end(row, why, None)
        # Not on their day alone: until then the member would read of a debit that never comes.
        await tell_ended(row, await _call_off_planned(row))


async def _end(row: StripeMandate, why: MandateEnd, by: Person | None) -> None:
    row.state, row.end, row.ended_at = MandateState.ENDED, why, clock.now()
    await row.save(update_fields=["state", "end", "ended_at"])
    await _record(row, by, f"a mandate ended: {why.value}")


async def _locked(row: StripeMandate) -> StripeMandate:
    await lock("stripe-mandate", row.member_id)
    return await StripeMandate.everywhere().get(id=row.id)


async def _record(row: StripeMandate, by: Person | None, verb: str) -> None:
    who = by.id if by else None
    await audit.record(row.organisation_id, who, verb, f"mandate:{row.id}")
