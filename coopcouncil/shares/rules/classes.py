"""The classes of shares that a rulebook knows. Pure."""

from dataclasses import dataclass

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.kinds import SOCIETIES, LegalForm
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.shares.kinds import ShareKind


@dataclass(frozen=True)
class ShareClass:
    """Shares of one kind, as the rules have them."""

    kind: ShareKind
    value: Money
    minimum: int = 1
    maximum: int | None = None
    """None: no lower limit than the law's."""


def classes_of(rules: Rulebook, form: LegalForm) -> tuple[ShareClass, ...]:
    """The kinds of shares that an organisation of this form may issue under these rules.

    Companies and schools have none here: a company's shares follow other law.

    >>> [c.kind.value for c in classes_of(Rulebook(), LegalForm.CO_OPERATIVE_SOCIETY)]
    ['par']
    >>> classes_of(Rulebook(), LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
    ()
    """
    if form not in SOCIETIES:
        return ()
    found = []
    is_credit_union = form is LegalForm.CREDIT_UNION
    if rules.par_value and not is_credit_union:
        par = ShareClass(ShareKind.PAR, Money(rules.par_value), 1, rules.par_maximum)
        found.append(par)
    if rules.withdrawable_value:
        found.append(
            ShareClass(
                ShareKind.WITHDRAWABLE,
                Money(rules.withdrawable_value),
                rules.withdrawable_minimum,
                rules.withdrawable_maximum or None,
            )
        )
    # CUA 1979 s.7: a credit union's shares are not transferable.
    if rules.transferable_value and not is_credit_union:
        found.append(
            ShareClass(
                ShareKind.TRANSFERABLE,
                Money(rules.transferable_value),
                rules.transferable_minimum,
                rules.transferable_maximum or None,
            )
        )
    return tuple(found)


def has_certificates(rules: Rulebook, form: LegalForm) -> bool:
    """Whether paper is issued for shares; never in a credit union (CUA 1979 s.7)."""
    return rules.share_certificates and form in SOCIETIES and form is not LegalForm.CREDIT_UNION
