"""Members once each, learners and turnouts, by school."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.reads import entries_as_at_sql, settle
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.reads.learners import standing_sql


@dataclass(frozen=True)
class Figures:
    """Members once each, by school and constituency; None stands for no school, or for none."""

    counts: Mapping[tuple[int | None, int | None], int]
    learners: Mapping[int, int]
    turnouts: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def of(self, part: int | None) -> int:
        """All members of a school."""
        return sum(n for (school, _c), n in self.counts.items() if school == part)

    def among(self, constituency: int | None) -> int:
        """All members of a constituency."""
        return sum(n for (_s, group), n in self.counts.items() if group == constituency)

    @property
    def all(self) -> int:
        """All members."""
        return sum(self.counts.values())


async def figures_of(trust: Organisation, on: date, known_at: datetime | None = None) -> Figures:
    """The members of a day by school and constituency, as known now or at a moment."""
    if known_at is not None:
        await settle(trust)
    selected = entries_as_at_sql(known_at="$3" if known_at else None)
    arguments: list[Any] = [trust.id, on, *([known_at] if known_at else [])]
    rows = await connections.get("default").execute_query_dict(
        f"SELECT e.part_id, e.constituency_id, count(*) AS n FROM ({selected}) AS e "  # noqa: S608
        "GROUP BY 1, 2",
        arguments,
    )
    learners = await connections.get("default").execute_query_dict(
        f"SELECT s.part_id, count(*) AS n FROM ({standing_sql('$3' if known_at else None)}) AS s "  # noqa: S608
        "WHERE s.part_id IS NOT NULL GROUP BY 1",
        arguments,
    )
    return Figures(
        {(row["part_id"], row["constituency_id"]): row["n"] for row in rows},
        {row["part_id"]: row["n"] for row in learners},
        await turnouts_of(trust, on, known_at),
    )


async def turnouts_of(
    trust: Organisation, on: date, known_at: datetime | None = None
) -> dict[int, tuple[int, int]]:
    """By school, the votes and voters of its own latest ballots that had begun by the day.

    While voting goes on the votes are those of the last step shown: coarse on purpose. So they
    are of a day on which it went on, and of a moment at which nobody had opened the box.
    """
    ends, known = clock.end_of(on), known_at or clock.now()
    rows = await connections.get("default").execute_query_dict(
        """
        WITH begun AS (
            SELECT b.id, b.part_id, b.closes_at, r.count, rank() OVER (
                PARTITION BY b.part_id ORDER BY (b.closes_at AT TIME ZONE 'Europe/London')::date
                DESC) AS place
            FROM ballot AS b JOIN roll AS r ON r.ballot_id = b.id AND r.sealed_at IS NOT NULL
            WHERE b.organisation_id = $1 AND b.part_id IS NOT NULL
                AND b.opens_at < $2 AND b.opens_at <= $3
                AND NOT EXISTS (SELECT FROM ballot_voiding AS v WHERE v.ballot_id = b.id
                    AND v.at <= $3)
        )
        SELECT part_id, sum(count) AS voters, sum(coalesce(
            (SELECT o.count FROM opened_box AS o WHERE o.ballot_id = begun.id
                AND begun.closes_at <= $2 AND o.opened_at <= $3),
            (SELECT max(t.total) FROM turnout_step AS t WHERE t.ballot_id = begun.id
                AND t.at < $2 AND t.at <= $3), 0)) AS votes
        FROM begun WHERE place = 1 GROUP BY part_id
        """,
        [trust.id, ends, known],
    )
    return {row["part_id"]: (int(row["votes"]), int(row["voters"])) for row in rows}
