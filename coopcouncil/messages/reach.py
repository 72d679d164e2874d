"""Who gets a message, how and in which language: one statement for any size of register."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from babel.support import LazyProxy
from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.reads import entries_as_at_sql
from coopcouncil.members.safeguarding import stopped_sql
from coopcouncil.messages.models import LetterFile, Message, MessageCopy, MessageKind, Way
from coopcouncil.messages.rules import Audience
from coopcouncil.organisations.models import Organisation, Role

LETTERS_IN_A_FILE = 500


@dataclass(frozen=True)
class Group:
    """Members whom a lower slice can name, such as those in arrears with a housing co-operative.

    `members` answers with their numbers, or None where the organisation knows no such thing.
    """

    called: LazyProxy
    members: Callable[[Organisation], Awaitable[list[int] | None]]
    seen_by: frozenset[Role] = frozenset()
    """Who may choose it, where not every keeper of the register may know who it is."""


GROUPS: dict[str, Group] = {}
"""Filled in `told.py`."""

# $1 organisation, $2 day, $3 kind, $4 letters too, $5 languages written, $6 status,
# $7 constituency, $8 part, $9 class, $10 language, $11 numbers, $12 group's members.
# An address is used only for what it was notified for: `members.kinds.notified_for`. Whoever
# must not be written to looks like somebody without an address, to everybody.
_APPLICANTS = """
    SELECT e.* FROM register_entry AS e WHERE e.organisation_id = $1::bigint
    AND e.superseded_at IS NULL AND e.valid_from <= $2::date AND e.valid_to > $2::date
    AND e.status = 'applicant'
"""
_READERS = f"""
    WITH base AS (
        SELECT * FROM ({entries_as_at_sql()}) AS m WHERE $6::text <> 'applicants'
        UNION ALL SELECT * FROM ({_APPLICANTS}) AS a WHERE $6::text = 'applicants'
    ), chosen AS (
        SELECT e.*, lower(CASE WHEN e.member_kind = 'organisation'
                AND e.representative_email <> '' THEN e.representative_email
                ELSE e.email END) AS address,
            string_to_array(e.email_purposes, ' ') AS purposes
        FROM base AS e
        WHERE ($6::text <> 'suspended' OR e.status = 'suspended')
            AND ($7::bigint IS NULL OR e.constituency_id = $7)
            AND ($8::bigint IS NULL OR e.part_id = $8)
            AND ($9::text = '' OR e.member_class = $9)
            AND ($10::text = '' OR e.language = CASE WHEN $10 = 'none' THEN '' ELSE $10 END)
            AND (cardinality($11::text[]) = 0 OR e.member_number = ANY($11::text[]))
            AND ($12::bigint[] IS NULL OR e.member_id = ANY($12::bigint[]))
    ), readers AS (
        SELECT e.member_id,
            CASE
                WHEN {stopped_sql("e.member_id", "$2")} THEN 'none'
                WHEN $3::text = 'news' THEN 'email'
                WHEN e.format IN ('audio', 'braille', 'telephone') THEN 'spoken'
                WHEN e.address <> '' AND (e.email_purposes = '' OR 'notices' = ANY(e.purposes))
                    THEN 'email'
                WHEN $4::boolean AND e.postal_address <> '' THEN 'post'
                ELSE 'none'
            END AS way,
            CASE
                WHEN cardinality($5::text[]) = 1 THEN ($5::text[])[1]
                WHEN e.language IN ('en', 'cy') THEN e.language
                ELSE 'both'
            END AS language,
            e.format, trim(e.given_name || ' ' || e.family_name) AS name, e.member_number,
            e.sort_key, e.address AS email, e.postal_address, e.postcode
        FROM chosen AS e
        WHERE $3::text <> 'news' OR (e.address <> '' AND 'news' = ANY(e.purposes))
    )
"""  # noqa: S608  its parts are ours


@dataclass(frozen=True)
class Reach:
    """How many go which way, in which language."""

    ways: dict[str, int]
    languages: dict[str, int]

    @property
    def readers(self) -> int:
        """How many people it concerns."""
        return sum(self.ways.values())


async def reach(org: Organisation, message: Message) -> Reach:
    """How the message would reach those whom it is for, now."""
    rows = await connections.get("default").execute_query_dict(
        f"{_READERS} SELECT way, language, count(*) AS n FROM readers GROUP BY 1, 2",  # noqa: S608
        await _arguments(org, message),
    )
    ways: dict[str, int] = {}
    languages: dict[str, int] = {}
    for row in rows:
        ways[row["way"]] = ways.get(row["way"], 0) + row["n"]
        languages[row["language"]] = languages.get(row["language"], 0) + row["n"]
    return Reach(ways, languages)


async def write_copies(org: Organisation, message: Message) -> int:
    """Everybody's copy, as the register stands; how many. The caller holds the message's lock."""
    rows = await connections.get("default").execute_query_dict(
        f"""
        {_READERS}, written AS (
            INSERT INTO message_copy (message_id, member_id, way, language, format, name,
                member_number, sort_key, email, postal_address, postcode)
            SELECT $13::bigint, member_id, way, language, format, name, member_number, sort_key,
                CASE WHEN way = 'email' THEN email ELSE '' END,
                CASE WHEN way = 'post' THEN postal_address ELSE '' END,
                CASE WHEN way = 'post' THEN postcode ELSE '' END
            FROM readers
            RETURNING 1
        )
        SELECT count(*) AS n FROM written
        """,  # noqa: S608
        [*await _arguments(org, message), message.id],
    )
    return int(rows[0]["n"])


async def into_files(message: Message) -> list[LetterFile]:
    """Put the letters that are in no file yet into one: large print last, languages together."""
    waiting = MessageCopy.of(message).filter(way=Way.POST, letters_id=None)
    rows = await waiting.values_list("id", "format", "language", "sort_key")
    # Alike together, as a machine folds them; each in the order of names.
    ordered = sorted(rows, key=lambda row: (row[1] == "large-print", row[2], row[3], row[0]))
    ids = [row[0] for row in ordered]
    last = await LetterFile.of(message).order_by("-number").first()
    number = last.number if last else 0
    made = []
    for start in range(0, len(ids), LETTERS_IN_A_FILE):
        part = ids[start : start + LETTERS_IN_A_FILE]
        number += 1
        file = await LetterFile.create(
            message=message, number=number, letters=len(part), asked_at=clock.now()
        )
        await MessageCopy.of(message).filter(id__in=part).update(letters_id=file.id)
        made.append(file)
    return made


async def _arguments(org: Organisation, message: Message) -> list[Any]:
    to = Audience.read(message.audience)
    members: list[int] | None = None
    if to.group:
        group = GROUPS.get(to.group)
        members = (await group.members(org) if group else None) or []
    return [
        org.id,
        clock.today(),
        message.kind.value,
        message.by_post and message.kind is MessageKind.SERVICE,
        list(message.languages) or ["en"],
        to.status,
        to.constituency_id,
        to.part_id,
        to.member_class,
        to.language,
        list(to.numbers),
        members,
    ]
