"""What a slice holds of one person, as plain facts: for their own page, and to take away.

A slice contributes one function; `told.py` lists them in `privacy.held.HELD`. It is asked about
one person as one member and says nothing of anybody else.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """Whom it is about: numbers alone, since each slice knows its own rows by them.

    `person_id` is who signs in, `member_id` the entry in the register; either may be missing.
    """

    organisation_id: int
    person_id: int | None
    member_id: int | None


@dataclass(frozen=True)
class Section:
    """What one slice holds, in the reader's language, and why it may."""

    key: str
    title: str
    basis: str
    facts: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held."""
        return not self.facts and not self.rows


Contribute = Callable[[Subject], Awaitable[list[Section]]]
