"""A member's standing ways to pay, and payments that a bank took back, for that member."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.stripe.labels import ENDS, KINDS, STATES
from coopcouncil.payments.stripe.models import StripeCustomer, StripeDispute, StripeMandate


async def held(subject: Subject) -> list[Section]:
    """Direct Debits, saved cards, disputes; and the number under which Stripe knows the member."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    rows = [
        (
            shown_date(one.given_at.date() if one.given_at else one.begun_at.date()),
            str(KINDS[one.kind]),
            str(ENDS[one.end] if one.end else STATES[one.state]),
            one.last4,
        )
        for one in await StripeMandate.within(org)
        .filter(member_id=subject.member_id)
        .order_by("id")
    ]
    disputes = StripeDispute.within(org).filter(payment__member_id=subject.member_id)
    rows += [
        (
            shown_date(one.opened_at.date()),
            gettext("Taken back by the bank"),
            one.reason,
            shown_money(one.sum),
        )
        for one in await disputes.order_by("id")
    ]
    customers = StripeCustomer.within(org).filter(member_id=subject.member_id)
    rows += [
        ("", gettext("Number at Stripe"), "", one.customer_id or "")
        for one in await customers.order_by("id")
    ]
    if not rows:
        return []
    return [
        Section(
            key="stripe",
            title=gettext("Cards and Direct Debit"),
            basis=gettext("Accounts must add up, and the law requires them to be kept."),
            heads=(gettext("Day"), gettext("What"), gettext("State"), gettext("Which")),
            rows=tuple(rows),
        )
    ]
