"""What is held of a member as somebody who is paid: accounts and payments."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.labels import DETAILS, ITEMS
from coopcouncil.payouts.models import Payee, PayeeDetails, PayoutItem


async def held(subject: Subject) -> list[Section]:
    """Bank details in full: they are the member's own; and everything that was or is owed."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    payee = await Payee.within(org).get_or_none(member_id=subject.member_id)
    if payee is None:
        return []
    accounts = await PayeeDetails.within(org).filter(payee_id=payee.id).order_by("id")
    items = await PayoutItem.within(org).filter(payee_id=payee.id).order_by("id")
    basis = gettext("Accounts must add up, and the law requires them to be kept.")
    return [
        Section(
            key="payouts-accounts",
            title=gettext("Bank accounts that we pay you to"),
            basis=basis,
            heads=(
                gettext("Day"),
                gettext("Name on the account"),
                gettext("Sort code"),
                gettext("Account number"),
                gettext("State"),
            ),
            rows=tuple(
                (
                    shown_date(one.recorded_at),
                    one.account_name,
                    one.bank.shown_sort_code,
                    one.bank.account_number,
                    str(DETAILS[one.state]),
                )
                for one in accounts
            ),
        ),
        Section(
            key="payouts",
            title=gettext("Money paid out to you"),
            basis=basis,
            heads=(gettext("Day"), gettext("What"), gettext("Amount"), gettext("State")),
            rows=tuple(
                (
                    shown_date(one.owed_at),
                    one.text,
                    shown_money(one.sum),
                    str(ITEMS[one.state]),
                )
                for one in items
            ),
        ),
    ]
