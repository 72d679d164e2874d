"""A member's own mandates, and what was collected by them."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.bacs.labels import MANDATES
from coopcouncil.payments.bacs.models import BacsMandate


async def held(subject: Subject) -> list[Section]:
    """Every mandate, with the account in full: it is the member's own."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    found = await BacsMandate.within(org).filter(member_id=subject.member_id).order_by("id")
    if not found:
        return []
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
        )
    ]
