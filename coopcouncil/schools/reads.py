"""Named reads of a cluster: learners as they stand, who belongs together, figures by school."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tortoise import connections
from tortoise.expressions import Q

from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.models import BatchState, Constituency, ImportBatch
from coopcouncil.members.reads import entries_as_at_sql, settle
from coopcouncil.organisations.models import Organisation, RulebookVersion
from coopcouncil.schools.models import (
    ClassTally,
    ClassVote,
    ClusterConstituency,
    Duty,
    Guardianship,
    LearnerLine,
)
from coopcouncil.schools.rules.contacts import Person
from coopcouncil.schools.rules.learners import Ages


def _standing(known: str | None = None) -> str:
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


STANDING = _standing()
_LONG_AGO = date(1800, 1, 1)


async def ages_of(trust: Organisation, on: date) -> Ages:
    """The rulebook's ages on a day; before any rules, those of the usual ones."""
    version = (
        await RulebookVersion.within(trust)
        .filter(effective_from__lte=on)
        .order_by("-effective_from", "-number")
        .first()
    )
    if version is None:
        return Ages(16, 16, 18)
    rules = version.rules
    return Ages(rules.member_age, rules.vote_age, rules.officer_age)


async def duties_of(trust: Organisation) -> dict[Duty, int]:
    """The constituency of each duty, by number: as set, or else by its key."""
    keys = {c.key: c.id for c in await Constituency.within(trust)}
    guessed = {
        Duty.LEARNERS: keys.get("learners") or keys.get("pupils") or keys.get("students"),
        Duty.GUARDIANS: keys.get("parents") or keys.get("parents-and-carers"),
        Duty.ALUMNI: keys.get("alumni") or keys.get("former-learners"),
    }
    found = {duty: number for duty, number in guessed.items() if number is not None}
    for row in await ClusterConstituency.within(trust):
        found[row.duty] = row.constituency_id
    return found


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
    standing = _standing("$5" if known_at else None)
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


async def history_of(trust: Organisation, learner: int) -> list[LearnerLine]:
    """What the schools have said of a learner, the latest first, but for lists undone since."""
    undone = {
        batch.change_set_id
        for batch in await ImportBatch.within(trust).filter(state=BatchState.UNDONE)
    }
    lines = LearnerLine.within(trust).filter(learner_id=learner).order_by("-holds_from", "-id")
    found = await lines.select_related("part", "recorded_by")
    return [
        line for line in found if line.change_set_id is None or line.change_set_id not in undone
    ]


async def undone_lists(trust: Organisation) -> list[int]:
    """The change-sets of lists that were undone: what came with one no longer stands."""
    batches = ImportBatch.within(trust).filter(state=BatchState.UNDONE, change_set_id__isnull=False)
    return [batch.change_set_id for batch in await batches if batch.change_set_id is not None]


async def standing_ties(trust: Organisation) -> list[Guardianship]:
    """Every tie between a learner and a guardian, but for those of lists that were undone."""
    undone = set(await undone_lists(trust))
    ties = await Guardianship.within(trust).order_by("id")
    return [tie for tie in ties if tie.change_set_id is None or tie.change_set_id not in undone]


async def people_like(
    trust: Organisation,
    names: Iterable[str],
    emails: Iterable[str],
    guardians: int | None,
    school: int,
) -> list[Person]:
    """Members of such a name or e-mail address; who is a parent or carer of the school, too."""
    keys = set()
    for name in names:
        given, _space, family = name.rpartition(" ")
        keys |= {welsh_key(f"{family} {given}")[:300], welsh_key(f"{name}")[:300]}
    rows = await connections.get("default").execute_query_dict(
        f"SELECT e.member_id, trim(e.given_name || ' ' || e.family_name) AS name, "  # noqa: S608
        "lower(e.email) AS email, (e.constituency_id = $5 OR e.fits LIKE $7) "
        f"AND (e.part_id = $6 OR e.fits LIKE $7) AS here FROM ({entries_as_at_sql()}) AS e "
        'WHERE e.sort_key COLLATE "C" = ANY($3::text[]) '
        "OR e.email <> '' AND lower(e.email) = ANY($4::text[]) ORDER BY e.member_id",
        [
            trust.id,
            clock.today(),
            sorted(keys),
            sorted({email for email in emails if email}),
            guardians or 0,
            school,
            f"%{guardians or 0}:{school}%",
        ],
    )
    return [Person(row["member_id"], row["name"], row["email"], bool(row["here"])) for row in rows]


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
) -> list[Kin]:
    """The ties that hold on a day, of these learners or of these guardians."""
    ties = Guardianship.within(trust).filter(since__lte=on)
    if learners is not None:
        ties = ties.filter(learner_id__in=learners)
    if guardians is not None:
        ties = ties.filter(guardian_id__in=guardians)
    undone = set(await undone_lists(trust))
    held = [
        tie
        for tie in await ties.order_by("id")
        if (tie.until is None or tie.until >= on)
        and (tie.change_set_id is None or tie.change_set_id not in undone)
    ]
    names = await names_of_members([tie.guardian_id for tie in held], on)
    lines = {
        line.learner_id: line
        for line in await lines_of(trust, on, learners={tie.learner_id for tie in held})
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


async def names_of_members(members: Iterable[int], on: date) -> dict[int, tuple[str, str, bool]]:
    """Name and number of these members, and whether they are members on the day; no more."""
    wanted = sorted(set(members))
    if not wanted:
        return {}
    rows = await connections.get("default").execute_query_dict(
        "SELECT DISTINCT ON (e.member_id) e.member_id, e.member_number, "
        "trim(e.given_name || ' ' || e.family_name) AS name, "
        "(e.valid_from <= $2 AND e.valid_to > $2 AND e.status IN ('member', 'suspended')) AS holds "
        "FROM register_entry AS e WHERE e.member_id = ANY($1::bigint[]) "
        "AND e.superseded_at IS NULL ORDER BY e.member_id, (e.valid_from <= $2) DESC, "
        "e.valid_from DESC",
        [wanted, on],
    )
    return {row["member_id"]: (row["name"], row["member_number"], row["holds"]) for row in rows}


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
        f"SELECT s.part_id, count(*) AS n FROM ({_standing('$3' if known_at else None)}) AS s "  # noqa: S608
        "WHERE s.part_id IS NOT NULL GROUP BY 1",
        arguments,
    )
    return Figures(
        {(row["part_id"], row["constituency_id"]): row["n"] for row in rows},
        {row["part_id"]: row["n"] for row in learners},
        await turnouts_of(trust, on),
    )


async def turnouts_of(trust: Organisation, on: date) -> dict[int, tuple[int, int]]:
    """By school, the votes and voters of its own latest ballots that had begun by the day.

    While voting goes on the votes are those of the last step shown: coarse on purpose.
    """
    rows = await connections.get("default").execute_query_dict(
        """
        WITH begun AS (
            SELECT b.id, b.part_id, r.count, rank() OVER (
                PARTITION BY b.part_id ORDER BY (b.closes_at AT TIME ZONE 'Europe/London')::date
                DESC) AS place
            FROM ballot AS b JOIN roll AS r ON r.ballot_id = b.id AND r.sealed_at IS NOT NULL
            WHERE b.organisation_id = $1 AND b.part_id IS NOT NULL
                AND b.opens_at < $2 AND b.opens_at <= $3
                AND NOT EXISTS (SELECT FROM ballot_voiding AS v WHERE v.ballot_id = b.id)
        )
        SELECT part_id, sum(count) AS voters, sum(coalesce(
            (SELECT o.count FROM opened_box AS o WHERE o.ballot_id = begun.id),
            (SELECT max(t.total) FROM turnout_step AS t WHERE t.ballot_id = begun.id), 0)) AS votes
        FROM begun WHERE place = 1 GROUP BY part_id
        """,
        [trust.id, clock.end_of(on), clock.now()],
    )
    return {row["part_id"]: (int(row["votes"]), int(row["voters"])) for row in rows}


async def members_places(
    trust: Organisation, members: Iterable[int], on: date
) -> dict[int, tuple[int | None, int | None]]:
    """The school and the constituency in which these members vote on a day."""
    rows = await connections.get("default").execute_query_dict(
        f"SELECT e.member_id, e.part_id, e.constituency_id FROM ({entries_as_at_sql()}) AS e "  # noqa: S608
        "WHERE e.member_id = ANY($3::bigint[])",
        [trust.id, on, sorted(set(members))],
    )
    return {row["member_id"]: (row["part_id"], row["constituency_id"]) for row in rows}


async def class_votes_at(
    trust: Organisation, schools: Iterable[int], at: datetime | None
) -> list[ClassVote]:
    """The questions that were asked by a moment, the latest first; now, without one."""
    found = ClassVote.within(trust).filter(part_id__in=sorted(schools))
    if at is not None:
        found = found.filter(begun_at__lte=at)
    return await found.select_related("part").order_by("-begun_at", "-id").limit(200)


async def tallies_at(trust: Organisation, vote: ClassVote, at: datetime | None) -> list[ClassTally]:
    """What the classes had said by a moment, before it was told again; now, without one."""
    found = ClassTally.within(trust).filter(vote_id=vote.id)
    if at is None:
        found = found.filter(superseded_at=None)
    else:
        still = Q(superseded_at=None) | Q(superseded_at__gt=at)
        found = found.filter(still, noted_at__lte=at)
    return await found.order_by("class_name")


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
            AND NOT EXISTS (SELECT FROM import_batch AS b
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
