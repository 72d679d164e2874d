"""An HR export held against the jobs and the register: who joins, changed, came back, left. Pure.

HR knows names and home addresses. An e-mail address, a birth date or a language that the member
notified stands: the export fills them only where the register has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from coopcouncil.members.fits import read_fits, without, written_fits
from coopcouncil.members.kinds import Fact, Status
from coopcouncil.members.words import folded
from coopcouncil.mutuals.hr.people import Employee, Flaw, RowTrouble
from coopcouncil.organisations.chapters.joining import VotingPlace, listed
from coopcouncil.organisations.chapters.mutuals import StaffJoin

KINDS = ("joins", "matches", "returns", "changed", "leaves", "wrong")
_FILLS = ("email", "date_of_birth", "language")
_REPLACES = ("given_name", "family_name", "postal_address", "postcode")


@dataclass(frozen=True)
class Job:
    """A job as it is known."""

    number: str
    member_id: int
    post: str = ""
    began_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Known:
    """Somebody in the register as it stands today."""

    member_id: int
    number: str
    facts: Mapping[str, Fact]

    @property
    def is_in(self) -> bool:
        """Whether they are a member or may become one."""
        return self.facts["status"] != Status.LEFT

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.facts['given_name']} {self.facts['family_name']}".strip()


@dataclass(frozen=True)
class Terms:
    """How the rules have it, and what the export was said to be."""

    constituency_id: int
    keys: Mapping[int, str]
    """The keys of all constituencies."""
    join: StaffJoin
    grace_days: int
    voting_place: VotingPlace
    order: str
    as_of: date
    is_complete: bool


@dataclass(frozen=True)
class Difference:
    """What a row, or somebody missing, changes."""

    kind: str
    employee: Employee | None = None
    job: Job | None = None
    known: Known | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Facts of the register that are to be different from the export's day on."""
    ends_on: date | None = None
    flaws: tuple[Flaw, ...] = ()
    asks: bool = False
    """The member fits two constituencies, and the rules let them choose."""

    def grace_ends(self, days: int) -> date | None:
        """The last day on which somebody who left the job is certainly still a member."""
        return self.ends_on + timedelta(days=days) if self.ends_on else None


def differences(
    people: Sequence[Employee],
    jobs: Mapping[str, Job],
    register: Mapping[int, Known],
    terms: Terms,
) -> tuple[Difference, ...]:
    """Everybody of whom there is something to tell, the rows in their order, then the missing."""
    by_address, by_name = _indexes(register.values())
    found: list[Difference] = []
    for one in people:
        if one.flaws:
            found.append(Difference("wrong", one, flaws=one.flaws))
            continue
        job = jobs.get(one.number)
        if job is not None:
            found += _of_known_job(one, job, register[job.member_id], terms)
            continue
        if _is_over(one, terms.as_of):
            continue  # Came and went between two exports: never a member by it.
        likely = _likely(one, by_address, by_name, register)
        if len(likely) > 1:
            numbers = ", ".join(sorted(known.number for known in likely))
            flaw = Flaw(RowTrouble.SEVERAL, numbers)
            found.append(Difference("wrong", one, flaws=(flaw,)))
        elif likely:
            # Perhaps by a second job: the first keeps its own number.
            found.append(_matched(one, likely[0], terms))
        else:
            found.append(Difference("joins", one, facts=_admission(one, terms)))
    if terms.is_complete:
        there = {one.number for one in people}
        found += [
            Difference("leaves", None, job, register[job.member_id], ends_on=terms.as_of)
            for job in jobs.values()
            if job.ended_on is None and job.number not in there
        ]
    return tuple(found)


def counts(found: Iterable[Difference], rows: int) -> dict[str, int]:
    """How many of each kind, and how many rows say nothing new."""
    told = dict.fromkeys(KINDS, 0)
    of_rows = 0
    for each in found:
        told[each.kind] += 1
        of_rows += each.employee is not None
    return {**told, "unchanged": max(0, rows - of_rows)}


def looks_partial(told: Mapping[str, int], employed: int) -> bool:
    """Whether so many are missing that the export may not hold everybody."""
    return told.get("leaves", 0) >= 5 and 4 * told["leaves"] > employed


def _of_known_job(one: Employee, job: Job, known: Known, terms: Terms) -> list[Difference]:
    if _is_over(one, terms.as_of):
        if job.ended_on is not None and job.ended_on == one.ended_on:
            return []
        return [Difference("leaves", one, job, known, ends_on=one.ended_on)]
    facts = _changed(one, known)
    if job.ended_on is not None:
        return [Difference("returns", one, job, known, {**facts, **_back(one, known, terms)})]
    same_job = (one.post or job.post) == job.post and (one.began_on or job.began_on) == job.began_on
    if facts or not same_job:
        return [Difference("changed", one, job, known, facts)]
    return []


def _is_over(one: Employee, as_of: date) -> bool:
    return one.ended_on is not None and one.ended_on <= as_of


def _matched(one: Employee, known: Known, terms: Terms) -> Difference:
    facts = {**_changed(one, known), **_back(one, known, terms)}
    fits, asks = _placed(known, terms)
    return Difference("matches", one, None, known, {**facts, **fits}, asks=asks)


def _placed(known: Known, terms: Terms) -> tuple[dict[str, Fact], bool]:
    """Where an employee who is a member already votes from now on, and whether to ask."""
    now = known.facts["constituency_id"]
    part = known.facts["part_id"]
    staff = terms.constituency_id
    if now == staff:
        return {}, False
    if now is None or not known.is_in:
        return {"constituency_id": staff}, False
    current = int(str(now))
    places = set(read_fits(str(known.facts["fits"])))
    wins = terms.voting_place is VotingPlace.ORDER and _first(staff, current, terms) == staff
    if wins:
        before = (current, int(str(part)) if part else None)
        fits = without(written_fits({*places, before}), staff, None)
        return {"constituency_id": staff, "fits": fits}, False
    fits = written_fits({*places, (staff, None)})
    if fits == known.facts["fits"]:
        return {}, False
    return {"fits": fits}, terms.voting_place is VotingPlace.ASKED


def _first(one: int, other: int, terms: Terms) -> int:
    order = listed(terms.order)

    def place(constituency: int) -> int:
        key = terms.keys.get(constituency, "")
        return order.index(key) if key in order else len(order)

    return one if place(one) < place(other) else other


def _changed(one: Employee, known: Known) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for name in _REPLACES:
        if name in one.facts and one.facts[name] != known.facts[name]:
            facts[name] = one.facts[name]
    for name in _FILLS:
        if name in one.facts and not known.facts[name]:
            facts[name] = one.facts[name]
    return facts


def _back(one: Employee, known: Known, terms: Terms) -> dict[str, Fact]:
    """Somebody who had left the register comes back, as the rules have it."""
    if known.is_in:
        return {}
    back: dict[str, Fact] = {
        "left_on": None,
        "left_because": "",
        "constituency_id": terms.constituency_id,
    }
    if terms.join is StaffJoin.APPLY:
        return {**back, "status": Status.APPLICANT.value}
    joined = max(one.began_on or terms.as_of, terms.as_of)
    return {**back, "status": Status.MEMBER.value, "joined_on": joined.isoformat()}


def _admission(one: Employee, terms: Terms) -> dict[str, Fact]:
    facts: dict[str, Fact] = {**one.facts, "constituency_id": terms.constituency_id}
    if terms.join is StaffJoin.APPLY:
        return {**facts, "status": Status.APPLICANT.value}
    joined = one.began_on or terms.as_of
    return {**facts, "status": Status.MEMBER.value, "joined_on": joined.isoformat()}


def _indexes(
    register: Iterable[Known],
) -> tuple[dict[tuple[str, str], list[Known]], dict[tuple[str, str], list[Known]]]:
    by_address: dict[tuple[str, str], list[Known]] = {}
    by_name: dict[tuple[str, str], list[Known]] = {}
    for known in register:
        facts = known.facts
        if facts["email"]:
            # The given name too: a couple may share an address.
            key = (str(facts["email"]).lower(), folded(str(facts["given_name"])))
            by_address.setdefault(key, []).append(known)
        if facts["date_of_birth"]:
            key = (folded(known.name), str(facts["date_of_birth"]))
            by_name.setdefault(key, []).append(known)
    return by_address, by_name


def _likely(
    one: Employee,
    by_address: Mapping[tuple[str, str], list[Known]],
    by_name: Mapping[tuple[str, str], list[Known]],
    register: Mapping[int, Known],
) -> list[Known]:
    """The members who are this employee as far as anybody can tell; those still in come first."""
    address = (str(one.facts.get("email", "")).lower(), folded(str(one.facts.get("given_name"))))
    born = (folded(one.name), str(one.facts.get("date_of_birth", "")))
    ids = {known.member_id for known in (*by_address.get(address, ()), *by_name.get(born, ()))}
    found = [register[member_id] for member_id in sorted(ids)]
    staying = [known for known in found if known.is_in]
    return staying or found
