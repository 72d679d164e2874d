"""Learners as the schools say they stand, on a day and as known at a moment."""

from collections.abc import Iterable
from datetime import date, datetime

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.models import BatchState, ImportBatch
from coopcouncil.members.reads import settle
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import LearnerLine


def standing_sql(known: str | None = None) -> str:
    """The latest line of each learner on the day $2, but for lists that were undone; as known
    now, or at the moment that `known` names."""
    since = "" if known is None else f"AND l.recorded_at <= {known}::timestamptz"
    then = (
        ""
        if known is None
        else f"AND coalesce(b.undone_at, '-infinity'::timestamptz) <= {known}::timestamptz"
    )
    return f"""
    SELECT DISTINCT ON (l.learner_id) l.* FROM learner_line AS l
    WHERE l.organisation_id = $1::bigint AND l.holds_from <= $2::date {since}
        AND NOT EXISTS (SELECT FROM import_batch AS b
            WHERE b.change_set_id = l.change_set_id AND b.state = 'undone' {then})
    ORDER BY l.learner_id, l.holds_from DESC, l.id DESC
    """  # noqa: S608  its parts are ours


STANDING = standing_sql()


async def lines_of(
    trust: Organisation,
    on: date,
    schools: Iterable[int] | None = None,
    learners: Iterable[int] | None = None,
    known_at: datetime | None = None,
) -> list[LearnerLine]:
    """What the schools say of their learners on a day, as known now or at a moment; leavers only
    where they are asked for by number."""
    if known_at is not None:
        await settle(trust)
    standing = standing_sql("$5" if known_at else None)
    rows = await connections.get("default").execute_query_dict(
        f"SELECT s.id FROM ({standing}) AS s WHERE ($3::bigint[] IS NULL "  # noqa: S608
        "OR s.part_id = ANY($3::bigint[])) AND ($4::bigint[] IS NULL "
        "OR s.learner_id = ANY($4::bigint[])) AND ($4::bigint[] IS NOT NULL "
        "OR s.part_id IS NOT NULL)",
        [
            trust.id,
            on,
            None if schools is None else sorted(schools),
            None if learners is None else sorted(learners),
            *([known_at] if known_at else []),
        ],
    )
    found = LearnerLine.within(trust).filter(id__in=[row["id"] for row in rows])
    return await found.select_related("learner", "part").order_by("sort_key", "id")


async def line_of(trust: Organisation, learner: int, on: date | None = None) -> LearnerLine | None:
    """What the school says of one learner on a day; of one still to come, the first line."""
    found = await lines_of(trust, on or clock.today(), learners=[learner])
    if found or on is not None:
        return found[0] if found else None
    later = await lines_of(trust, date.max, learners=[learner])
    return later[0] if later else None


async def history_of(
    trust: Organisation, learner: int, known_at: datetime | None = None
) -> list[LearnerLine]:
    """What the schools have said of a learner, the latest first, but for lists undone since; as
    known now or at a moment."""
    batches = ImportBatch.within(trust).filter(state=BatchState.UNDONE)
    lines = LearnerLine.within(trust).filter(learner_id=learner).order_by("-holds_from", "-id")
    if known_at is not None:
        batches = batches.filter(undone_at__lte=known_at)
        lines = lines.filter(recorded_at__lte=known_at)
    undone = {batch.change_set_id for batch in await batches}
    found = await lines.select_related("part", "recorded_by")
    return [
        line for line in found if line.change_set_id is None or line.change_set_id not in undone
    ]
