"""Numbers for shares that the register knows as a figure alone."""

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.members.kinds import Kind
from coopcouncil.members.recording import recording
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.models import ShareKind
from coopcouncil.shares.reads import rules_and_classes
from coopcouncil.shares.rules.refusals import NoSuchShares, NothingToTakeOver

_WITHOUT_NUMBER = """
    FROM register_entry AS e
    CROSS JOIN LATERAL (
        -- The first day since which the register has said the same of the shares.
        SELECT coalesce(max(b.valid_to), (SELECT min(f.valid_from) FROM register_entry AS f
            WHERE f.member_id = e.member_id AND f.superseded_at IS NULL)) AS day
        FROM register_entry AS b
        WHERE b.member_id = e.member_id AND b.superseded_at IS NULL AND b.valid_from < e.valid_from
            AND (b.shares, b.amount_paid) IS DISTINCT FROM (e.shares, e.amount_paid)
    ) AS since
    WHERE e.organisation_id = $1::bigint AND e.superseded_at IS NULL
        AND e.valid_from <= $2::date AND e.valid_to > $2::date
        AND e.shares > 0 AND e.amount_paid <= e.shares * $3::bigint
        AND NOT EXISTS (SELECT 1 FROM share_event AS x WHERE x.holder_id = e.member_id)
"""


async def without_numbers(org: Organisation, kind: ShareKind) -> int:
    """How many members' figures could be taken over as shares of this kind."""
    nominal = await _nominal(org, kind)
    rows = await connections.get("default").execute_query_dict(
        f"SELECT count(*) AS n {_WITHOUT_NUMBER}",
        [org.id, clock.today(), nominal],
    )
    return int(rows[0]["n"])


async def take_over(org: Organisation, kind: ShareKind, *, by: Person | None) -> int:
    """A holding for each member of whom the register knows a figure; how many.

    The register stays as it is: the figures have their numbers from the day on which it first
    says them. Members of whom it says a sum that does not fit the shares are left for a person.
    """
    nominal = await _nominal(org, kind)
    async with recording(org, Kind.CHANGE, "", by) as book:
        # One statement: numbers in the order of joining, then the events of their beginning.
        rows = await connections.get("default").execute_query_dict(
            f"""
            WITH found AS (
                SELECT e.member_id, e.shares, e.amount_paid, since.day,
                    row_number() OVER (ORDER BY since.day, length(e.member_number),
                        e.member_number) AS place
                {_WITHOUT_NUMBER}
            ), made AS (
                INSERT INTO share_holding (organisation_id, number, kind, nominal)
                SELECT $1::bigint, found.place + (SELECT coalesce(max(number), 0)
                    FROM share_holding WHERE organisation_id = $1::bigint), $4, $3::bigint
                FROM found ORDER BY found.place
                RETURNING id, number
            ), numbered AS (
                SELECT id, row_number() OVER (ORDER BY number) AS place FROM made
            ), written AS (
                INSERT INTO share_event (organisation_id, holding_id, change_set_id, kind,
                    holder_id, shares, paid, amount, effective_on, recorded_at, minute, reason)
                SELECT $1::bigint, numbered.id, $5::bigint, 'taken-over', found.member_id,
                    found.shares, found.amount_paid, found.amount_paid, found.day,
                    $6::timestamptz, '', ''
                FROM found JOIN numbered USING (place)
                RETURNING 1
            )
            SELECT count(*) AS n FROM written
            """,  # noqa: S608
            [
                org.id,
                clock.today(),
                nominal,
                kind.value,
                book.change_set.id,
                book.change_set.recorded_at,
            ],
        )
        count = int(rows[0]["n"])
        if not count:
            raise NothingToTakeOver
        who = by.id if by else None
        await audit.record(
            org.id, who, "numbered the register's shares", f"organisation:{org.id}", holdings=count
        )
        return count


async def _nominal(org: Organisation, kind: ShareKind) -> int:
    _rules, classes = await rules_and_classes(org)
    share = next((each for each in classes if each.kind is kind), None)
    if share is None:
        raise NoSuchShares
    return share.value.pence
