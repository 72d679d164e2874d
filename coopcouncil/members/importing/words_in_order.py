"""The words of a long list's entries, written in the order of their index.

A trigger writes the words of entries as these come (`register_word`), and the index takes each
wherever it belongs: most of what a long list costs. What comes sorted costs half. So the trigger
stands back while a list is written, and the words follow in long sorted runs, in the same
transaction: nobody else sees the one without the other.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from coopcouncil.members.recording import Recording

RUN = 250_000
# A run is sorted in so much of the server's memory, and beyond it in a file of the server's own.
SORTED_IN = "64MB"


Begins = Callable[[int], Awaitable[None]]
"""Hears, before a run is written, of how many rows: nothing else is heard until it is."""


class WordsInOrder:
    """The words that are still to follow."""

    def __init__(self, book: Recording, upto: int, begins: Begins | None) -> None:
        self._book = book
        self._upto = upto
        self._begins = begins
        self._waiting = 0

    async def note(self, entries: int) -> None:
        """So many entries have been written; the run is, once it is long enough."""
        self._waiting += entries
        if self._waiting >= RUN:
            await self.write()

    async def write(self) -> None:
        """The words of all entries since the last run."""
        if self._begins is not None and self._waiting:
            await self._begins(self._waiting)
        upto = await _number(self._book)
        # Numbers in the text: a plan for any range whatever would read the whole organisation.
        await self._book.connection.execute(
            "INSERT INTO register_word (organisation_id, marks, entry_id, word, sort_key) "  # noqa: S608
            "SELECT e.organisation_id, w.marks, e.id, w.word, e.sort_key "
            "FROM register_entry AS e "
            "CROSS JOIN LATERAL register_words_marked(e.search_text) AS w "
            f"WHERE e.id > {self._upto} AND e.id < {upto} "
            f"AND e.organisation_id = {self._book.org.id} "
            # Others may write entries meanwhile: these are of one organisation, so its number
            # would only make the sorting slower.
            'ORDER BY w.word COLLATE "C", e.sort_key COLLATE "C", e.id'
        )
        self._upto, self._waiting = upto, 0


@asynccontextmanager
async def words_in_order(
    book: Recording, begins: Begins | None = None
) -> AsyncIterator[WordsInOrder]:
    """Within, entries of this change-set get their words in runs; at the end all have theirs."""
    await book.connection.execute("SET LOCAL coopcouncil.words = 'follow'")
    await book.connection.execute(f"SET LOCAL work_mem = '{SORTED_IN}'")
    words = WordsInOrder(book, await _number(book), begins)
    yield words
    await words.write()
    await book.connection.execute("SET LOCAL coopcouncil.words = 'at once'")


async def _number(book: Recording) -> int:
    """A number of an entry that will not be: above all before it, below all after it."""
    found: int = await book.connection.fetchval(
        "SELECT nextval(pg_get_serial_sequence('register_entry', 'id'))"
    )
    return found
