"""Builders for the books."""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.ledger.actions import open_books, post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import LegalForm, Organisation
from tests.make import make_organisation, make_rules

DAY = date(2026, 6, 1)


async def make_books(legal_form: LegalForm = LegalForm.CO_OPERATIVE_SOCIETY) -> Organisation:
    """An organisation whose financial year ends on 31 March, with the accounts of the plan."""
    org = await make_organisation(legal_form=legal_form)
    await make_rules(org, year_end_month=3, year_end_day=31)
    await open_books(org, None)
    return org


async def move(
    org: Organisation,
    debit: Purpose,
    credit: Purpose,
    amount: int,
    on: date = DAY,
    *,
    by: Person | None = None,
    member: int | None = None,
    reference: str | None = None,
) -> Posting:
    """So many pence from one account to another."""
    return await post(
        org,
        PostingKind.MANUAL,
        on,
        f"From {credit.value} to {debit.value}",
        [
            Line((await account_for(org, debit)).id, amount, member=member),
            Line((await account_for(org, credit)).id, -amount, member=member),
        ],
        by,
        reference=reference,
    )
