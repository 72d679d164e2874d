"""What accounts stand at, whose they are, and what moved on them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.kinds import Mode, MovementKind, ProductKind
from coopcouncil.savings.models import (
    SavingsAccount,
    SavingsHolder,
    SavingsMode,
    SavingsMovement,
    SavingsPledge,
    SavingsProduct,
)
from coopcouncil.savings.rules.accounts import Holder, split
from coopcouncil.savings.rules.refusals import NotTheWholeBook, NotYetBegun
from coopcouncil.savings.watching.models import Dormancy


async def mode_of(org: Organisation) -> Mode | None:
    """Where balances are kept; None before anybody said."""
    last = await SavingsMode.within(org).order_by("-id").first()
    return last.mode if last else None


async def must_be_the_book(org: Organisation) -> None:
    """Refuse where balances are kept elsewhere."""
    mode = await mode_of(org)
    if mode is None:
        raise NotYetBegun
    if mode is not Mode.WHOLE_BOOK:
        raise NotTheWholeBook


async def balance_of(account: SavingsAccount, to: date | None = None) -> Money:
    """What stands on it, now or at the end of a day."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce(sum(amount), 0)::bigint AS n FROM savings_movement"
        ' WHERE account_id = $1 AND ($2::date IS NULL OR "on" <= $2)',
        [account.id, to],
    )
    return Money(rows[0]["n"])


async def pledged_on(account: SavingsAccount) -> Money:
    """How much of it is held against something."""
    open_ones = SavingsPledge.everywhere().filter(account_id=account.id, released_at=None)
    return Money(sum([one.amount for one in await open_ones]))


async def balances(org: Organisation, to: date | None = None) -> dict[int, int]:
    """Every account's balance in pence, now or at the end of a day; none where nothing moved."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT account_id, sum(amount)::bigint AS n FROM savings_movement"
        ' WHERE organisation_id = $1 AND ($2::date IS NULL OR "on" <= $2) GROUP BY account_id',
        [org.id, to],
    )
    return {row["account_id"]: row["n"] for row in rows}


async def total_saved(org: Organisation, kind: ProductKind, to: date | None = None) -> Money:
    """All shares, or all children's deposits."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce(sum(m.amount), 0)::bigint AS n FROM savings_movement m"
        " JOIN savings_account a ON a.id = m.account_id"
        " JOIN savings_product p ON p.id = a.product_id"
        " WHERE m.organisation_id = $1 AND p.kind = $2"
        ' AND ($3::date IS NULL OR m."on" <= $3)',
        [org.id, kind.value, to],
    )
    return Money(rows[0]["n"])


async def holders_of(account: SavingsAccount) -> list[int]:
    """The members who hold it, the first named first."""
    found = SavingsHolder.everywhere().filter(account_id=account.id)
    return [one.member_id for one in await found.order_by("place")]


async def held_by(org: Organisation, members: Iterable[int]) -> dict[int, dict[int, int]]:
    """What each of these members holds: their part of every account of theirs, by account."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT h.account_id, h.member_id, h.place, n.holders, coalesce(b.pence, 0) AS pence"
        " FROM savings_holder h"
        " JOIN LATERAL (SELECT count(*) AS holders FROM savings_holder o"
        "   WHERE o.account_id = h.account_id) n ON true"
        " LEFT JOIN LATERAL (SELECT sum(m.amount)::bigint AS pence FROM savings_movement m"
        "   WHERE m.account_id = h.account_id) b ON true"
        " WHERE h.organisation_id = $1 AND h.member_id = ANY($2::bigint[])",
        [org.id, sorted(set(members))],
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows:
        part = split(row["pence"], row["holders"])[row["place"] - 1]
        found[row["member_id"]][row["account_id"]] = part
    return found


async def besides(org: Organisation, account: SavingsAccount) -> list[Holder]:
    """What each holder of an account has on others, for the limit."""
    members = await holders_of(account)
    held = await held_by(org, members)
    return [
        Holder(sum(part for at, part in held[one].items() if at != account.id)) for one in members
    ]


async def accounts_of_member(org: Organisation, member: int) -> list[SavingsAccount]:
    """A member's accounts, joint ones too, by number."""
    held = await SavingsHolder.within(org).filter(member_id=member)
    ids = [one.account_id for one in held]
    return (
        await SavingsAccount.within(org)
        .filter(id__in=ids)
        .select_related("product")
        .order_by("number")
    )


class Statement(NamedTuple):
    """A movement with the balance after it."""

    movement: SavingsMovement
    balance: Money
    is_reversed: bool


async def statement(
    account: SavingsAccount, since: date | None = None, to: date | None = None
) -> tuple[Money, list[Statement]]:
    """What was brought forward, and each movement with its balance, in the order of days."""
    found = (
        await SavingsMovement.everywhere()
        .filter(account_id=account.id)
        .select_related("recorded_by")
        .order_by("on", "id")
    )
    reversed_ids = {one.reverses_id for one in found if one.reverses_id}
    running, brought, lines = 0, 0, []
    for one in found:
        if to is not None and one.on > to:
            break
        running += one.amount
        if since is not None and one.on < since:
            brought = running
        else:
            lines.append(Statement(one, Money(running), one.id in reversed_ids))
    return Money(brought), lines


@dataclass(frozen=True)
class Named:
    """Whose an account is, as the register or the list of children has it."""

    name: str
    number: str
    language: str
    members: tuple[int, ...] = ()


async def whose(org: Organisation, accounts: Iterable[SavingsAccount]) -> dict[int, Named]:
    """By account: the names of its holders, or of the child."""
    accounts = list(accounts)
    ids = [one.id for one in accounts]
    holders: dict[int, list[int]] = defaultdict(list)
    for one in await SavingsHolder.within(org).filter(account_id__in=ids).order_by("place"):
        holders[one.account_id].append(one.member_id)
    entries = await names_of(org, {m for members in holders.values() for m in members})
    juniors = {
        one.id: one
        for one in await JuniorSaver.within(org).filter(
            id__in=[a.junior_id for a in accounts if a.junior_id]
        )
    }
    found = {}
    for account in accounts:
        if account.junior_id:
            child = juniors[account.junior_id]
            found[account.id] = Named(child.name, f"J{child.number}", child.language)
        else:
            those = [entries[m] for m in holders[account.id] if m in entries]
            found[account.id] = Named(
                ", ".join(one.name for one in those),
                those[0].member_number if those else "",
                those[0].language if those else "",
                tuple(holders[account.id]),
            )
    return found


async def names_of(org: Organisation, members: Iterable[int]) -> dict[int, RegisterEntry]:
    """The latest that the register knows of these members, those who left too."""
    ids = sorted(set(members))
    today = clock.today()
    found: dict[int, RegisterEntry] = {}
    rows = RegisterEntry.within(org).filter(member_id__in=ids, superseded_at=None)
    for one in await rows.order_by("valid_from"):
        if one.valid_from <= today or one.member_id not in found:
            found[one.member_id] = one
    return found


async def member_today(org: Organisation, number: str) -> RegisterEntry | None:
    """Who has this number and is a member today."""
    entry = (
        await RegisterEntry.within(org)
        .filter(member_number=number.strip(), superseded_at=None)
        .order_by("-valid_from")
        .first()
    )
    if entry is None:
        return None
    return await entry_of(org, entry.member_id, clock.today())


async def dormant_ids(org: Organisation) -> set[int]:
    """The accounts that are dormant now."""
    return {one.account_id for one in await Dormancy.within(org).filter(ended_on=None)}


async def last_act(org: Organisation) -> dict[int, date]:
    """By account: the day on which its saver last did something, or on which it was opened."""
    rows = await connections.get("default").execute_query_dict(
        'SELECT a.id, greatest(a.opened_on, max(m."on")) AS day FROM savings_account a'
        " LEFT JOIN savings_movement m ON m.account_id = a.id AND m.kind = ANY($2::text[])"
        " WHERE a.organisation_id = $1 AND a.closed_on IS NULL GROUP BY a.id",
        [
            org.id,
            [
                MovementKind.DEPOSIT.value,
                MovementKind.WITHDRAWAL.value,
                MovementKind.COLLECTION.value,
            ],
        ],
    )
    return {row["id"]: row["day"] for row in rows}


async def products_of(org: Organisation) -> list[SavingsProduct]:
    """All kinds of account, by code."""
    return await SavingsProduct.within(org).order_by("code")
