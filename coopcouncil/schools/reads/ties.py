"""Who belongs together: learners and their guardians."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tortoise import connections
from tortoise.expressions import Q

from coopcouncil.members.models import BatchState, ImportBatch
from coopcouncil.members.reads import entries_as_at_sql
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import Duty, Guardianship
from coopcouncil.schools.reads.learners import STANDING, lines_of
from coopcouncil.schools.reads.members import names_of_members
from coopcouncil.schools.reads.rules import duties_of

_LONG_AGO = date(1800, 1, 1)


async def undone_lists(trust: Organisation, known_at: datetime | None = None) -> list[int]:
    """The change-sets of lists that were undone: what came with one no longer stands."""
    batches = ImportBatch.within(trust).filter(state=BatchState.UNDONE, change_set_id__isnull=False)
    if known_at is not None:
        batches = batches.filter(undone_at__lte=known_at)
    return [batch.change_set_id for batch in await batches if batch.change_set_id is not None]


async def standing_ties(trust: Organisation, learner_id: int | None = None) -> list[Guardianship]:
    """Every tie between a learner (or one learner) and a guardian, but for those that were
    withdrawn, and those of lists that were undone."""
    undone = set(await undone_lists(trust))
    ties = Guardianship.within(trust).filter(withdrawn_at=None)
    if learner_id is not None:
        ties = ties.filter(learner_id=learner_id)
    return [
        tie
        for tie in await ties.order_by("id")
        if tie.change_set_id is None or tie.change_set_id not in undone
    ]


@dataclass(frozen=True)
class Kin:
    """One tie between a learner and a guardian: names, and nothing of where anybody lives."""

    tie: Guardianship
    learner_id: int
    learner_name: str
    class_name: str
    school: str
    part_id: int | None
    guardian_id: int
    guardian_name: str
    guardian_number: str
    is_member: bool


async def kin_of(
    trust: Organisation,
    language: str,
    on: date,
    *,
    learners: Sequence[int] | None = None,
    guardians: Sequence[int] | None = None,
    known_at: datetime | None = None,
) -> list[Kin]:
    """The ties that hold on a day, of these learners or of these guardians; as known now or at
    a moment, for which whoever asks awaits `settle` first."""
    ties = Guardianship.within(trust).filter(since__lte=on)
    if known_at is not None:
        ties = ties.filter(noted_at__lte=known_at)
        ties = ties.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at))
    else:
        ties = ties.filter(withdrawn_at=None)
    if learners is not None:
        ties = ties.filter(learner_id__in=learners)
    if guardians is not None:
        ties = ties.filter(guardian_id__in=guardians)
    undone = set(await undone_lists(trust, known_at))
    held = [
        tie
        for tie in await ties.order_by("id")
        if not (_ended(tie, on) and _knew(tie.ended_at, known_at))
        and (tie.change_set_id is None or tie.change_set_id not in undone)
    ]
    names = await names_of_members([tie.guardian_id for tie in held], on, known_at)
    lines = {
        line.learner_id: line
        for line in await lines_of(
            trust, on, learners={tie.learner_id for tie in held}, known_at=known_at
        )
    }
    found = []
    for tie in held:
        line = lines.get(tie.learner_id)
        name, number, is_member = names.get(tie.guardian_id, ("", "", False))
        if line is not None:
            found.append(
                Kin(
                    tie,
                    tie.learner_id,
                    line.name,
                    line.class_name,
                    line.part.called(language) if line.part else "",
                    line.part_id,
                    tie.guardian_id,
                    name,
                    number,
                    is_member,
                )
            )
    return found


def _ended(tie: Guardianship, on: date) -> bool:
    return tie.until is not None and tie.until < on


def _knew(noted_at: datetime | None, known_at: datetime | None) -> bool:
    """Whether the end was known; of one without a moment it always was."""
    return known_at is None or noted_at is None or noted_at <= known_at


async def childless(trust: Organisation, on: date) -> list[tuple[int, date]]:
    """Guardians among the members of whose learners none is at a school any more, and since when:
    for the yearly review. Those to whom no learner was ever tied are none of them."""
    duties = await duties_of(trust)
    if Duty.GUARDIANS not in duties:
        return []
    rows = await connections.get("default").execute_query_dict(
        f"""
        WITH standing AS ({STANDING})
        SELECT e.member_id, max(least(g.until,
            CASE WHEN s.part_id IS NULL THEN s.holds_from END)) AS since
        FROM ({entries_as_at_sql()}) AS e
        JOIN guardianship AS g ON g.guardian_id = e.member_id AND g.since <= $2
            AND g.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM import_batch AS b
                WHERE b.change_set_id = g.change_set_id AND b.state = 'undone')
        JOIN standing AS s ON s.learner_id = g.learner_id
        WHERE e.constituency_id = $3
        GROUP BY e.member_id
        HAVING bool_and(s.part_id IS NULL OR coalesce(g.until < $2, false))
        ORDER BY e.member_id
        """,  # noqa: S608  its parts are ours
        [trust.id, on, duties[Duty.GUARDIANS]],
    )
    return [(row["member_id"], max(row["since"], _LONG_AGO)) for row in rows]
