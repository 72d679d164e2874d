"""The accounts that an organisation's books begin with, by its legal form. Both languages' names.

Share money is capital and members' deposits are owed to them; neither is income.
"""

from typing import NamedTuple

from coopcouncil.ledger.kinds import AccountKind as K
from coopcouncil.ledger.kinds import Purpose as P
from coopcouncil.organisations.kinds import SOCIETIES, LegalForm


class Planned(NamedTuple):
    """An account of the plan."""

    code: str
    name: str
    name_cy: str
    kind: K
    purpose: P


_EVERYBODY: tuple[Planned, ...] = (
    Planned("1200", "Bank account", "Cyfrif banc", K.ASSET, P.BANK),
    Planned("1210", "Cash in hand", "Arian mewn llaw", K.ASSET, P.CASH),
    Planned("1220", "Stripe, on its way", "Stripe, ar ei ffordd", K.ASSET, P.STRIPE_CLEARING),
    Planned("1100", "Owed by members", "Yn ddyledus gan aelodau", K.ASSET, P.OWED_BY_MEMBERS),
    Planned("1990", "To be explained", "I’w egluro", K.ASSET, P.SUSPENSE),
    Planned(
        "2100", "Payable to members", "Yn daladwy i aelodau", K.LIABILITY, P.PAYABLE_TO_MEMBERS
    ),
    Planned(
        "2200", "Received for later", "Derbyniwyd at nes ymlaen", K.LIABILITY, P.DEFERRED_INCOME
    ),
    Planned("3100", "Reserves", "Cronfeydd wrth gefn", K.CAPITAL, P.RESERVES),
    Planned("4000", "Subscriptions", "Tanysgrifiadau", K.INCOME, P.SUBSCRIPTIONS),
    Planned("4200", "Services to members", "Gwasanaethau i aelodau", K.INCOME, P.SERVICES),
    Planned("4300", "Gifts and grants", "Rhoddion a grantiau", K.INCOME, P.DONATIONS),
    Planned("4900", "Other income", "Incwm arall", K.INCOME, P.OTHER_INCOME),
    Planned("7000", "Running costs", "Costau rhedeg", K.EXPENSE, P.RUNNING_COSTS),
    Planned("7900", "Fees for payments", "Ffioedd am daliadau", K.EXPENSE, P.PAYMENT_FEES),
    Planned("8100", "Debts written off", "Dyledion a ddilewyd", K.EXPENSE, P.BAD_DEBTS),
)
_SOCIETIES: tuple[Planned, ...] = (
    Planned("3000", "Share capital", "Cyfalaf cyfranddaliadau", K.CAPITAL, P.SHARE_CAPITAL),
    Planned("8200", "Interest on shares", "Llog ar gyfranddaliadau", K.EXPENSE, P.SHARE_INTEREST),
    Planned("4100", "Rents", "Rhenti", K.INCOME, P.RENTS),
    Planned("8300", "Dividends", "Difidendau", K.EXPENSE, P.DIVIDENDS),
)
_CREDIT_UNIONS: tuple[Planned, ...] = (
    Planned("1300", "Loans to members", "Benthyciadau i aelodau", K.ASSET, P.LOANS),
    Planned(
        "1390",
        "Set aside for bad loans",
        "Neilltuwyd ar gyfer benthyciadau drwg",
        K.ASSET,
        P.LOAN_PROVISION,
    ),
    Planned(
        "2310",
        "Members’ shares (savings)",
        "Cyfranddaliadau aelodau (cynilion)",
        K.LIABILITY,
        P.MEMBERS_SHARES,
    ),
    Planned(
        "7950",
        "Cash over and short",
        "Arian parod dros ben neu’n brin",
        K.EXPENSE,
        P.CASH_DIFFERENCES,
    ),
    Planned("2300", "Deposits of juniors", "Adneuon plant", K.LIABILITY, P.DEPOSITS),
    Planned("4400", "Interest on loans", "Llog ar fenthyciadau", K.INCOME, P.LOAN_INTEREST),
)


def plan(form: LegalForm) -> tuple[Planned, ...]:
    """The accounts of new books, by code."""
    found = _EVERYBODY
    if form in SOCIETIES:
        found += _SOCIETIES
    if form is LegalForm.CREDIT_UNION:
        found = tuple(one for one in found if one.purpose is not P.RENTS) + _CREDIT_UNIONS
    return tuple(sorted(found))
