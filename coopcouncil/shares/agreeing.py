"""The register's figures of shares agree with the numbered holdings, or nothing is recorded.

Holdings are the journal of shares; the register says what they come to. So a form, a correction, a
list or the undoing of one that would make it say otherwise, on any day, is refused with the
numbers of those concerned. Members without holdings keep whatever figure a list once brought.
"""

from collections.abc import Collection, Sequence

import asyncpg

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.recording import Recording
from coopcouncil.members.refusals import KeptElsewhere
from coopcouncil.organisations.models import Organisation

TOLD = 10

# $1 the change-set. Of its members whose figures it may have changed and who ever held a holding:
# every day on which their entry or a holding of theirs begins to be otherwise.
_OTHERWISE = """
WITH touched AS (
    SELECT DISTINCT r.member_id FROM register_change AS r WHERE r.change_set_id = $1::bigint
        AND (r.withdraws_id IS NOT NULL OR r.facts ? 'shares' OR r.facts ? 'amount_paid')
), held AS (
    SELECT DISTINCT t.member_id, s.holding_id FROM touched AS t
    JOIN share_event AS s ON s.holder_id = t.member_id
), said AS (
    SELECT e.member_id, e.valid_from, e.valid_to, e.shares, e.amount_paid
    FROM register_entry AS e WHERE e.superseded_at IS NULL
        AND e.member_id IN (SELECT member_id FROM held)
), asked AS (
    SELECT member_id, valid_from AS day, shares, amount_paid FROM said
    UNION
    SELECT said.member_id, s.effective_on, said.shares, said.amount_paid FROM said
    JOIN held USING (member_id) JOIN share_event AS s ON s.holding_id = held.holding_id
        AND s.effective_on >= said.valid_from AND s.effective_on < said.valid_to
    UNION
    -- Somebody of whom the register says nothing any more may not be left holding anything.
    SELECT held.member_id, 'infinity'::date, NULL, NULL FROM held
    WHERE held.member_id NOT IN (SELECT member_id FROM said)
), found AS (
    SELECT a.member_id, a.day, coalesce(a.shares, 0) AS shares,
        coalesce(a.amount_paid, 0) AS paid,
        coalesce(sum(s.shares) FILTER (WHERE s.holder_id = a.member_id), 0) AS held,
        coalesce(sum(s.paid) FILTER (WHERE s.holder_id = a.member_id), 0) AS held_paid
    FROM asked AS a JOIN held AS h ON h.member_id = a.member_id CROSS JOIN LATERAL (
        SELECT sum(e.shares) AS shares, sum(e.paid) AS paid,
            (array_agg(e.holder_id ORDER BY e.effective_on DESC, e.id DESC)
                FILTER (WHERE e.holder_id IS NOT NULL))[1] AS holder_id
        FROM share_event AS e WHERE e.holding_id = h.holding_id AND e.effective_on <= a.day
            AND e.reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM share_event AS r WHERE r.reverses_id = e.id)
    ) AS s GROUP BY a.member_id, a.day, a.shares, a.amount_paid
)
SELECT DISTINCT m.number FROM found JOIN member AS m ON m.id = found.member_id
WHERE found.shares <> found.held OR found.paid <> found.held_paid
ORDER BY m.number LIMIT $2
"""


class HoldingsSayOtherwise(KeptElsewhere):
    """The register would say something of shares that their journal does not."""

    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = tuple(numbers)

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The shares of these members are kept as numbered holdings, which say otherwise: "
            "{numbers}. Record what happened to the shares there; the register follows."
        )
        return text.format(numbers=", ".join(self.numbers))


async def figures_agree(book: Recording) -> None:
    """What `members.recording.BEFORE_COMMIT` asks of every change-set."""
    if not await _has_holdings(book.connection, book.org):
        return
    rows = await book.connection.fetch(_OTHERWISE, book.change_set.id, TOLD)
    if rows:
        refusal: Refused = HoldingsSayOtherwise([row["number"] for row in rows])
        raise refusal


async def holders_among(
    connection: asyncpg.Connection, org: Organisation, members: Sequence[int]
) -> Collection[int]:
    """What `members.importing.against.SHARES_KEPT` asks: who of these has a numbered holding."""
    rows = await connection.fetch(
        "SELECT DISTINCT holder_id FROM share_event WHERE organisation_id = $1 "
        "AND holder_id = ANY($2::bigint[])",
        org.id,
        members,
    )
    return {row["holder_id"] for row in rows}


async def _has_holdings(connection: asyncpg.Connection, org: Organisation) -> bool:
    found = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM share_holding WHERE organisation_id = $1)", org.id
    )
    return bool(found)
