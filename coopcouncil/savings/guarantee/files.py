"""Writing the files: four tables for each of the two views, in one ZIP."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.protection import limit_on
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.guarantee.rules import (
    ACCOUNTS,
    AGGREGATES,
    CONTACTS,
    CUSTOMERS,
    EXCLUSIONS,
    LAST_LINE,
    Part,
    aggregates,
    legally_dormant,
    recent,
    sterling,
)
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.kinds import Excluded
from coopcouncil.savings.models import SavingsAccount, SavingsHolder
from coopcouncil.savings.reads import balances, last_act, names_of
from coopcouncil.savings.rules.accounts import split


@dataclass(frozen=True)
class Somebody:
    """A depositor, as the register or the list of children has them."""

    record: str
    given: str
    family: str
    born: date | None
    address: str
    postcode: str
    email: str
    has_died: bool = False
    is_organisation: bool = False

    @property
    def can_be_paid(self) -> bool:
        """Whether a cheque in this name to this address finds its way without a question."""
        complete = bool(self.given and self.family and self.address.strip() and self.postcode)
        return complete and not self.has_died and not self.is_organisation


@dataclass(frozen=True)
class View:
    """One of the two views: who, and what they have."""

    people: dict[str, Somebody]
    parts: list[tuple[Part, SavingsAccount]]
    last_acts: dict[int, date]
    """By account: when its holder last did something."""
    to_be_asked: set[int]
    """Accounts with a holder whom no cheque would reach."""


async def views(org: Organisation) -> tuple[View, View]:
    """The single customer view, and the exclusions view. Every account with money is in one."""
    held = await balances(org)
    accounts = {
        one.id: one
        for one in await SavingsAccount.within(org).select_related("product").order_by("number")
        if held.get(one.id, 0)
    }
    holders: dict[int, list[int]] = defaultdict(list)
    rows = SavingsHolder.within(org).filter(account_id__in=list(accounts))
    for one in await rows.order_by("account_id", "place"):
        holders[one.account_id].append(one.member_id)
    members = {member for those in holders.values() for member in those}
    entries, dead = await names_of(org, members), await has_died(org, members)
    children = {one.id: one for one in await JuniorSaver.within(org)}
    acts, today = await last_act(org), clock.today()
    covered, apart = View({}, [], acts, set()), View({}, [], acts, set())
    for account in accounts.values():
        excluded = account.excluded.value if account.excluded else ""
        if not excluded and legally_dormant(acts.get(account.id, account.opened_on), today):
            excluded = Excluded.DORMANT.value
        view = apart if excluded else covered
        if account.junior_id:
            people = [_child(children[account.junior_id])]
        else:
            people = [_member(entries[one], one in dead) for one in holders[account.id]]
        if excluded or not all(one.can_be_paid for one in people):
            view.to_be_asked.add(account.id)
        for person, pence in zip(people, split(held[account.id], len(people)), strict=True):
            view.people[person.record] = person
            part = Part(person.record, str(account.number), pence, len(people), excluded)
            view.parts.append((part, account))
    return covered, apart


async def written(org: Organisation, by: Person | None) -> bytes:
    """Both views as CSV in one ZIP; that it was taken out is recorded."""
    covered, apart = await views(org)
    limit = limit_on(clock.today())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for prefix, view in (("scv", covered), ("exclusions", apart)):
            for name, text in tables(view, limit):
                file.writestr(f"{prefix}-{name}.csv", text)
        if not apart.parts:
            # Depositor Protection 12.3: that there is none is to be confirmed.
            file.writestr("no-exclusions.txt", f"{org.name}\n{_NONE}\n")
    await record(org, by, "took out the files of the deposit guarantee", "savings")
    return out.getvalue()


_NONE = "No account and no balance is required to be included in an exclusions view."


def tables(view: View, limit: int) -> Iterable[tuple[str, str]]:
    """The four tables of a view."""
    people = [view.people[record] for record in sorted(view.people)]
    yield "customers", _csv(CUSTOMERS, (_customer(one) for one in people))
    yield "contacts", _csv(CONTACTS, (_contact(one) for one in people))
    yield "accounts", _csv(ACCOUNTS, (_account(part, at, view) for part, at in view.parts))
    # Who is paid for what is held for somebody else is not known yet, so nor is how much.
    unknown = {part.record for part, _at in view.parts if EXCLUSIONS.get(part.excluded) == "BEN"}
    sums = aggregates((part for part, _at in view.parts), limit)
    yield (
        "aggregates",
        _csv(
            AGGREGATES,
            (
                (record, sterling(all_), "" if record in unknown else sterling(paid))
                for record, (all_, paid) in sorted(sums.items())
            ),
        ),
    )


def _member(entry: RegisterEntry, has_died: bool) -> Somebody:
    return Somebody(
        f"M{entry.member_number}",
        entry.given_name,
        entry.family_name,
        entry.date_of_birth,
        entry.postal_address,
        entry.postcode,
        entry.email,
        has_died,
        entry.is_organisation,
    )


def _child(child: JuniorSaver) -> Somebody:
    return Somebody(
        f"J{child.number}",
        child.given_name,
        child.family_name,
        child.date_of_birth,
        child.postal_address,
        child.postcode,
        "",
    )


def _customer(one: Somebody) -> Sequence[str]:
    names = [*one.given.split(), "", "", ""]
    born = one.born.strftime("%d%m%Y") if one.born else ""
    # What nobody gave the register (a title, a number of the state's) stays empty.
    return (one.record, "", names[0], names[1], names[2], one.family, *[""] * 6, born)


def _contact(one: Somebody) -> Sequence[str]:
    lines = [*(line.strip() for line in one.address.splitlines() if line.strip())]
    lines = [*lines[:5], ", ".join(lines[5:]), "", "", "", "", "", ""][:6]
    return (one.record, *lines, one.postcode, "GBR", one.email, "", "", "")


def _account(part: Part, account: SavingsAccount, view: View) -> Sequence[str]:
    person = view.people[part.record]
    acted = view.last_acts.get(account.id, account.opened_on)
    pence = sterling(part.pence)
    return (
        part.record,
        f"{person.given} {person.family}".strip(),
        part.account,
        *("", "", ""),  # No account here has a BIC, an IBAN or a sort code.
        "NA" if account.product.notice_days else "IAA",
        account.product.name,
        f"{part.holders:03}",
        "NFFSTP" if account.id in view.to_be_asked else "FFSTP",
        EXCLUSIONS.get(part.excluded, ""),
        "Yes" if recent(acted, clock.today()) else "No",
        "GBR",
        "No" if person.is_organisation else "Yes",
        "No",
        pence,
        sterling(0),
        "GBP",
        pence,
        "1.00",
        pence,
        sterling(0),
    )


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(heads)
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    lines.writerow([LAST_LINE])
    return out.getvalue()
