"""What did not go to members whom nobody may write to: for a safeguarding lead to see to."""

from collections.abc import Sequence

from tortoise import connections

from coopcouncil.kernel.i18n import language
from coopcouncil.members.safeguarding import Held
from coopcouncil.organisations.models import Organisation


async def held_back(org: Organisation, members: Sequence[int]) -> list[Held]:
    """Notices of meetings without a way to these members, and votes that they are not told of."""
    rows = await connections.get("default").execute_query_dict(
        """
        SELECT c.member_id, n.sent_at AS at, 'notice' AS kind, m.title, m.title_cy
        FROM notice_copy AS c JOIN meeting_notice AS n ON n.id = c.notice_id
        JOIN meeting AS m ON m.id = n.meeting_id
        WHERE m.organisation_id = $1 AND c.member_id = ANY($2::bigint[]) AND c.way = 'none'
        UNION ALL
        SELECT e.member_id, r.sealed_at, 'vote', b.title, b.title_cy
        FROM roll_entry AS e JOIN roll AS r ON r.ballot_id = e.ballot_id
        JOIN ballot AS b ON b.id = e.ballot_id
        WHERE b.organisation_id = $1 AND e.member_id = ANY($2::bigint[])
            AND r.sealed_at IS NOT NULL
        ORDER BY at DESC
        """,
        [org.id, list(members)],
    )
    lang = language.get()
    return [
        Held(
            row["member_id"],
            row["at"],
            row["kind"],
            (row["title_cy"] if lang == "cy" else "") or row["title"],
        )
        for row in rows
    ]
