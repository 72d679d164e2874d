"""Setting a ballot up: its texts, choices, electorate and times. Nothing here after sealing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.models import (
    Ballot,
    BallotConstituency,
    Fills,
    Footing,
    Kind,
    Option,
    Roll,
    RollEntry,
    WelshSignOff,
)
from coopcouncil.ballots.nominating import nominee
from coopcouncil.ballots.reads import course_of, rules_of
from coopcouncil.ballots.rules.course import may_change
from coopcouncil.ballots.rules.majority import Decision, Passing
from coopcouncil.ballots.rules.obstacles import WrittenResolution
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.models import StoredFile
from coopcouncil.organisations.models import Organisation, RulebookVersion
from coopcouncil.organisations.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Texts:
    """What voters read."""

    title: str
    title_cy: str
    question: str
    question_cy: str
    explanation: str = ""
    explanation_cy: str = ""
    office: str = ""
    office_cy: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is decided."""

    footing: Footing
    seats: int = 1
    fills: Fills = Fills.ELSEWHERE
    most_choices: int | None = None
    decision: Decision = Decision.ORDINARY
    quorum: int | None = None


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who votes, and when."""

    qualifying_on: date
    opens_at: datetime
    closes_at: datetime
    constituencies: Sequence[int] = ()
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands at a place on the paper."""

    name: str
    name_cy: str = ""
    statement: str = ""
    statement_cy: str = ""
    # The number of the member who stands, where the nomination names one.
    member_number: str = ""

    @property
    def words(self) -> dict[str, Any]:
        """What the paper says."""
        return {
            "name": self.name,
            "name_cy": self.name_cy,
            "statement": self.statement,
            "statement_cy": self.statement_cy,
        }


async def create_ballot(
    org: Organisation,
    kind: Kind,
    texts: Texts,
    terms: Terms,
    electorate: Electorate,
    version: RulebookVersion,
    by: Person | None,
) -> Ballot:
    """A draft under the rules as they stand; what the rules leave open is the draft's to say."""
    if terms.footing is Footing.WRITTEN:
        raise WrittenResolution
    rules = version.rules
    async with in_transaction():
        ballot = await Ballot.create(
            organisation=org,
            kind=kind,
            **asdict(texts),
            **_terms(kind, terms, rules),
            qualifying_on=electorate.qualifying_on,
            opens_at=electorate.opens_at,
            closes_at=electorate.closes_at,
            part_id=electorate.part,
            rulebook=version,
            count_rule=rules.election_rule if kind is Kind.STV else kind.value,
            vote_changeable=rules.vote_changeable,
            paper_vote=rules.paper_vote,
            papers=rules.papers,
            papers_withheld_below=rules.papers_withheld_below,
            key_keeper=rules.resolution_key if kind is Kind.RESOLUTION else rules.election_key,
            created_by=by,
            created_at=clock.now(),
        )
        await _name_constituencies(ballot, electorate.constituencies)
        await _record(ballot, by, "began a ballot", title=ballot.title)
    return ballot


async def change_texts(ballot: Ballot, texts: Texts, by: Person | None) -> None:
    """Other words, while nobody has been told any."""
    async with in_transaction():
        await _may_change(ballot)
        await ballot.update_from_dict(asdict(texts)).save()
        await _record(ballot, by, "changed a ballot's texts")


async def change_terms(ballot: Ballot, terms: Terms, by: Person | None) -> None:
    """Another way to decide."""
    if terms.footing is Footing.WRITTEN:
        raise WrittenResolution
    async with in_transaction():
        await _may_change(ballot)
        await ballot.update_from_dict(_terms(ballot.kind, terms, await rules_of(ballot))).save()
        await _record(ballot, by, "changed how a ballot is decided")


async def change_electorate(ballot: Ballot, electorate: Electorate, by: Person | None) -> None:
    """Other times, or other voters: then a roll that was cut is cut again."""
    async with in_transaction():
        await _may_change(ballot)
        named = {row.constituency_id for row in await BallotConstituency.of(ballot)}
        same = (
            ballot.qualifying_on == electorate.qualifying_on
            and ballot.part_id == electorate.part
            and named == set(electorate.constituencies)
        )
        ballot.qualifying_on = electorate.qualifying_on
        ballot.opens_at, ballot.closes_at = electorate.opens_at, electorate.closes_at
        ballot.part_id = electorate.part
        await ballot.save()
        if not same:
            await BallotConstituency.of(ballot).delete()
            await _name_constituencies(ballot, electorate.constituencies)
            await RollEntry.of(ballot).delete()
            await Roll.of(ballot).delete()
        await _record(ballot, by, "changed who votes in a ballot, or when")


async def add_option(
    ballot: Ballot, choice: Choice, by: Person | None, photo: StoredFile | None = None
) -> Option:
    """A choice at the end of the paper."""
    async with in_transaction():
        await _may_change(ballot)
        member = await nominee(ballot, choice.member_number)
        last = await Option.of(ballot).order_by("-place").first()
        place = last.place + 1 if last else 1
        option = await Option.create(
            ballot=ballot, place=place, photo=photo, member=member, **choice.words
        )
        await _record(ballot, by, "put a choice on the paper", choice=choice.name)
    return option


async def change_option(
    option: Option, ballot: Ballot, choice: Choice, by: Person | None, photo: StoredFile | None
) -> None:
    """Other words or another photo; without a new photo the old one stays."""
    async with in_transaction():
        await _may_change(ballot)
        member = await nominee(ballot, choice.member_number, option)
        option.update_from_dict(choice.words)
        option.member_id = member.id if member else None
        if photo is not None:
            option.photo_id = photo.id
        await option.save()
        await _record(ballot, by, "changed a choice on the paper", choice=choice.name)


async def remove_option(option: Option, ballot: Ballot, by: Person | None) -> None:
    """Off the paper; those after it move up."""
    async with in_transaction():
        await _may_change(ballot)
        await option.delete()
        for later in await Option.of(ballot).filter(place__gt=option.place).order_by("place"):
            later.place -= 1
            await later.save(update_fields=["place"])
        await _record(ballot, by, "took a choice off the paper", choice=option.name)


async def move_option_up(option: Option, ballot: Ballot, by: Person | None) -> None:
    """Swap places with the one before."""
    async with in_transaction():
        await _may_change(ballot)
        before = await Option.of(ballot).filter(place=option.place - 1).first()
        if before is None:
            return
        place = option.place
        # Nobody may stand at one place twice, not even for a moment.
        spare = await Option.of(ballot).order_by("-place").first()
        for moved, to in ((option, spare.place + 1 if spare else 2), (before, place)):
            moved.place = to
            await moved.save(update_fields=["place"])
        option.place = place - 1
        await option.save(update_fields=["place"])
        await _record(ballot, by, "moved a choice on the paper", choice=option.name)


async def sign_off_welsh(org: Organisation, name: str, standing: str, by: Person | None) -> None:
    """A named person answers for the Welsh of the voter's pages."""
    async with in_transaction():
        await WelshSignOff.create(
            organisation=org, name=name, standing=standing, at=clock.now(), by=by
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "signed off the Welsh of voting",
            f"organisation:{org.id}",
        )


def _terms(kind: Kind, terms: Terms, rules: Rulebook) -> dict[str, Any]:
    passing = Passing.by(terms.decision, rules).written() if kind is Kind.RESOLUTION else None
    return {
        "footing": terms.footing,
        "seats": 1 if kind is Kind.RESOLUTION else terms.seats,
        "fills": Fills.ELSEWHERE if kind is Kind.RESOLUTION else terms.fills,
        "most_choices": terms.most_choices if kind is Kind.APPROVAL else None,
        "passing": passing,
        "quorum": terms.quorum,
    }


async def _may_change(ballot: Ballot) -> None:
    # Asked before, too: who seals a long roll holds the lock for a minute.
    may_change(await course_of(ballot))
    await locks.alone(ballot)
    may_change(await course_of(ballot))


async def _name_constituencies(ballot: Ballot, constituencies: Sequence[int]) -> None:
    for number in constituencies:
        await BallotConstituency.create(ballot=ballot, constituency_id=number)


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )
