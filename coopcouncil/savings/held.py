"""A member's savings, whole: accounts, what moved, checks of the person, children signed for.

What was told to the nominated officer is not here and hangs on nobody: `suspicions`.
"""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_datetime, shown_money
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.core.models import CoreBalance
from coopcouncil.savings.holders.labels import CHANGES
from coopcouncil.savings.holders.models import HolderChange, HolderConsent
from coopcouncil.savings.juniors.models import GuardianAuthority
from coopcouncil.savings.labels import CHECKS, FOUND, MOVEMENTS, RELATIONS, SHOWN
from coopcouncil.savings.models import IdentityCheck, SavingsMovement
from coopcouncil.savings.reads import accounts_of_member
from coopcouncil.savings.sheets import sheets_of


async def held(subject: Subject) -> list[Section]:
    """Every account that the member holds, alone or with others, and what else is known."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    rows: list[tuple[str, ...]] = []
    for account in await accounts_of_member(org, subject.member_id):
        name = f"{account.number}, {account.product.called(language.get())}"
        rows.append((shown_date(account.opened_on), name, gettext("Opened"), ""))
        moved = SavingsMovement.within(org).filter(account_id=account.id)
        rows += [
            (
                shown_date(one.on),
                name,
                str(MOVEMENTS[one.kind]) + (f": {one.text}" if one.text else ""),
                shown_money(one.sum),
            )
            for one in await moved.order_by("on", "id")
        ]
    read_in = CoreBalance.within(org).filter(member_id=subject.member_id)
    rows += [
        (
            shown_datetime(one.reading.as_at),
            f"{one.account}, {one.product}",
            gettext("Balance as the core system had it"),
            shown_money(Money(one.balance)),
        )
        for one in await read_in.select_related("reading").order_by("id")
    ]
    checks = IdentityCheck.within(org).filter(member_id=subject.member_id)
    rows += [
        (
            shown_date(one.checked_on),
            str(CHECKS[one.check_of]),
            str(FOUND[one.found]),
            one.evidence,
        )
        for one in await checks.order_by("id")
    ]
    rows += [
        (
            shown_date(one.on),
            gettext("Sheet on how savings are protected"),
            str(SHOWN[one.shown]),
            one.edition,
        )
        for one in await sheets_of(org, member=subject.member_id)
    ]
    signed = GuardianAuthority.within(org).filter(member_id=subject.member_id)
    rows += [
        (
            shown_date(one.signed_on),
            one.junior.name,
            gettext("Signed for a child’s savings"),
            str(RELATIONS[one.relation]),
        )
        for one in await signed.select_related("junior").order_by("id")
    ]
    mine = {"member_id": subject.member_id}
    changed = HolderChange.within(org).filter(**mine).select_related("account")
    rows += [
        (
            shown_datetime(one.asked_at),
            str(one.account.number),
            str(CHANGES[one.change]),
            one.evidence,
        )
        for one in await changed.order_by("id")
    ]
    agreed = HolderConsent.within(org).filter(**mine).select_related("change__account")
    rows += [
        (
            shown_datetime(one.agreed_at),
            str(one.change.account.number),
            gettext("Agreed to a change of who holds it"),
            one.evidence,
        )
        for one in await agreed.order_by("id")
    ]
    if not rows:
        return []
    return [
        Section(
            key="savings",
            title=gettext("Savings"),
            basis=gettext("The contract of each account, and the law on checking who saves."),
            heads=(gettext("Day"), gettext("Account"), gettext("What"), gettext("Sum")),
            rows=tuple(rows),
        )
    ]
