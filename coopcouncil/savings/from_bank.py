"""Lines of the bank that are somebody's savings: by the account's number, the member's, a name."""

from collections.abc import Mapping, Sequence
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.banking.books.receiving import numbered_in, words_in
from coopcouncil.banking.hooks import Asking, Book
from coopcouncil.banking.models import (
    BankAccount,
    BankLine,
    BankMatch,
    BankRule,
    MatchedPosting,
)
from coopcouncil.banking.rules.likeness import (
    Candidate,
    Reason,
    bears,
    confidence,
    name_reason,
    reasons,
    references_in,
    words_of,
)
from coopcouncil.banking.rules.reconciling import NotItsBook
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.models import PostingLine
from coopcouncil.members.reads import current
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.moving import pay_in
from coopcouncil.savings.actions.reversing import reverse
from coopcouncil.savings.kinds import Mode, Way
from coopcouncil.savings.models import SavingsAccount, SavingsHolder, SavingsMovement
from coopcouncil.savings.reads import mode_of, whose

KIND = "savings"


async def propose(
    org: Organisation, account: BankAccount, lines: Sequence[BankLine]
) -> Mapping[int, Sequence[Candidate]]:
    """Open accounts whose number, or whose holder's number or name, stands in a line."""
    coming = [line for line in lines if line.amount > 0]
    if not coming or org.legal_form is not LegalForm.CREDIT_UNION:
        return {}
    if await mode_of(org) is not Mode.WHOLE_BOOK:
        return {}
    numbers = {line.id: _account_numbers(words_in(line)) for line in coming}
    members = {
        line: {one.id for one in found} for line, found in (await numbered_in(org, coming)).items()
    }
    rules = await BankRule.within(org).filter(member_id__isnull=False, comes_in=True)
    told = {
        line.id: {
            rule.member_id
            for rule in rules
            if rule.member_id is not None and bears(words_in(line), rule.words)
        }
        for line in coming
    }
    wanted = await _named(org, coming)
    for found in (*members.values(), *told.values()):
        wanted |= found
    held = SavingsHolder.within(org).filter(member_id__in=wanted)
    ids = {one.account_id for one in await held}
    every = {one for found in numbers.values() for one in found}
    open_ones = {
        one.id: one
        for one in [
            *await SavingsAccount.within(org).filter(id__in=ids, closed_on=None),
            *await SavingsAccount.within(org).filter(number__in=every, closed_on=None),
        ]
    }
    names = await whose(org, open_ones.values())
    offered: dict[int, list[Candidate]] = {}
    for line in coming:
        for one in open_ones.values():
            who = names[one.id]
            holders = set(who.members)
            why = reasons(
                Reason.REFERENCE
                if one.number in numbers[line.id] or holders & members[line.id]
                else None,
                Reason.REMEMBERED if holders & told[line.id] else None,
                name_reason(f"{line.name} {line.text}", who.name),
            )
            if why:
                text = gettext("{name}, savings account {number}")
                called = text.format(name=who.name, number=one.number)
                offered.setdefault(line.id, []).append(
                    Candidate(KIND, str(one.id), line.amount, called, why, confidence(why))
                )
    return offered


def _account_numbers(words: str) -> set[int]:
    """Numbers that an account can have: five digits and more."""
    found = references_in(words)
    return {int(one) for one in found if one.isascii() and one.isdecimal() and 4 < len(one) < 10}


async def _named(org: Organisation, lines: Sequence[BankLine]) -> set[int]:
    """Members whose family name is a word of a line; how well the name fits is looked at later."""
    words = {word for line in lines for word in words_of(words_in(line)) if len(word) > 2}
    found = current(org).filter(family_name__in=[word.title() for word in words])
    return {one.member_id for one in await found.limit(500)}


async def _books(asking: Asking) -> list[int]:
    if not (asking.key.isascii() and asking.key.isdecimal() and len(asking.key) < 19):
        raise NotItsBook
    account = await SavingsAccount.within(asking.org).get_or_none(id=int(asking.key))
    if account is None or asking.amount <= 0:
        raise NotItsBook
    movement = await pay_in(
        asking.org,
        account,
        Money(asking.amount),
        Way.BANK,
        asking.on,
        asking.by,
        text=asking.text[:200],
        reference=asking.once,
    )
    return [await _line(asking.org, asking.bank_account.account_id, movement)]


async def _undoes(org: Organisation, match: BankMatch, on: date, by: Person | None) -> list[int]:
    account = await BankAccount.one(org, id=match.bank_account_id)
    found = []
    for matched in await MatchedPosting.within(org).filter(match_id=match.id):
        line = await PostingLine.one(org, id=matched.posting_line_id)
        movement = await SavingsMovement.one(org, posting_id=line.posting_id)
        back = await reverse(org, movement, match.reason or movement.text, by)
        found.append(await _line(org, account.account_id, back))
    return found


async def _line(org: Organisation, account: int, movement: SavingsMovement) -> int:
    line = await PostingLine.within(org).get_or_none(
        posting_id=movement.posting_id, account_id=account
    )
    if line is None:
        # Savings come into the first bank account alone.
        raise NotItsBook
    return int(line.id)


SAVINGS = Book(lazy("Somebody’s savings"), _books, _undoes)
