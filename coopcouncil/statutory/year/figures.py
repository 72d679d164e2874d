"""A return's figures from the register: as at the year's end, as known at a moment."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from tortoise import connections

from coopcouncil.members.reads import settle
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Figures:
    """The members and shares that a return tells of."""

    members_at_start: int
    joined: int
    left: int
    members_at_end: int
    shares: int
    amount_paid: int
    """In pence."""
    shares_unknown: int
    """Members of whom the register does not say how many shares they hold."""

    def written(self) -> dict[str, int]:
        """As JSON."""
        return asdict(self)


async def figures_of(
    org: Organisation, start: date, end: date, known_at: datetime | None = None
) -> Figures:
    """The figures of a year as known at a moment, or now. Inside a transaction.

    Who joined: members at the end who were none at the start; who left: the other way round; who
    came and went within the year counts in both. So start + joined - left is always the end.
    """
    await settle(org)
    rows = await connections.get("default").execute_query_dict(
        _SQL, [org.id, start - timedelta(days=1), end, known_at or datetime.max.replace(tzinfo=UTC)]
    )
    return Figures(**{name: int(value or 0) for name, value in rows[0].items()})


def _is_in(day: str) -> str:
    """Whether an entry makes its member one at the end of the day, as `members.reads.as_at`."""
    return (
        f"(e.valid_from <= {day} AND e.valid_to > {day} "
        f"AND (e.joined_on IS NULL OR e.joined_on <= {day}) "
        "AND ((e.left_on IS NULL AND e.status IN ('member', 'suspended')) "
        f"OR (e.left_on > {day} AND e.status <> 'applicant')))"
    )


# The first and last day on which an entry makes its member one, between the two ends.
_SINCE = "greatest(e.valid_from, $2::date + 1, e.joined_on)"
_UNTIL = "least(e.valid_to - 1, $3::date, e.left_on - 1)"
_BETWEEN = (
    f"({_SINCE} <= {_UNTIL} AND ((e.left_on IS NULL AND e.status IN ('member', 'suspended')) "
    "OR (e.left_on IS NOT NULL AND e.status <> 'applicant')))"
)
_SQL = f"""
    WITH one AS (
        SELECT e.member_id,
            bool_or({_is_in("$2::date")}) AS at_start,
            bool_or({_is_in("$3::date")}) AS at_end,
            bool_or({_BETWEEN}) AS between,
            max(e.shares) FILTER (WHERE {_is_in("$3::date")}) AS shares,
            max(e.amount_paid) FILTER (WHERE {_is_in("$3::date")}) AS paid
        FROM register_entry AS e
        WHERE e.organisation_id = $1 AND e.recorded_at <= $4::timestamptz
            AND (e.superseded_at IS NULL OR e.superseded_at > $4::timestamptz)
            AND e.valid_from <= $3::date AND e.valid_to > $2::date
        GROUP BY e.member_id
    )
    SELECT count(*) FILTER (WHERE at_start) AS members_at_start,
        count(*) FILTER (WHERE NOT at_start AND (at_end OR between)) AS joined,
        count(*) FILTER (WHERE NOT at_end AND (at_start OR between)) AS "left",
        count(*) FILTER (WHERE at_end) AS members_at_end,
        sum(shares) FILTER (WHERE at_end) AS shares,
        sum(paid) FILTER (WHERE at_end) AS amount_paid,
        count(*) FILTER (WHERE at_end AND shares IS NULL) AS shares_unknown
    FROM one
"""  # noqa: S608  Its parts are ours.
