"""What a merge of two members means for the books: nothing that was posted is posted otherwise.

Lines keep the number that they have. What stands open under the number that goes is posted over to
the number that stays, account by account and fund by fund; undoing reverses that posting.
"""

from collections.abc import Sequence

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import gettext
from coopcouncil.ledger.actions import post, reverse
from coopcouncil.ledger.kinds import PostingKind
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.rules import Line
from coopcouncil.members.duplicates.carrying import Carrying, Went
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation


async def _post_over(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    open_ = await connections.get("default").execute_query_dict(
        "SELECT account_id, fund_id, sum(amount)::bigint AS pence FROM posting_line "
        "WHERE organisation_id = $1 AND member_id = $2 GROUP BY account_id, fund_id "
        "HAVING sum(amount) <> 0 ORDER BY account_id, fund_id",
        [org.id, made.gone_id],
    )
    if not open_:
        return ()
    lines = [
        Line(row["account_id"], sign * row["pence"], row["fund_id"], member)
        for row in open_
        for sign, member in ((-1, made.gone_id), (1, made.kept_id))
    ]
    kept, gone = [await Member.one(org, id=one) for one in (made.kept_id, made.gone_id)]
    text = gettext("Member number {gone} was merged into {kept}")
    posting = await post(
        org,
        PostingKind.MERGE,
        clock.today(),
        text.format(gone=gone.number, kept=kept.number),
        lines,
        by,
    )
    return [(posting.id, None)]


async def _post_back(
    org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
) -> None:
    for row, _became in went:
        posting = await Posting.one(org, id=row)
        await reverse(org, posting, clock.today(), gettext("The merge was undone"), by)


BALANCES = Carrying(_post_over, _post_back)
