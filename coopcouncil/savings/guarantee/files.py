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
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.guarantee.rules import (
    ACCOUNTS,
    AGGREGATES,
    CONTACTS,
    CUSTOMERS,
    Part,
    aggregates,
    limit_on,
    sterling,
)
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.models import SavingsAccount, SavingsHolder
from coopcouncil.savings.reads import balances, dormant_ids, names_of
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


@dataclass(frozen=True)
class View:
    """One of the two views: who, and what they have."""

    people: dict[str, Somebody]
    parts: list[tuple[Part, SavingsAccount]]


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
    entries = await names_of(org, {member for those in holders.values() for member in those})
    children = {one.id: one for one in await JuniorSaver.within(org)}
    dormant = await dormant_ids(org)
    covered, apart = View({}, []), View({}, [])
    for account in accounts.values():
        excluded = account.excluded.value if account.excluded else ""
        excluded = excluded or ("dormant" if account.id in dormant else "")
        view = apart if excluded else covered
        if account.junior_id:
            people = [_child(children[account.junior_id])]
        else:
            people = [_member(entries[member]) for member in holders[account.id]]
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
    await record(org, by, "took out the files of the deposit guarantee", "savings")
    return out.getvalue()


def tables(view: View, limit: int) -> Iterable[tuple[str, str]]:
    """The four tables of a view."""
    people = [view.people[record] for record in sorted(view.people)]
    yield "customers", _csv(CUSTOMERS, (_customer(one) for one in people))
    yield "contacts", _csv(CONTACTS, (_contact(one) for one in people))
    yield (
        "accounts",
        _csv(ACCOUNTS, (_account(part, account, view) for part, account in view.parts)),
    )
    sums = aggregates((part for part, _account in view.parts), limit)
    yield (
        "aggregates",
        _csv(
            AGGREGATES,
            ((one, sterling(all_), sterling(paid)) for one, (all_, paid) in sorted(sums.items())),
        ),
    )


def _member(entry: RegisterEntry) -> Somebody:
    return Somebody(
        f"M{entry.member_number}",
        entry.given_name,
        entry.family_name,
        entry.date_of_birth,
        entry.postal_address,
        entry.postcode,
        entry.email,
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
    return (one.record, "", names[0], names[1], names[2], one.family, "", "", "", "", "", born)


def _contact(one: Somebody) -> Sequence[str]:
    lines = [*(line.strip() for line in one.address.splitlines() if line.strip())]
    lines = [*lines[:5], ", ".join(lines[5:]), "", "", "", "", "", ""][:6]
    return (one.record, *lines, one.postcode, "United Kingdom", one.email, "", "", "")


def _account(part: Part, account: SavingsAccount, view: View) -> Sequence[str]:
    person = view.people[part.record]
    # How many hold it: 001 for one alone, as the guide of the FSCS asks.
    return (
        part.record,
        f"{person.given} {person.family}".strip(),
        part.account,
        "",
        "instant access" if not account.product.notice_days else "notice",
        account.product.name,
        f"{part.holders:03}",
        "FFSTP" if not part.excluded else part.excluded,
        part.excluded,
        "GBR",
        sterling(part.pence),
        "GBP",
        sterling(part.pence),
        sterling(0),
    )


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(heads)
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()
