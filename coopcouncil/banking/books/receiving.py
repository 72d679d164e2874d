"""Money of members: by the number or the name in the line, set against what they owe."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.banking.hooks import Asking, Book
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankAccount, BankLine, BankMatch, BankRule, MatchedPosting
from coopcouncil.banking.rules.likeness import (
    Candidate,
    Reason,
    bears,
    confidence,
    name_reason,
    reasons,
    references_in,
    squeezed,
)
from coopcouncil.banking.rules.reconciling import NotItsBook
from coopcouncil.kernel.i18n import gettext, language, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.shown import shown_money
from coopcouncil.ledger.models import Posting, PostingLine
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions import receive, take_back
from coopcouncil.payments.kinds import Method, TakenBack
from coopcouncil.payments.models import Charge, Payment

MOST_ALIKE = 20
"""Members who owe the same sum are many; beyond these only a name or a number tells them apart."""


@dataclass(frozen=True)
class Known:
    """A member as a line may name them."""

    id: int
    number: str
    name: str


async def propose(
    org: Organisation, account: BankAccount, lines: Sequence[BankLine]
) -> Mapping[int, Sequence[Candidate]]:
    """Members whose number, remembered words, or name with the exact sum stand in a line."""
    coming = [line for line in lines if line.amount > 0]
    if not coming:
        return {}
    numbered = await numbered_in(org, coming)
    rules = await BankRule.within(org).filter(member_id__isnull=False, comes_in=True)
    owing = await _owing(org, sorted({line.amount for line in coming}))
    remembered = {
        line.id: [rule.member_id for rule in rules if bears(words_in(line), rule.words)]
        for line in coming
    }
    wanted = {one.id for found in numbered.values() for one in found}
    wanted |= {one for found in remembered.values() for one in found if one is not None}
    wanted |= {charge.member_id for found in owing.values() for charge in found}
    known = await _known(org, wanted)
    debts = await _debts(org, wanted)
    # What a credit union's member pays without owing it is savings, which are not kept here.
    in_advance = org.legal_form is not LegalForm.CREDIT_UNION
    offered: dict[int, list[Candidate]] = {}
    for line in coming:
        by_number = {one.id for one in numbered[line.id]}
        by_rule = {one for one in remembered[line.id] if one in known}
        by_sum = {charge.member_id for charge in owing[line.amount]} & known.keys()
        for member in by_number | by_rule | by_sum:
            if not debts[member] and not in_advance:
                continue
            found = _candidate(
                line,
                known[member],
                debts[member],
                referred=member in by_number,
                remembered=member in by_rule,
                alone=by_sum == {member},
                many=len(by_sum) > MOST_ALIKE,
            )
            if found is not None:
                offered.setdefault(line.id, []).append(found)
    return offered


def _candidate(
    line: BankLine,
    member: Known,
    debts: Sequence[Charge],
    *,
    referred: bool,
    remembered: bool,
    alone: bool,
    many: bool,
) -> Candidate | None:
    owed = sum(charge.owed.pence for charge in debts)
    one = next((charge for charge in debts if charge.owed.pence == line.amount), None)
    exact = one is not None or owed == line.amount
    name = name_reason(f"{line.name} {line.text}", member.name)
    if many and not (referred or remembered or name):
        return None
    part = Reason.PART if 0 < line.amount < owed and not exact else None
    more = Reason.MORE if line.amount > owed > 0 and not exact else None
    why = reasons(
        Reason.REFERENCE if referred else None,
        Reason.REMEMBERED if remembered and not referred else None,
        Reason.SUM if exact else None,
        name,
        Reason.ALONE if alone and exact else None,
        part,
        more,
    )
    what = gettext("{name}, member {number}").format(name=member.name, number=member.number)
    if one is not None:
        text = gettext("{who}: {charge}, {sum}")
        what = text.format(who=what, charge=one.called(language.get()), sum=shown_money(one.owed))
    elif owed:
        text = gettext("{who}, who owes {sum}")
        what = text.format(who=what, sum=shown_money(Money(owed)))
    else:
        what = gettext("{who}, in advance").format(who=what)
    key = f"{member.id}:{one.id}" if one is not None else str(member.id)
    return Candidate(BookKind.MEMBER, key, line.amount, what, why, confidence(why))


async def numbered_in(org: Organisation, lines: Sequence[BankLine]) -> dict[int, list[Known]]:
    """Whose number stands in which line."""
    said = {line.id: references_in(words_in(line)) for line in lines}
    every = sorted({squeezed(one) for found in said.values() for one in found})
    rows = await connections.get("default").execute_query_dict(
        "SELECT id, number, regexp_replace(lower(number), '[^a-z0-9]', '', 'g') AS plain"
        " FROM member WHERE organisation_id = $1"
        " AND regexp_replace(lower(number), '[^a-z0-9]', '', 'g') = ANY($2::text[])",
        [org.id, every],
    )
    by_plain: defaultdict[str, list[Known]] = defaultdict(list)
    current_ids = await _current_ids(org, [row["id"] for row in rows])
    for row in rows:
        # A bare small number is a house, a year, a day of the month.
        if row["id"] in current_ids and (len(row["plain"]) > 3 or not row["plain"].isdigit()):
            by_plain[row["plain"]].append(Known(row["id"], row["number"], ""))
    return {
        line: [one for said_ in sorted({squeezed(s) for s in found}) for one in by_plain[said_]]
        for line, found in said.items()
    }


async def _current_ids(org: Organisation, members: Sequence[int]) -> set[int]:
    found = await current(org).filter(member_id__in=list(members)).values_list("member_id")
    return {int(row[0]) for row in found}


async def _known(org: Organisation, members: set[int]) -> dict[int, Known]:
    found = current(org).filter(member_id__in=list(members))
    return {one.member_id: Known(one.member_id, one.member_number, one.name) for one in await found}


async def _owing(org: Organisation, amounts: Sequence[int]) -> defaultdict[int, list[Charge]]:
    """Open charges of exactly these sums."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM charge WHERE organisation_id = $1"
        " AND amount - paid - relieved = ANY($2::bigint[]) AND amount - paid - relieved > 0"
        " ORDER BY due_on, id LIMIT 2000",
        [org.id, list(amounts)],
    )
    found: defaultdict[int, list[Charge]] = defaultdict(list)
    for charge in await Charge.within(org).filter(id__in=[row["id"] for row in rows]):
        found[charge.owed.pence].append(charge)
    return found


async def _debts(org: Organisation, members: set[int]) -> defaultdict[int, list[Charge]]:
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM charge WHERE organisation_id = $1 AND member_id = ANY($2::bigint[])"
        " AND amount - paid - relieved > 0",
        [org.id, sorted(members)],
    )
    open_ones = Charge.within(org).filter(id__in=[row["id"] for row in rows])
    found: defaultdict[int, list[Charge]] = defaultdict(list)
    for charge in await open_ones.order_by("due_on", "id"):
        found[charge.member_id].append(charge)
    return found


def words_in(line: BankLine) -> str:
    """Everything that the bank says of a line."""
    return f"{line.text} {line.name} {line.reference}"


async def received(
    asking: Asking, member: Member, amount: int, charges: Sequence[Charge], part: str
) -> int:
    """Book a member's payment into this bank account; the line of the books that it made."""
    if amount <= 0:
        raise NotItsBook
    kind = asking.lines[0].kind.upper()
    standing = kind in ("SO", "STO", "STANDING ORDER", "STANDINGORDER")
    payment = await receive(
        asking.org,
        member,
        Method.STANDING_ORDER if standing else Method.TRANSFER,
        Money(amount),
        asking.on,
        reference=f"{asking.once}:{part}",
        by=asking.by,
        charges=charges,
        note=asking.text[:200],
        into=asking.bank_account.account_id,
    )
    assert payment.posting_id is not None
    line = await PostingLine.within(asking.org).get_or_none(
        posting_id=payment.posting_id, account_id=asking.bank_account.account_id
    )
    if line is None:
        raise NotItsBook
    return int(line.id)


async def taken_back(
    org: Organisation, posting: Posting, match: BankMatch, on: date, by: Person | None
) -> int | None:
    """Where a posting is a member's payment, take it back; the line of the books that this made."""
    payment = await Payment.within(org).get_or_none(posting_id=posting.id)
    if payment is None:
        return None
    assert payment.settled_on is not None
    back = await take_back(
        payment,
        TakenBack.MISTAKE,
        payment.left,
        max(on, payment.settled_on),
        f"bank-match:{match.id}:{payment.id}",
        by=by,
        note=match.reason[:200],
    )
    line = await PostingLine.within(org).get_or_none(posting_id=back.posting_id, amount__lt=0)
    return int(line.id) if line else None


async def _books(asking: Asking) -> list[int]:
    member_id, _, charge_id = asking.key.partition(":")
    if not all(one.isascii() and one.isdigit() for one in (member_id, charge_id or "0")):
        raise NotItsBook
    member = await Member.within(asking.org).get_or_none(id=int(member_id[:18]))
    charge = None
    if charge_id:
        charge = await Charge.within(asking.org).get_or_none(id=int(charge_id[:18]))
        if charge is None or not charge.owed or charge.member_id != int(member_id[:18]):
            raise NotItsBook
    if member is None:
        raise NotItsBook
    return [await received(asking, member, asking.amount, [charge] if charge else [], "0")]


async def _undoes(org: Organisation, match: BankMatch, on: date, by: Person | None) -> list[int]:
    found = []
    for matched in await MatchedPosting.within(org).filter(match_id=match.id):
        line = await PostingLine.one(org, id=matched.posting_line_id)
        posting = await Posting.one(org, id=line.posting_id)
        back = await taken_back(org, posting, match, on, by)
        if back is None:
            raise NotItsBook
        found.append(back)
    return found


MEMBER = Book(lazy("A member’s payment"), _books, _undoes)
