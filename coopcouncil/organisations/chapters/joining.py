"""Who may join and in which constituency, who decides, and how membership ends."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What an applicant must be able to show before a constituency is theirs."""

    EMPLOYMENT = "employment"
    TENANCY = "tenancy"
    CHILD = "child"
    SCHOOL = "school"
    BOND = "bond"


class VotingPlace(StrEnum):
    """Which constituency's vote it is where somebody fits several."""

    ASKED = "asked"
    ORDER = "order"


@dataclass(frozen=True)
class Qualification:
    """What one constituency asks: what is to be shown, from which age, and until which."""

    needs: frozenset[Need] = frozenset()
    from_age: int = 0
    under_age: int | None = None


class UnreadableNeeds(ValueError):
    """The text of `constituency_needs` follows no such grammar."""


_AGE = re.compile(r"(from|under) (\d{1,2})")


def qualifications(text: str) -> dict[str, Qualification]:
    """What each constituency asks, by its key.

    >>> found = qualifications("staff: employment; learners: school from 5 under 19")
    >>> sorted(found), found["learners"].under_age
    (['learners', 'staff'], 19)
    """
    found: dict[str, Qualification] = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        key, colon, asks = (each.strip() for each in part.partition(":"))
        if not colon or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", key) or key in found:
            raise UnreadableNeeds(part.strip())
        ages = {match[1]: int(match[2]) for match in _AGE.finditer(asks)}
        words = _AGE.sub(" ", asks).split()
        if set(words) - {need.value for need in Need}:
            raise UnreadableNeeds(part.strip())
        qualified = Qualification(
            frozenset(Need(word) for word in words), ages.get("from", 0), ages.get("under")
        )
        if qualified.under_age is not None and qualified.under_age <= qualified.from_age:
            raise UnreadableNeeds(part.strip())
        found[key] = qualified
    return found


def listed(text: str) -> tuple[str, ...]:
    """The names in a text that parts them by commas, each once.

    >>> listed("associate, junior,, associate ")
    ('associate', 'junior')
    """
    names = (" ".join(name.split()) for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, kw_only=True)
class JoiningRules:
    """Who may join and in which constituency, who decides, and how membership ends."""

    admission_by_board: bool = True
    """The board approves each application, and its minute is named. Model rules."""
    organisation_members: bool = True
    """Organisations may be members, through a named representative. Model rules."""
    common_bond: str = ""
    """What all members have in common, which an applicant declares: a place, a trade. CUA 1979
    s.1B for a credit union; elsewhere the rules, if at all."""
    common_bond_cy: str = ""
    """The same in Welsh."""
    constituency_needs: str = ""
    """By key, what a constituency asks: "staff: employment; learners: school from 5 under 19"
    (`Need`; ages). One that is not named asks nothing. The organisation's rules."""
    voting_constituency: VotingPlace = VotingPlace.ASKED
    """Who fits several constituencies votes in one: the member's choice, or the first of an
    order. Trust schools' articles differ."""
    constituency_order: str = ""
    """That order: keys parted by commas; those not named come after."""
    voteless_classes: str = ""
    """Classes of member that have no vote, parted by commas. The organisation's rules."""
    resignation_notice_days: int = 0
    """How long a resignation waits before membership ends. The organisation's rules."""
    expulsion_notice_days: int = 14
    """Clear days between the service of the grounds and the hearing. Model rules."""
    expulsion_by_meeting: bool = True
    """A general meeting expels, by the extraordinary majority; else the board, by the same.
    Model rules."""
    expulsion_appeal_days: int = 0
    """How long the member may appeal before it takes effect; 0: no appeal. Rules differ."""

    @property
    def qualified_by(self) -> dict[str, Qualification]:
        """What each constituency asks, by its key; nothing where the text cannot be read."""
        try:
            return qualifications(self.constituency_needs)
        except UnreadableNeeds:
            return {}

    @property
    def without_vote(self) -> tuple[str, ...]:
        """The classes of member that have no vote."""
        return listed(self.voteless_classes)
