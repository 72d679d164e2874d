"""A member pays by card, on Stripe's page: once, and saving the card where that is wished."""

from collections.abc import Sequence

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.allocating import open_charges
from coopcouncil.payments.actions.receiving import begin
from coopcouncil.payments.kinds import UNDER_WAY, FailureReason, Method, PaymentState
from coopcouncil.payments.models import Charge, PaymentPart
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import NotConnected, fresh_key
from coopcouncil.payments.stripe.actions.customers import customer_of
from coopcouncil.payments.stripe.actions.mandates import keep_card
from coopcouncil.payments.stripe.actions.settling import (
    look_at_payment,
    row_of,
    tell_abandoned,
)
from coopcouncil.payments.stripe.kinds import Step
from coopcouncil.payments.stripe.models import StripeAccount, StripePayment
from coopcouncil.payments.stripe.reads import takes_cards

LEAST = Money(30)


class TooLittle(Refused):
    """Stripe takes no less."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Stripe takes no less than {least}.").format(least=LEAST)


async def payable(org: Organisation, member_id: int) -> list[Charge]:
    """What is owed, but for what is on its way by a debit or as somebody else's money. What was
    begun on Stripe's page and not finished may be begun anew."""
    owed = await open_charges(org, member_id)
    parts = await PaymentPart.within(org).filter(
        charge_id__in=[one.id for one in owed], payment__state__in=list(UNDER_WAY)
    )
    left = {row.payment_id for row in await unfinished(org, member_id)}
    away = {part.charge_id for part in parts if part.payment_id not in left}
    return [one for one in owed if one.id not in away]


async def unfinished(org: Organisation, member_id: int) -> list[StripePayment]:
    """What a member began on Stripe's page, as far as is known without paying."""
    found = StripePayment.within(org).filter(
        payment__member_id=member_id, payment__state=PaymentState.BEGUN, mandate_id=None
    )
    return await found.select_related("payment").order_by("id")


async def begin_page(
    org: Organisation,
    member: Member,
    charges: Sequence[Charge],
    *,
    saves_card: bool,
    by: Person | None,
) -> StripePayment:
    """Mean to pay these charges on Stripe's page. What the member began before and did not finish
    is given up, unless it was paid after all."""
    account = await takes_cards(org)
    if account is None:
        raise NotConnected
    await _give_up_unfinished(account, member.id, [one.id for one in charges])
    amount = Money(sum(one.owed.pence for one in charges))
    if amount < LEAST:
        raise TooLittle
    async with in_transaction():
        payment = await begin(org, member, Method.CARD, amount, charges=charges, by=by)
        return await StripePayment.create(
            organisation=org,
            account=account,
            payment=payment,
            step=Step.PLANNED,
            key=fresh_key("payment"),
            saves_card=saves_card,
        )


async def open_page(
    org: Organisation, row: StripePayment, text: str, back: str, language: str
) -> str:
    """The address of Stripe's page for a payment that was begun."""
    if row.session_url:
        return row.session_url
    account = await StripeAccount.one(org, id=row.account_id)
    await row.fetch_related("payment")
    customer = await customer_of(org, account, row.payment.member_id)
    row.step, row.asked_at = Step.ASKED, clock.now()
    await row.save(update_fields=["step", "asked_at"])
    page = await provider.page_to_pay(
        account.account_id,
        row.key,
        row.key,
        customer,
        Money(row.payment.amount),
        text,
        saves=row.saves_card,
        back=back,
        language=language,
    )
    row.session_id, row.session_url, row.step = page.id, page.url, Step.SENT
    await row.save(update_fields=["session_id", "session_url", "step"])
    return page.url


async def look_at_page(account: StripeAccount, session_id: str) -> None:
    """What became of a page to pay on."""
    page = await provider.session(account.account_id, session_id)
    row = await StripePayment.everywhere().get_or_none(
        account_id=account.id, session_id=session_id
    ) or await StripePayment.everywhere().get_or_none(account_id=account.id, key=page.row)
    if row is None:
        return
    if row.session_id is None:
        row.session_id, row.step = page.id, Step.SENT
        await row.save(update_fields=["session_id", "step"])
    if page.intent_id:
        if row.intent_id is None:
            row.intent_id = page.intent_id
            await row.save(update_fields=["intent_id"])
        await look_at_payment(account, page.intent_id)
        row = await row_of(account, page.intent_id) or row
        if row.saves_card and row.step is Step.DONE and page.status == "complete":
            await keep_card(account, row)
    if page.status == "expired":
        await tell_abandoned(row, FailureReason.ABANDONED)


async def _give_up_unfinished(account: StripeAccount, member_id: int, charges: list[int]) -> None:
    parts = PaymentPart.everywhere().filter(charge_id__in=charges)
    payments = await parts.values_list("payment_id", flat=True)
    rows = await StripePayment.everywhere().filter(
        account_id=account.id,
        payment_id__in=payments,
        payment__member_id=member_id,
        mandate_id=None,
        step__in=[Step.PLANNED, Step.ASKED, Step.SENT],
    )
    for row in rows:
        if row.session_id is None and row.asked_at is None:
            await tell_abandoned(row, FailureReason.ABANDONED)
        elif row.session_id is not None:
            await provider.end_session(account.account_id, row.session_id)
            await look_at_page(account, row.session_id)
