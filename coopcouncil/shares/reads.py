"""Named reads of holdings: as at a day, as known at a moment; of a member; of the queue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tortoise import connections
from tortoise.expressions import Q

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet
from coopcouncil.shares.kinds import ShareKind
from coopcouncil.shares.models import (
    ShareEvent,
    ShareHolding,
    ShareWithdrawal,
    ShareWithdrawalDecision,
)
from coopcouncil.shares.rules.classes import ShareClass, classes_of
from coopcouncil.shares.rules.limits import due
from coopcouncil.shares.rules.queue import Notice, left_of
from coopcouncil.shares.rules.replay import Happened

PAGE = 50

# $1 the organisation, $2 the day, $3 the moment (or NULL: as known now). A holding `h` beside it.
_STATE = """
LATERAL (
    SELECT sum(e.shares)::bigint AS shares, sum(e.paid)::bigint AS paid, max(e.due_on) AS due_on,
        (array_agg(e.holder_id ORDER BY e.effective_on DESC, e.id DESC)
            FILTER (WHERE e.holder_id IS NOT NULL))[1] AS holder_id,
        min(e.effective_on) AS since
    FROM share_event AS e
    WHERE e.holding_id = h.id AND e.effective_on <= $2::date AND e.reverses_id IS NULL
        AND ($3::timestamptz IS NULL OR e.recorded_at <= $3)
        AND NOT EXISTS (SELECT 1 FROM share_event AS r WHERE r.reverses_id = e.id
            AND ($3::timestamptz IS NULL OR r.recorded_at <= $3))
) AS s
"""
_COLUMNS = (
    "h.id, h.number, h.kind, h.nominal, h.split_from_id, "
    "s.shares, s.paid, s.due_on, s.holder_id, s.since"
)


@dataclass(frozen=True)
class HeldShares:
    """A holding as it was on a day."""

    id: int
    number: int
    kind: ShareKind
    nominal: int
    split_from_id: int | None
    shares: int
    paid: int
    due_on: date | None
    holder_id: int | None
    since: date
    on: date | None = None
    """The day of which this tells; today where none is named."""

    @property
    def value(self) -> Money:
        """What one share is worth."""
        return Money(self.nominal)

    @property
    def worth(self) -> Money:
        """What the shares come to."""
        return Money(self.nominal * self.shares)

    @property
    def paid_sum(self) -> Money:
        return Money(self.paid)

    @property
    def due(self) -> Money:
        """What is still to be paid."""
        return due(self.shares, self.nominal, self.paid)

    @property
    def is_overdue(self) -> bool:
        """Whether the day on which it was due has passed."""
        return (
            bool(self.due) and self.due_on is not None and self.due_on < (self.on or clock.today())
        )


@dataclass(frozen=True)
class Holder:
    """A member as the share register names one."""

    member_id: int
    number: str
    name: str


async def rules_and_classes(
    org: Organisation, on: date | None = None, known_at: datetime | None = None
) -> tuple[Rulebook | None, tuple[ShareClass, ...]]:
    """The rules of a day, as known, and the kinds of shares that they have; none without rules.

    Today's, as known now, where nothing else is asked for.
    """
    try:
        rules = (await rulebook_on(org, on or clock.today(), known_at)).rules
    except NoRulesYet:
        return None, ()
    return rules, classes_of(rules, org.legal_form)


async def held_on(
    org: Organisation,
    on: date,
    known_at: datetime | None = None,
    *,
    after: int = 0,
    holders: Sequence[int] | None = None,
    numbers: Sequence[int] = (),
    empty_too: bool = False,
    limit: int | None = PAGE + 1,
) -> list[HeldShares]:
    """Holdings by number, as at the end of the day, as known at the moment or now.

    Whoever reads "as known at" awaits the register's `settle` first.
    """
    values: list[object] = [org.id, on, known_at, after]
    conditions = ["h.organisation_id = $1::bigint", "h.number > $4::bigint", "s.since IS NOT NULL"]
    if not empty_too:
        conditions.append("s.shares > 0")
    if holders is not None:
        values += [list(holders), list(numbers)]
        # Only holdings that one of them ever had: by index, not by looking at all.
        conditions.append(
            "(h.number = ANY($6::bigint[]) OR h.id IN (SELECT o.holding_id FROM share_event AS o "
            "WHERE o.holder_id = ANY($5::bigint[])) AND s.holder_id = ANY($5::bigint[]))"
        )
    rows = await connections.get("default").execute_query_dict(
        f"SELECT {_COLUMNS} FROM share_holding AS h CROSS JOIN {_STATE} "  # noqa: S608
        f"WHERE {' AND '.join(conditions)} ORDER BY h.number"
        + (f" LIMIT {int(limit)}" if limit is not None else ""),
        values,
    )
    return [_held(row, on) for row in rows]


async def held_of(
    org: Organisation,
    member_id: int,
    on: date | None = None,
    known_at: datetime | None = None,
    *,
    empty_too: bool = False,
) -> list[HeldShares]:
    """What one member holds."""
    day = on or clock.today()
    return await held_on(org, day, known_at, holders=[member_id], empty_too=empty_too, limit=None)


async def state_of(
    holding: ShareHolding, on: date | None = None, known_at: datetime | None = None
) -> HeldShares | None:
    """One holding as at a day, as known at the moment or now; none before its first."""
    day = on or clock.today()
    rows = await connections.get("default").execute_query_dict(
        f"SELECT {_COLUMNS} FROM share_holding AS h CROSS JOIN {_STATE} "  # noqa: S608
        "WHERE h.organisation_id = $1::bigint AND h.id = $4::bigint AND s.since IS NOT NULL",
        [holding.organisation_id, day, known_at, holding.id],
    )
    return _held(rows[0], day) if rows else None


@dataclass(frozen=True)
class Sums:
    """All shares of one kind."""

    kind: ShareKind
    shares: int
    paid: Money


async def sums_on(org: Organisation, on: date, known_at: datetime | None = None) -> list[Sums]:
    """How many shares there are of each kind, and what is paid on them."""
    rows = await connections.get("default").execute_query_dict(
        """
        SELECT h.kind, sum(e.shares)::bigint AS shares, sum(e.paid)::bigint AS paid
        FROM share_event AS e JOIN share_holding AS h ON h.id = e.holding_id
        LEFT JOIN share_event AS r ON r.reverses_id = e.id
            AND ($3::timestamptz IS NULL OR r.recorded_at <= $3)
        WHERE e.organisation_id = $1::bigint AND e.effective_on <= $2::date
            AND e.reverses_id IS NULL AND r.id IS NULL
            AND ($3::timestamptz IS NULL OR e.recorded_at <= $3)
        GROUP BY h.kind ORDER BY h.kind
        """,
        [org.id, on, known_at],
    )
    return [Sums(ShareKind(r["kind"]), r["shares"], Money(r["paid"])) for r in rows]


async def events_of(org: Organisation, holdings: Iterable[int]) -> list[Happened]:
    """All that happened to these holdings, for the replay."""
    rows = await ShareEvent.within(org).filter(holding_id__in=list(holdings)).order_by("id")
    return [happened(row) for row in rows]


async def holdings_ever_of(org: Organisation, member_id: int) -> list[int]:
    """The holdings that a member has or had."""
    found = ShareEvent.within(org).filter(holder_id=member_id).distinct()
    return list(await found.values_list("holding_id", flat=True))  # type: ignore[arg-type]


def happened(row: ShareEvent) -> Happened:
    """An event as the pure replay reads it."""
    return Happened(
        row.id,
        row.holding_id,
        row.effective_on,
        row.recorded_at,
        row.shares,
        row.paid,
        row.holder_id,
        row.due_on,
        row.reverses_id,
    )


async def holders_named(
    org: Organisation,
    members: Iterable[int],
    on: date | None = None,
    known_at: datetime | None = None,
) -> dict[int, Holder]:
    """How the register names these members on the day, or when it first does; as known at the
    moment or now."""
    day = on or clock.today()
    rows = RegisterEntry.within(org).filter(member_id__in=sorted(set(members)))
    if known_at is None:
        rows = rows.filter(superseded_at=None)
    else:
        still = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
        rows = rows.filter(still, recorded_at__lte=known_at)
    found: dict[int, Holder] = {}
    for row in await rows.order_by("valid_from"):
        if row.member_id not in found or row.valid_from <= day:
            found[row.member_id] = Holder(row.member_id, row.member_number, row.name)
    return found


@dataclass(frozen=True)
class Unnumbered:
    """What the register says of a member's shares where the holdings say otherwise."""

    member_id: int
    shares: int
    paid: int | None
    since: date
    held: int
    held_paid: int


async def unnumbered(org: Organisation, limit: int = 200) -> list[Unnumbered]:
    """Members of whom the register knows a figure that is not what their holdings come to."""
    rows = await connections.get("default").execute_query_dict(
        f"""
        WITH own AS (
            SELECT s.holder_id, sum(s.shares)::bigint AS shares, sum(s.paid)::bigint AS paid
            FROM share_holding AS h CROSS JOIN {_STATE}
            WHERE h.organisation_id = $1::bigint GROUP BY s.holder_id
        )
        SELECT e.member_id, e.shares, e.amount_paid AS paid, e.valid_from AS since,
            coalesce(own.shares, 0) AS held, coalesce(own.paid, 0) AS held_paid
        FROM register_entry AS e LEFT JOIN own ON own.holder_id = e.member_id
        WHERE e.organisation_id = $1::bigint AND e.superseded_at IS NULL
            AND e.valid_from <= $2::date AND e.valid_to > $2::date AND e.shares IS NOT NULL
            AND (e.shares <> coalesce(own.shares, 0)
                OR coalesce(e.amount_paid, 0) <> coalesce(own.paid, 0))
        ORDER BY e.member_id LIMIT $4
        """,  # noqa: S608
        [org.id, clock.today(), None, limit],
    )
    return [Unnumbered(**row) for row in rows]


async def notices(
    org: Organisation,
    *,
    member_id: int | None = None,
    holding_id: int | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
) -> list[tuple[ShareWithdrawal, Notice]]:
    """Every notice to withdraw with what is left of it, first given first; as at a day, as known
    at a moment.

    A grant whose payment was reversed counts as none.
    """
    day, moment = on or date.max, known_at or datetime.max.replace(tzinfo=UTC)
    found = ShareWithdrawal.within(org).filter(notice_on__lte=day, recorded_at__lte=moment)
    if member_id is not None:
        found = found.filter(member_id=member_id)
    if holding_id is not None:
        found = found.filter(holding_id=holding_id)
    rows = await found.select_related("holding").order_by("notice_on", "id")
    decisions = (
        await ShareWithdrawalDecision.within(org)
        .filter(withdrawal_id__in=[row.id for row in rows])
        .filter(decided_on__lte=day, recorded_at__lte=moment)
        .order_by("id")
    )
    paid = [d.event_id for d in decisions if d.event_id is not None]
    reversals = ShareEvent.within(org).filter(reverses_id__in=paid, recorded_at__lte=moment)
    undone = {row.reverses_id for row in await reversals}
    listed = []
    for row in rows:
        own = [
            (d.answer, d.shares)
            for d in decisions
            if d.withdrawal_id == row.id and (d.event_id is None or d.event_id not in undone)
        ]
        left, is_suspended = left_of(row.shares, own)
        notice = Notice(
            row.id, row.holding.number, row.notice_on, row.earliest_on, left, is_suspended
        )
        listed.append((row, notice))
    return listed


def _held(row: dict[str, object], on: date) -> HeldShares:
    values = {**row, "kind": ShareKind(str(row["kind"])), "on": on}
    return HeldShares(**values)  # type: ignore[arg-type]
