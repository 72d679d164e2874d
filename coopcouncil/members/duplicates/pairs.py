"""Two members side by side: what the register says of both, and where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.duplicates.models import Decision, Likeness
from coopcouncil.members.fits import Place, read_fits, without, written_fits
from coopcouncil.members.kinds import Fact, Status
from coopcouncil.members.labels import FACTS, Names, words_for
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import entries, entry_of
from coopcouncil.members.recording import facts_of
from coopcouncil.organisations.models import Organisation

PAGE = 20


@dataclass(frozen=True)
class Difference:
    """A fact in which the two differ, with either's words."""

    name: str
    label: str
    earlier: str
    later: str
    # Which is offered: that of the member who is offered to be kept, unless nothing is known.
    offered: str


@dataclass(frozen=True)
class Pair:
    """Two members who may be one."""

    likeness: Likeness
    earlier: RegisterEntry
    later: RegisterEntry
    same: Sequence[tuple[str, str]]
    differences: Sequence[Difference]


async def pairs_on(
    org: Organisation, decision: Decision, names: Names, page: int
) -> tuple[list[Pair], int]:
    """One page of pairs of that decision, the surest first; and how many there are."""
    query = Likeness.within(org).filter(decision=decision)
    count = await query.count()
    found = await query.order_by("-confidence", "id").offset((page - 1) * PAGE).limit(PAGE)
    wanted = {member for pair in found for member in (pair.earlier_id, pair.later_id)}
    now = await entries(org, clock.today()).filter(member_id__in=wanted)
    known = {entry.member_id: entry for entry in now}
    for missing in wanted - known.keys():
        if (entry := await entry_of(org, missing)) is not None:
            known[missing] = entry
    pairs = [
        side_by_side(pair, known[pair.earlier_id], known[pair.later_id], names)
        for pair in found
        if pair.earlier_id in known and pair.later_id in known
    ]
    return pairs, count


def side_by_side(
    likeness: Likeness, earlier: RegisterEntry, later: RegisterEntry, names: Names
) -> Pair:
    """What both say, fact by fact."""
    mine, theirs = facts_of(earlier), facts_of(later)
    differences = [
        Difference(
            name,
            str(label),
            words_for(name, mine[name], names),
            words_for(name, theirs[name], names),
            _offered(name, mine, theirs),
        )
        for name, label in FACTS.items()
        if mine[name] != theirs[name] and name != "fits"
    ]
    same = [
        (str(label), said)
        for name, label in FACTS.items()
        if mine[name] == theirs[name] and (said := words_for(name, mine[name], names))
    ]
    return Pair(likeness, earlier, later, same, differences)


def _offered(name: str, mine: Mapping[str, Fact], theirs: Mapping[str, Fact]) -> str:
    if name == "status":
        return "later" if theirs[name] == Status.MEMBER else "earlier"
    if mine[name] in (None, "") or (name == "left_on" and theirs[name] is None):
        return "later"
    if name == "joined_on" and theirs[name] and str(theirs[name]) < str(mine[name]):
        return "later"
    return "earlier"


def places_of_both(
    mine: Mapping[str, Fact], theirs: Mapping[str, Fact], chosen: Mapping[str, Fact]
) -> str:
    """Where one person of two entries qualifies besides the place where the vote is.

    A teacher who is also a parent is one member: the constituency that was not chosen is kept.
    """
    places: list[Place] = []
    for facts in (mine, theirs):
        places += read_fits(str(facts["fits"]))
        if facts["constituency_id"] is not None:
            part = facts["part_id"]
            places.append((int(facts["constituency_id"]), None if part is None else int(part)))
    votes = {**mine, **chosen}
    constituency, part = (
        None if votes[name] is None else int(str(votes[name]))
        for name in ("constituency_id", "part_id")
    )
    return without(written_fits(places), constituency, part)


async def waiting_count(org: Organisation) -> int:
    """How many pairs wait for somebody to decide."""
    return await Likeness.within(org).filter(decision=Decision.WAITING).count()


async def is_behind(org: Organisation) -> bool:
    """Whether the register changed since it was last looked through."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce((SELECT max(number) FROM change_set WHERE organisation_id = $1), 0) > "
        "coalesce((SELECT number FROM looked_through WHERE organisation_id = $1), 0) AS behind",
        [org.id],
    )
    return bool(rows[0]["behind"])
