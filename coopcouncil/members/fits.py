"""Where a member qualifies besides the constituency of the vote. Pure.

The fact `fits` is text, so that the journal can keep it: a place is the number of a constituency,
a colon, and the number of a school or nothing; places are sorted and parted by spaces.
"""

from collections.abc import Iterable, Mapping

from coopcouncil.members.words import folded

Place = tuple[int, int | None]
"""A constituency, and the part of the organisation (a school) where there is one."""


class NoSuchPlace(ValueError):
    """What was written names no constituency, or no school, of the organisation."""


def read_fits(text: str) -> tuple[Place, ...]:
    """The places that a fact names.

    >>> read_fits("12: 14:7")
    ((12, None), (14, 7))
    """
    places = (place.partition(":") for place in text.split())
    return tuple((int(one), int(part) if part else None) for one, _colon, part in places)


def written_fits(places: Iterable[Place]) -> str:
    """The fact for these places, each once.

    >>> written_fits([(14, 7), (12, None), (14, 7)])
    '12: 14:7'
    """
    return " ".join(f"{one}:{part or ''}" for one, part in sorted(set(places), key=_order))


def without(fits: str, constituency: int | None, part: int | None) -> str:
    """The fact without the place in which the member votes.

    >>> without("12: 14:7", 12, 5)
    '14:7'
    """
    return written_fits(
        (one, at)
        for one, at in read_fits(fits)
        if one != constituency or (at is not None and at != part)
    )


def fits_from_words(text: str, constituencies: Mapping[str, int], parts: Mapping[str, int]) -> str:
    """The fact from "Parents: Beech Primary; Community", names folded; NoSuchPlace otherwise."""
    places: list[Place] = []
    for line in text.replace("\n", ";").split(";"):
        if not line.strip():
            continue
        name, _colon, part = (half.strip() for half in line.partition(":"))
        if folded(name) not in constituencies or (part and folded(part) not in parts):
            raise NoSuchPlace(line.strip())
        places.append((constituencies[folded(name)], parts[folded(part)] if part else None))
    return written_fits(places)


def words_from_fits(
    text: str, constituencies: Mapping[int, str], parts: Mapping[int, str], between: str = "; "
) -> str:
    """The same for a reader, or for a list by keys."""
    said = [
        f"{name}: {parts[part]}" if part and part in parts else name
        for one, part in read_fits(text)
        if (name := constituencies.get(one))
    ]
    return between.join(said)


def _order(place: Place) -> tuple[int, int]:
    return place[0], place[1] or 0
