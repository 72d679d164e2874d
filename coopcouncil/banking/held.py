"""Lines of the bank that turned out to be a member's money, and what is remembered, for them."""

from tortoise import connections

from coopcouncil.banking.models import BankRule
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """What the bank says of their payments, the oldest first; and words that are taken for them."""
    if subject.member_id is None:
        return []
    rows = await connections.get("default").execute_query_dict(
        'SELECT DISTINCT l.id, l."on", l.text, l.amount FROM bank_line l'
        " JOIN matched_line ml ON ml.line_id = l.id AND ml.stands"
        " JOIN matched_posting mp ON mp.match_id = ml.match_id AND mp.stands"
        " JOIN posting_line p ON p.id = mp.posting_line_id"
        " JOIN posting_line q ON q.posting_id = p.posting_id AND q.member_id = $2"
        # A line for many together, such as a week's rents, tells of all of them.
        " WHERE l.organisation_id = $1 AND (SELECT count(DISTINCT r.member_id)"
        "  FROM matched_posting m JOIN posting_line s ON s.id = m.posting_line_id"
        "  JOIN posting_line r ON r.posting_id = s.posting_id AND r.member_id IS NOT NULL"
        "  WHERE m.match_id = ml.match_id AND m.stands) = 1"
        ' ORDER BY l."on", l.id',
        [subject.organisation_id, subject.member_id],
    )
    org = await Organisation.get(id=subject.organisation_id)
    rules = await BankRule.within(org).filter(member_id=subject.member_id).order_by("id")
    found = []
    if rows:
        found.append(
            Section(
                key="bank-lines",
                title=gettext("What the bank says of your payments"),
                basis=gettext("Accounts must add up, and the law requires them to be kept."),
                heads=(gettext("Day"), gettext("What the bank says"), gettext("Amount")),
                rows=tuple(
                    (shown_date(row["on"]), row["text"], shown_money(Money(row["amount"])))
                    for row in rows
                ),
            )
        )
    if rules:
        found.append(
            Section(
                key="bank-rules",
                title=gettext("Words by which your payments are known"),
                basis=gettext("Accounts must add up, and the law requires them to be kept."),
                heads=(gettext("Words"), gettext("Remembered")),
                rows=tuple((rule.words, shown_date(rule.made_at.date())) for rule in rules),
            )
        )
    return found
