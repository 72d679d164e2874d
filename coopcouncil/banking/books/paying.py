"""Payments of ours that are with the bank: each by itself, or a whole run as one line."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.banking.hooks import Asking, Book
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankAccount, BankLine, BankMatch, MatchedPosting
from coopcouncil.banking.rules.likeness import (
    Candidate,
    Reason,
    confidence,
    days_reason,
    has_reference,
    name_reason,
    reasons,
)
from coopcouncil.banking.rules.reconciling import NotItsBook
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.ledger.models import PostingLine
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import paid, unpaid
from coopcouncil.payouts.actions.returning import came_back, stayed_paid
from coopcouncil.payouts.kinds import ItemState, RunState
from coopcouncil.payouts.models import Payee, PaymentRun, PayoutItem, RunLine

NEAR = timedelta(days=10)
BACK_WITHIN = timedelta(days=45)
"""What an account could not take is back within days; a recall can take weeks."""


async def propose(
    org: Organisation, account: BankAccount, lines: Sequence[BankLine]
) -> Mapping[int, Sequence[Candidate]]:
    """Sent payments of exactly the sum that left, and sent runs that come to it together; for what
    comes in, paid ones that it may bring back."""
    leaving = [line for line in lines if line.amount < 0]
    coming = [line for line in lines if line.amount > 0]
    offered = await _coming_back(org, coming) if coming else {}
    if not leaving:
        return offered
    amounts = sorted({-line.amount for line in leaving})
    sent = PayoutItem.within(org).filter(state=ItemState.SENT)
    items = await sent.filter(amount__in=amounts).order_by("id").limit(500)
    payees = {
        one.id: one
        for one in await Payee.within(org).filter(id__in=[item.payee_id for item in items])
    }
    runs = await _runs(org, amounts)
    for line in leaving:
        words = f"{line.text} {line.name} {line.reference}"
        fitting = [item for item in items if item.amount == -line.amount]
        found = [
            _item(line, words, item, payees[item.payee_id].name, len(fitting) == 1)
            for item in fitting
        ]
        found += [_run(line, words, run) for run, total in runs if total == -line.amount]
        if found:
            offered[line.id] = found
    return offered


async def _coming_back(org: Organisation, coming: Sequence[BankLine]) -> dict[int, list[Candidate]]:
    amounts = sorted({line.amount for line in coming})
    first = min(line.on for line in coming) - BACK_WITHIN
    found = PayoutItem.within(org).filter(
        state=ItemState.PAID, amount__in=amounts, paid_on__gte=first
    )
    items = await found.select_related("payee").order_by("-id").limit(500)
    offered: dict[int, list[Candidate]] = {}
    for line in coming:
        words = f"{line.text} {line.name} {line.reference}"
        for item in items:
            assert item.paid_on is not None
            if item.amount == line.amount and item.paid_on <= line.on <= item.paid_on + BACK_WITHIN:
                offered.setdefault(line.id, []).append(_back(line, words, item))
    return offered


def _back(line: BankLine, words: str, item: PayoutItem) -> Candidate:
    number = item.reference.rpartition(" ")[2]
    why = reasons(
        Reason.REFERENCE
        if has_reference(words, item.reference) or has_reference(words, number)
        else None,
        Reason.SUM,
        name_reason(words, item.payee.name),
    )
    called = gettext("Payment to {name} comes back: {text}").format(
        name=item.payee.name, text=item.text
    )
    return Candidate(BookKind.PAYOUT, f"back:{item.id}", line.amount, called, why, confidence(why))


def _item(line: BankLine, words: str, item: PayoutItem, name: str, alone: bool) -> Candidate:
    number = item.reference.rpartition(" ")[2]
    why = reasons(
        Reason.REFERENCE
        if has_reference(words, item.reference) or has_reference(words, number)
        else None,
        Reason.SUM,
        name_reason(words, name),
        Reason.ALONE if alone else None,
    )
    called = gettext("Payment to {name}: {text}").format(name=name, text=item.text)
    return Candidate(BookKind.PAYOUT, f"item:{item.id}", line.amount, called, why, confidence(why))


def _run(line: BankLine, words: str, run: PaymentRun) -> Candidate:
    why = reasons(
        Reason.SUM,
        days_reason((line.on - run.pay_on).days),
        Reason.ALONE if abs(line.on - run.pay_on) <= NEAR else None,
    )
    called = gettext("Payment run {number}, all of it").format(number=run.number)
    return Candidate(BookKind.PAYOUT, f"run:{run.id}", line.amount, called, why, confidence(why))


async def _runs(org: Organisation, amounts: Sequence[int]) -> list[tuple[PaymentRun, int]]:
    """Runs at the bank, with what of them is still to leave."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT r.id, sum(l.amount)::bigint AS total FROM payment_run r"
        " JOIN run_line l ON l.run_id = r.id AND l.is_live"
        " JOIN payout_item i ON i.id = l.item_id AND i.state = 'sent'"
        " WHERE r.organisation_id = $1 AND r.state = 'sent'"
        " GROUP BY r.id HAVING sum(l.amount) = ANY($2::bigint[]) AND count(*) > 1",
        [org.id, list(amounts)],
    )
    totals = {row["id"]: row["total"] for row in rows}
    found = PaymentRun.within(org).filter(id__in=list(totals), state=RunState.SENT)
    return [(run, totals[run.id]) for run in await found.order_by("id")]


async def _books(asking: Asking) -> list[int]:
    kind, _, number = asking.key.partition(":")
    if kind == "back":
        item = await _paid_one(asking, number)
        await came_back(asking.org, item, asking.text, asking.on, asking.by)
        return [await _line(asking.org, asking.bank_account.account_id, item, back=True)]
    found: list[int] = []
    for item in await _items(asking):
        await paid(asking.org, item, asking.on, f"{asking.once}:{item.id}", asking.by)
        found.append(await _line(asking.org, asking.bank_account.account_id, item))
    return found


async def _paid_one(asking: Asking, number: str) -> PayoutItem:
    item = await PayoutItem.within(asking.org).get_or_none(id=_number(number), state=ItemState.PAID)
    # A line from before it was paid brings something else.
    if item is None or item.amount != asking.amount or item.paid_on is None:
        raise NotItsBook
    if asking.on < item.paid_on:
        raise NotItsBook
    return item


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotItsBook
    return int(text)


async def _items(asking: Asking) -> list[PayoutItem]:
    kind, _, text = asking.key.partition(":")
    number = _number(text)
    sent = PayoutItem.within(asking.org).filter(state=ItemState.SENT)
    if kind == "item":
        items = await sent.filter(id=number)
    elif kind == "run":
        lines = RunLine.within(asking.org).filter(run_id=number, is_live=True)
        items = await sent.filter(id__in=[line.item_id for line in await lines]).order_by("id")
    else:
        items = []
    if not items or sum(item.amount for item in items) != -asking.amount:
        raise NotItsBook
    return items


async def _undoes(org: Organisation, match: BankMatch, on: date, by: Person | None) -> list[int]:
    account = await BankAccount.one(org, id=match.bank_account_id)
    matched = await MatchedPosting.within(org).filter(match_id=match.id)
    found: list[int] = []
    for one in matched:
        line = await PostingLine.one(org, id=one.posting_line_id)
        await line.fetch_related("posting")
        name = (line.posting.reference or "").split(":")
        if name[0] != "payout":
            raise NotItsBook
        item = await PayoutItem.one(org, id=int(name[1]))
        was_back = match.key.startswith("back:")
        undo = stayed_paid if was_back else unpaid
        await undo(org, item, max(on, line.posted_on), by)
        found.append(await _line(org, account.account_id, item, back=not was_back))
    return found


async def _line(org: Organisation, account: int, item: PayoutItem, *, back: bool = False) -> int:
    """The latest line of the books of a payment, or of its coming back."""
    lines = PostingLine.within(org).filter(
        account_id=account, posting__reference__startswith=f"payout:{item.id}:"
    )
    found = (
        await lines.filter(**({"amount__gt": 0} if back else {"amount__lt": 0}))
        .order_by("-id")
        .first()
    )
    if found is None:
        raise NotItsBook
    return int(found.id)


PAYOUT = Book(lazy("A payment of ours"), _books, _undoes)
