"""Who gets the notice, how, and in which language: one statement for any size of register.

By hand, because a hundred thousand copies are to be written in one short transaction.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tortoise import connections

from coopcouncil.meetings.models.notice import CopyLanguage, LetterBatch, Notice, NoticeCopy
from coopcouncil.members.kinds import Format
from coopcouncil.members.reads import entries_as_at_sql
from coopcouncil.members.safeguarding import stopped_sql
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation

TOLD = (Role.DIRECTOR, Role.CHAIR, Role.SECRETARY, Role.AUDITOR)
"""Officers who get notice as such: s.30 of the Act's officers, and the auditor (CA s.502)."""

LETTERS_IN_A_FILE = 100
"""So that no file of letters is too large to make, to open or to print."""

# $1 organisation, $2 day, $3 e-mail allowed, $4 bilingual. An e-mail address is written to only
# where it was notified for notices: `members.kinds.notified_for`.
_MEMBERS = f"""
    SELECT e.member_id, NULL::bigint AS person_id, '' AS office,
        CASE
            WHEN {stopped_sql("e.member_id", "$2")} THEN 'none'
            WHEN e.format IN ('audio', 'braille', 'telephone') THEN 'spoken'
            WHEN $3::boolean AND e.email <> '' AND (e.email_purposes = ''
                OR 'notices' = ANY(string_to_array(e.email_purposes, ' '))) THEN 'email'
            WHEN e.postal_address <> '' THEN 'post'
            ELSE 'none'
        END AS way,
        CASE WHEN e.language IN ('en', 'cy') THEN e.language
            WHEN $4::boolean THEN 'both' ELSE 'en' END AS language,
        e.format, trim(e.given_name || ' ' || e.family_name) AS name, e.member_number,
        e.sort_key, lower(e.email) AS email, e.postal_address, e.postcode
    FROM ({entries_as_at_sql()}) AS e
"""  # noqa: S608  its parts are ours

# $5 offices
_OFFICERS = """
    SELECT NULL::bigint AS member_id, p.id AS person_id,
        (SELECT g.role FROM role_grant g
            WHERE g.person_id = p.id AND g.organisation_id = $1::bigint AND g.revoked_at IS NULL
                AND g.role = ANY($5::text[])
            ORDER BY array_position($5::text[], g.role::text) LIMIT 1) AS office,
        CASE WHEN a.address IS NULL THEN 'none' ELSE 'email' END AS way,
        CASE WHEN p.language IN ('en', 'cy') THEN p.language
            WHEN $4::boolean THEN 'both' ELSE 'en' END AS language,
        'standard' AS format, p.name, '' AS member_number, '~' || lower(p.name) AS sort_key,
        coalesce(a.address, '') AS email, '' AS postal_address, '' AS postcode
    FROM person p
    LEFT JOIN LATERAL (SELECT address FROM email_address
        WHERE person_id = p.id ORDER BY id LIMIT 1) a ON true
    WHERE p.id IN (SELECT g.person_id FROM role_grant g
            WHERE g.organisation_id = $1::bigint AND g.revoked_at IS NULL
                AND g.role = ANY($5::text[]))
        AND NOT EXISTS (SELECT 1 FROM members m JOIN email_address x ON x.address = m.email
            WHERE x.person_id = p.id AND m.way = 'email')
"""

_READERS = f"""
    WITH members AS MATERIALIZED ({_MEMBERS}), readers AS (
        SELECT * FROM members UNION ALL {_OFFICERS}
    )
"""  # noqa: S608


@dataclass(frozen=True)
class Reach:
    """How many copies go which way, and in which language and format."""

    ways: dict[str, int]
    languages: dict[str, int]
    large_print: int
    officers: int

    @property
    def readers(self) -> int:
        """How many people are told."""
        return sum(self.ways.values())


async def reach(org: Organisation, on: date, email: bool, bilingual: bool) -> Reach:
    """How a notice of this day would reach everybody."""
    rows = await connections.get("default").execute_query_dict(
        f"""
        {_READERS}
        SELECT way, language, (way = 'post' AND format = 'large-print') AS large,
            person_id IS NOT NULL AS officer, count(*) AS n
        FROM readers GROUP BY 1, 2, 3, 4
        """,  # noqa: S608
        _arguments(org, on, email, bilingual),
    )
    ways: dict[str, int] = {}
    languages: dict[str, int] = {}
    for row in rows:
        ways[row["way"]] = ways.get(row["way"], 0) + row["n"]
        languages[row["language"]] = languages.get(row["language"], 0) + row["n"]
    return Reach(
        ways,
        languages,
        sum(row["n"] for row in rows if row["large"]),
        sum(row["n"] for row in rows if row["officer"]),
    )


async def write_copies(
    notice: Notice, org: Organisation, on: date, email: bool, bilingual: bool
) -> int:
    """Write everybody's copy; those by post fall to the notice's one open batch of letters.

    The caller holds the meeting's lock. Returns how many copies there are.
    """
    batch = await open_batch(notice, notice.sent_at, notice.sent_by_id)
    found = await connections.get("default").execute_query_dict(
        f"""
        {_READERS}, written AS (
            INSERT INTO notice_copy (notice_id, member_id, person_id, office, way, language,
                format, name, member_number, sort_key, email, postal_address, postcode, batch_id)
            SELECT $6::bigint, member_id, person_id, office, way, language, format, name,
                member_number, sort_key, email, postal_address, postcode,
                CASE WHEN way = 'post' THEN $7::bigint END
            FROM readers
            RETURNING 1
        )
        SELECT count(*) AS n FROM written
        """,  # noqa: S608
        [*_arguments(org, on, email, bilingual), notice.id, batch.id],
    )
    await split(notice, batch)
    return int(found[0]["n"])


async def open_batch(notice: Notice, asked_at: datetime, asked_by_id: int | None) -> LetterBatch:
    """A batch that copies can fall to, until `split` cuts it into files."""
    last = await LetterBatch.of(notice).order_by("-number").first()
    return await LetterBatch.create(
        notice=notice,
        number=last.number + 1 if last else 1,
        language=CopyLanguage.ENGLISH,
        is_large=False,
        asked_at=asked_at,
        asked_by_id=asked_by_id,
    )


async def split(notice: Notice, batch: LetterBatch) -> list[LetterBatch]:
    """Cut a batch into files of one language and one size of type, each small enough to print."""
    letters = NoticeCopy.of(notice).filter(batch_id=batch.id).order_by("sort_key", "id")
    groups: dict[tuple[CopyLanguage, bool], list[int]] = defaultdict(list)
    for row in await letters.values("id", "language", "format"):
        groups[row["language"], row["format"] is Format.LARGE_PRINT].append(row["id"])
    files = [
        (language, large, ids[start : start + LETTERS_IN_A_FILE])
        for (language, large), ids in sorted(groups.items())
        for start in range(0, len(ids), LETTERS_IN_A_FILE)
    ]
    made = []
    for number, (language, large, ids) in enumerate(files, batch.number):
        each = await LetterBatch.create(
            notice=notice,
            # Above the open batch, whose place the first takes once it is gone.
            number=number + 1,
            language=language,
            is_large=large,
            asked_at=batch.asked_at,
            asked_by_id=batch.asked_by_id,
            letters=len(ids),
        )
        await NoticeCopy.of(notice).filter(id__in=ids).update(batch_id=each.id)
        made.append(each)
    await batch.delete()
    for each in made:
        each.number -= 1
        await each.save(update_fields=["number"])
    return made


def _arguments(org: Organisation, on: date, email: bool, bilingual: bool) -> list[Any]:
    return [org.id, on, email, bilingual, [role.value for role in TOLD]]


async def missed(notice: Notice, org: Organisation, on: date) -> list[dict[str, Any]]:
    """Members of today who were members on the day of the notice, yet have no copy.

    A late registration, or a correction that reaches back: accidental, so the notice stands.
    """
    return list(
        await connections.get("default").execute_query_dict(
            f"""
            SELECT e.member_id, e.member_number, trim(e.given_name || ' ' || e.family_name) AS name
            FROM ({entries_as_at_sql()}) AS e
            WHERE NOT EXISTS (SELECT 1 FROM notice_copy c
                WHERE c.notice_id = $3::bigint AND c.member_id = e.member_id)
            ORDER BY e.sort_key, e.member_number LIMIT 500
            """,  # noqa: S608  its parts are ours
            [org.id, on, notice.id],
        )
    )
