"""Adding a statement up while it is read: is it whole, of this account, each line once? Pure."""

import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from coopcouncil.banking.reading.facts import (
    BalancesDiffer,
    DoesNotAddUp,
    Doubled,
    Facts,
    Named,
    OtherAccount,
    Read,
)
from coopcouncil.kernel.money import Money


@dataclass
class _Chain:
    """Balances that follow from each other, oldest first (`forwards`) or latest first."""

    forwards: bool
    known: int | None = None
    since: int = 0
    first: int | None = None
    broken_at: int = 0
    out: int = 0

    def add(self, read: Read) -> None:
        self.since += read.amount if self.forwards else 0
        if read.balance is not None and not self.broken_at:
            if self.known is None:
                self.first = read.balance - self.since if self.forwards else None
                self.since = 0
            elif (out := read.balance - self._expected()) != 0:
                self.broken_at, self.out = read.line, out
            else:
                self.since = 0
            self.known = read.balance
        if not self.forwards:
            self.since += read.amount

    def _expected(self) -> int:
        assert self.known is not None
        return self.known + self.since if self.forwards else self.known - self.since


@dataclass(frozen=True)
class Added:
    """What a whole statement comes to."""

    total: int
    came_in: int
    went_out: int
    from_on: date | None
    to_on: date | None
    opening: int | None
    closing: int | None
    ids_told_apart: bool


class Sums:
    """Hold a statement against itself, line by line; `done` refuses what is not whole."""

    def __init__(self) -> None:
        self.total = self.came_in = self.went_out = 0
        self.days: tuple[date, date] | None = None
        self.first_on: date | None = None
        self.last_on: date | None = None
        self._chains = (_Chain(True), _Chain(False))
        self._has_balances = False
        self._marks = array("q")
        self._lines = array("q")
        self._ids: dict[str, tuple[date, int]] = {}
        self.ids_told_apart = True

    def add(self, read: Read) -> None:
        """One more line."""
        self.total += 1
        if read.amount > 0:
            self.came_in += read.amount
        else:
            self.went_out -= read.amount
        low, high = self.days or (read.on, read.on)
        self.days = min(low, read.on), max(high, read.on)
        self.first_on = self.first_on or read.on
        self.last_on = read.on
        for chain in self._chains:
            chain.add(read)
        self._has_balances |= read.balance is not None
        self._marks.append(_mark(fingerprint(read)))
        self._lines.append(read.line)
        if read.bank_id:
            once = self._ids.setdefault(read.bank_id, (read.on, read.amount))
            self.ids_told_apart &= once == (read.on, read.amount)

    def done(self, facts: Facts) -> Added:
        """What it comes to; refused where it is not whole."""
        opening, closing = facts.opening, facts.closing
        if self._has_balances:
            chain = self._chain()
            if chain.broken_at:
                raise DoesNotAddUp(chain.broken_at, str(Money(abs(chain.out))))
            opening, closing = self._ends(chain)
        else:
            self._refuse_doubled()
        if opening is not None and closing is not None:
            out = closing - opening - self.came_in + self.went_out
            if out:
                raise BalancesDiffer(0, str(Money(abs(out))))
        elif closing is not None:
            opening = closing - self.came_in + self.went_out
        low, high = self.days or (None, None)
        return Added(
            self.total,
            self.came_in,
            self.went_out,
            min(filter(None, (low, facts.from_on)), default=None),
            max(filter(None, (high, facts.to_on)), default=None),
            opening,
            closing,
            self.ids_told_apart,
        )

    def _chain(self) -> _Chain:
        """The order in which the balances follow; where neither does, the one of the days."""
        whole = [chain for chain in self._chains if not chain.broken_at]
        if len(whole) == 1:
            return whole[0]
        assert self.first_on is not None
        assert self.last_on is not None
        return self._chains[0 if self.first_on <= self.last_on else 1]

    def _ends(self, chain: _Chain) -> tuple[int | None, int | None]:
        moved = self.came_in - self.went_out
        if chain.forwards:
            assert chain.first is not None
            return chain.first, chain.first + moved
        assert chain.known is not None
        # `since` of the latest-first chain: the line of the last balance, and all after it.
        opening = chain.known - chain.since
        return opening, opening + moved

    def _refuse_doubled(self) -> None:
        half, odd = divmod(len(self._marks), 2)
        if odd or half < 2 or len(set(self._marks[:half])) < 2:
            return
        if self._marks[:half] == self._marks[half:]:
            raise Doubled(self._lines[half])


def fingerprint(read: Read) -> str:
    """What a line without an id of the bank's is known by: its day, its amount, its words."""
    words = " ".join((read.text, read.name, read.reference, read.kind))
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return f"{read.on.isoformat()}|{read.amount}|{plain}"


def keyed(reads: Iterable[Read], use_ids: bool = True) -> Iterator[tuple[str, Read]]:
    """Each line with its key. Equal lines of a day are told apart by their count, so that two true
    ones both stand and the same file again brings none."""
    seen: Counter[int] = Counter()
    for read in reads:
        if read.bank_id and use_ids:
            # With day and amount: some banks use an id again.
            name = f"id|{read.bank_id}|{read.on.isoformat()}|{read.amount}"
        else:
            plain = fingerprint(read)
            seen[_mark(plain)] += 1
            name = f"{plain}|{seen[_mark(plain)]}"
        yield sha256(name.encode()).hexdigest(), read


def refuse_another(accounts: Iterable[Named], sort_code: str, number: str) -> None:
    """Refuse a file that names another account than this one."""
    for named in accounts:
        if number and not is_same(named, sort_code, number):
            raise OtherAccount(0, named.number[-4:])


def is_same(named: Named, sort_code: str, number: str) -> bool:
    """Whether a name in a file can be this account: as far as both say.

    >>> is_same(Named("GB29NWBK60161331926819"), "601613", "31926819")
    True
    >>> is_same(Named("6819"), "601613", "31926819"), is_same(Named("31926818"), "", "31926819")
    (True, False)
    """
    code, digits = named.sort_code, named.number
    ours = (number[8:14], number[14:]) if number[:2] == "GB" and len(number) == 22 else ("", number)
    if digits[:2] == "GB" and len(digits) == 22:
        code, digits = digits[8:14], digits[14:]
    our_code, our_digits = sort_code or ours[0], ours[1]
    if code and our_code and code != our_code:
        return False
    if len(digits) < len(our_digits):
        # Masked to its last few, or a leading zero lost in a spreadsheet.
        return our_digits.endswith(digits) and len(digits) >= 3
    return digits == our_digits


def _mark(text: str) -> int:
    """Eight bytes instead of a text: a hundred thousand of them are less than a megabyte."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
