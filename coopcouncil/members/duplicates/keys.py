"""What two entries of one person probably share: only who shares a key is compared. Pure.

A million members make half a million million pairs. Two are looked at only if they share one of
a few keys, and a key that many share tells nothing, so it is passed over.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import product

from coopcouncil.members.duplicates.forms_of_names import FAMILY_FORMS, GIVEN_FORMS
from coopcouncil.members.duplicates.likeness import Who
from coopcouncil.members.duplicates.names import parts_of, sound

MOST_SHARING = 24
"""A key that more than so many share is passed over."""


def keys_of(who: Who) -> list[int]:
    """The keys of somebody, as numbers that fit a bigint; none without a name."""
    return sorted({_number(text) for text in _texts(who)})


def _texts(who: Who) -> Iterator[str]:
    given = [_heard(part) for part in parts_of(who.given_name)]
    family = [_heard(part) for part in parts_of(who.family_name)]
    names = given + family
    if not names:
        return
    # The family name's last part: "Hughes-Jones" meets "Jones". Sorted: turned names meet.
    firsts, lasts = names[0], names[-1]
    for first, last in product(firsts, lasts):
        if len(first) > 1:
            yield "name " + " ".join(sorted((first, last)))
    postcode = who.postcode.upper().replace(" ", "")
    if postcode:
        for name in {*firsts, *lasts}:
            yield f"home {postcode} {name}"
    if who.email:
        yield f"mail {who.email.casefold()}"
    if who.date_of_birth is not None:
        born = who.date_of_birth.isoformat()
        for name in {*lasts, *(name for part in given or [firsts] for name in part)}:
            yield f"born {born} {name}"


@lru_cache(maxsize=65_536)
def _heard(part: str) -> tuple[str, ...]:
    """A part of a name, whichever its form: the sets where it stands in some, else its sound."""
    forms = GIVEN_FORMS.get(part, frozenset()) | FAMILY_FORMS.get(part, frozenset())
    return tuple(sorted(forms)) or (sound(part),)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
