"""Who says what a line of the bank may be, and who books it; filled in `told.py`, in view.

A matcher is asked about a page of lines at once and answers with candidates. When a candidate is
confirmed, the book of its kind is asked: it finds or makes the postings, inside the transaction
and under the bank account's lock, and answers with their lines on this account of the books.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy

from coopcouncil.accounts.models import Person
from coopcouncil.banking.models import BankAccount, BankLine, BankMatch
from coopcouncil.banking.rules.likeness import Candidate
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Asking:
    """What a book is asked to book: these lines are that.

    `on` is the day in the books, the bank's own or the first that is open; `once` a name for the
    posting that no other confirmation has.
    """

    org: Organisation
    bank_account: BankAccount
    lines: tuple[BankLine, ...]
    key: str
    on: date
    once: str
    by: Person | None

    @property
    def amount(self) -> int:
        """What the lines come to, in pence."""
        return sum(line.amount for line in self.lines)

    @property
    def text(self) -> str:
        """The words of the first line."""
        return self.lines[0].text


Proposes = Callable[
    [Organisation, BankAccount, Sequence[BankLine]], Awaitable[Mapping[int, Sequence[Candidate]]]
]
Books = Callable[[Asking], Awaitable[Sequence[int]]]
Undoes = Callable[[Organisation, BankMatch, date, Person | None], Awaitable[Sequence[int]]]


@dataclass(frozen=True)
class Book:
    """How one kind is booked: `books` answers with lines of postings; `undoes` takes them back, and
    answers with the lines that did so.

    Where it has no `undoes`, the postings were there before and stay.
    """

    called: LazyProxy
    books: Books
    undoes: Undoes | None = None


MATCHERS: list[Proposes] = []
BOOKS: dict[str, Book] = {}
