"""What a merge of two members means for the books: nothing that was posted is posted otherwise.

Lines keep the number that they have, which points to the member who was kept. Only what is still
open under it speaks against a merge: it would be owed by a number that is nobody's.
"""

from collections.abc import Sequence

from tortoise import connections

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation


class OpenInTheBooks(Refused):
    """Money is owed by or to the number that would go."""

    def __init__(self, account: str, balance: Money) -> None:
        self.account, self.balance = account, balance

    def sentence(self, _: Gettext) -> str:
        text = _(
            "In the books {sum} stands open under that number (account {account}). Post it over to "
            "the number that stays, or keep that number instead."
        )
        return text.format(sum=self.balance, account=self.account)


async def nothing_open(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """Each account on which the number that would go does not come to nothing."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT a.code AS account, sum(l.amount)::bigint AS balance FROM posting_line AS l "
        "JOIN ledger_account AS a ON a.id = l.account_id WHERE l.organisation_id = $1 "
        "AND l.member_id = $2 GROUP BY a.id, a.code HAVING sum(l.amount) <> 0 ORDER BY a.code",
        [org.id, gone],
    )
    return [OpenInTheBooks(str(row["account"]), Money(abs(row["balance"]))) for row in rows]
