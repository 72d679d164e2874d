"""What Stripe sent to the bank: the posting is there when Stripe says so, the line proves it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from tortoise import connections

from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankAccount, BankLine
from coopcouncil.banking.rules.likeness import (
    Candidate,
    Reason,
    bears,
    confidence,
    days_reason,
    has_reference,
    reasons,
)
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.organisations.models import Organisation

NEAR = timedelta(days=7)


async def propose(
    org: Organisation, account: BankAccount, lines: Sequence[BankLine]
) -> Mapping[int, Sequence[Candidate]]:
    """Payouts of exactly the sum, for lines that name Stripe or the payout."""
    named = [line for line in lines if bears(f"{line.text} {line.name}", "stripe")]
    if not named:
        return {}
    rows = await connections.get("default").execute_query_dict(
        "SELECT s.payout_id, s.amount, s.gross, s.fees, s.arrives_on, l.id AS line"
        " FROM stripe_payout s JOIN posting_line l ON l.posting_id = s.posting_id"
        " WHERE s.organisation_id = $1 AND l.account_id = $2 AND l.amount = ANY($3::bigint[])"
        " AND NOT EXISTS (SELECT 1 FROM matched_posting m"
        "  WHERE m.posting_line_id = l.id AND m.stands) ORDER BY s.arrives_on, s.id",
        [org.id, account.account_id, sorted({line.amount for line in named})],
    )
    offered: dict[int, list[Candidate]] = {}
    for line in named:
        fitting = [
            row
            for row in rows
            if row["amount"] == line.amount and abs(row["arrives_on"] - line.on) <= NEAR
        ]
        for row in fitting:
            words = f"{line.text} {line.reference}"
            why = reasons(
                Reason.REFERENCE if has_reference(words, row["payout_id"]) else None,
                Reason.SUM,
                Reason.NAME,
                days_reason((line.on - row["arrives_on"]).days),
                Reason.ALONE if len(fitting) == 1 else None,
            )
            text = gettext("Stripe payout of {day}: {gross} of payments, less {fees} of fees")
            called = text.format(
                day=shown_date(row["arrives_on"]),
                gross=shown_money(Money(row["gross"])),
                fees=shown_money(Money(row["fees"])),
            )
            offered.setdefault(line.id, []).append(
                Candidate(
                    BookKind.POSTING,
                    str(row["line"]),
                    line.amount,
                    called,
                    why,
                    confidence(why),
                )
            )
    return offered
