"""A member's own mandates, and what was collected by them."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.bacs.labels import CLAIM_REASONS, MANDATES
from coopcouncil.payments.bacs.models import BacsMandate, IndemnityClaim


async def held(subject: Subject) -> list[Section]:
    """Every mandate, with the account in full: it is the member's own."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    found = await BacsMandate.within(org).filter(member_id=subject.member_id).order_by("id")
    if not found:
        return []
    claims = IndemnityClaim.within(org).filter(payment__member_id=subject.member_id)
    given_back = Section(
        key="indemnity-claims",
        title=gettext("Claims under the Direct Debit Guarantee"),
        basis=gettext("Accounts must add up, and the law requires them to be kept."),
        heads=(gettext("Claimed on"), gettext("The bank’s reason"), gettext("Amount")),
        rows=tuple(
            (
                shown_date(one.claimed_on),
                str(CLAIM_REASONS.get(one.code, one.code)),
                shown_money(one.sum),
            )
            for one in await claims.order_by("id")
        ),
    )
    return [
        Section(
            key="bacs-mandates",
            title=gettext("Direct Debit mandates"),
            basis=gettext("Accounts must add up, and the law requires them to be kept."),
            heads=(
                gettext("Reference"),
                gettext("Signed"),
                gettext("Sort code"),
                gettext("Account number"),
                gettext("State"),
            ),
            rows=tuple(
                (
                    one.reference,
                    shown_date(one.signed_on),
                    one.bank.shown_sort_code,
                    one.bank.account_number,
                    str(MANDATES[one.state]),
                )
                for one in found
            ),
        ),
        *([given_back] if given_back.rows else []),
    ]
