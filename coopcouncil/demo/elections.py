"""The ballots of the demonstration: one ready to count, several open, one before a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions.keys import make_key, rehearse_kept
from coopcouncil.ballots.actions.roll import cut_roll, seal_roll
from coopcouncil.ballots.actions.setup import (
    Choice,
    Electorate,
    Terms,
    Texts,
    add_option,
    create_ballot,
)
from coopcouncil.ballots.actions.turnout import note_turnouts
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, Footing, Kind, RollEntry, Way
from coopcouncil.ballots.rules.majority import Decision
from coopcouncil.demo.orgs import SCHOOLS, at
from coopcouncil.kernel import clock
from coopcouncil.kernel.config import current
from coopcouncil.members.models import Constituency, RegisterEntry
from coopcouncil.organisations.models import Organisation, rulebook_on

BOARD = (
    ("Bilal Rafiq", 9, "I swim here every week and keep the books of our tenants’ association."),
    (
        "Christine Helliwell",
        8,
        "Thirty years a lifeguard, now retired. I know every leak.",
    ),
    ("Dev Sharma", 6, "Longer evening hours at both pools, paid for by letting the hall."),
    ("Edith Gaukroger", 4, "The bowling green is for everybody. So is the board."),
    ("Frank Murgatroyd", 3, "Fewer consultants, more paint."),
    ("Kamal Hussain", 7, "I coach the under-elevens. Girls’ football needs a changing room."),
    ("Margaret Stansfield", 5, "Accessible sessions at times that carers can come."),
    ("Olivia Townend", 6, "An apprenticeship in every team within three years."),
    ("Reuben Priestley", 2, "Bring back the sauna."),
    ("Shazia Iqbal", 7, "Women’s sessions with women on duty, every day of the week."),
    ("Walter Crabtree", 3, "I ran a pub for forty years and never once overspent."),
)


@dataclass(frozen=True)
class Cast:
    """Who acts in the ballots, by what they do."""

    secretary: Person
    returning_officer: Person


async def prepare(
    org: Organisation,
    kind: Kind,
    texts: Texts,
    terms: Terms,
    electorate: Electorate,
    choices: Sequence[Choice],
    who: Cast,
) -> Ballot:
    """Set a ballot up as its officers would, up to the sealed roll."""
    version = await rulebook_on(org, clock.today())
    ballot = await create_ballot(org, kind, texts, terms, electorate, version, who.secretary)
    for choice in choices:
        await add_option(ballot, choice, who.secretary)
    folder = current().keys
    await make_key(ballot, folder, who.returning_officer)
    await rehearse_kept(ballot, folder, who.returning_officer)
    await cut_roll(ballot, who.returning_officer)
    await seal_roll(ballot, who.returning_officer)
    return ballot


async def leisure(org: Organisation, today: date, who: Cast) -> None:
    """A board election that closed yesterday: some 1,800 papers in the box."""
    opens, closes = at(today - timedelta(days=22), 9), at(today - timedelta(days=1), 17)
    with clock.frozen(opens - timedelta(days=4)):
        ballot = await prepare(
            org,
            Kind.STV,
            Texts(
                "Election of five directors",
                "Ethol pum cyfarwyddwr",
                "Who should be directors of Calderbrook Leisure?",
                "Pwy ddylai fod yn gyfarwyddwyr Hamdden Calderbrook?",
                "Five directors are elected for three years from the annual general meeting.",
                "Etholir pum cyfarwyddwr am dair blynedd o’r cyfarfod blynyddol ymlaen.",
                "Director",
                "Cyfarwyddwr",
            ),
            Terms(Footing.OUTSIDE, seats=5),
            Electorate(today - timedelta(days=30), opens, closes),
            [Choice(name, statement=statement) for name, _likely, statement in BOARD],
            who,
        )
    stream = Random("leisure-votes")  # noqa: S311
    entries = await _entries(ballot)
    voters = stream.sample(entries, min(1_812, len(entries)))
    await _vote(ballot, voters, opens, closes, stream, [likely for _, likely, _ in BOARD])


async def learning_trust(orgs: dict[str, Organisation], today: date, who: Cast) -> None:
    """A forum election under way, by school and constituency."""
    trust = orgs["learning-trust"]
    groups = {row.key: row for row in await Constituency.within(trust)}
    opens, closes = at(today - timedelta(days=6), 9), at(today + timedelta(days=8), 17)
    wanted: list[tuple[Constituency, str | None, int]] = [
        (groups["parents"], slug, 2) for slug, _, _ in SCHOOLS
    ]
    wanted += [(groups["staff"], None, 3), (groups["learners"], "calderbrook-high", 2)]
    for constituency, slug, seats in wanted:
        school = orgs[slug] if slug else None
        stream = Random(f"forum-{constituency.key}-{slug}")  # noqa: S311
        with clock.frozen(opens - timedelta(days=5)):
            ballot = await prepare(
                trust,
                Kind.STV,
                _forum_texts(constituency, school, seats),
                Terms(Footing.OUTSIDE, seats=seats),
                Electorate(
                    today - timedelta(days=14),
                    opens,
                    closes,
                    [constituency.id],
                    school.id if school else None,
                ),
                await _standing(trust, constituency, school, seats + 3, stream),
                who,
            )
        entries = await _entries(ballot)
        # The person of the story has not voted yet: hers is the first number of all.
        voters = stream.sample(entries[1:], len(entries) * stream.randint(18, 34) // 100)
        likely = [stream.randint(2, 9) for _each in range(seats + 3)]
        await _vote(ballot, voters, opens, clock.now(), stream, likely)


async def tai_glanwern(org: Organisation, today: date, meeting_on: date, who: Cast) -> Ballot:
    """Advance votes on a change of rules, until the day before the meeting."""
    opens, closes = at(today - timedelta(days=10), 9), at(meeting_on - timedelta(days=1), 17)
    with clock.frozen(opens - timedelta(days=9)):
        ballot = await prepare(
            org,
            Kind.RESOLUTION,
            Texts(
                "Change of rule 14: pets",
                "Newid rheol 14: anifeiliaid anwes",
                "That rule 14 be changed so that a member may keep one pet without asking "
                "the committee first.",
                "Bod rheol 14 yn cael ei newid fel y caiff aelod gadw un anifail anwes heb ofyn "
                "i’r pwyllgor yn gyntaf.",
                "A change of rules has no effect until it is registered.",
                "Nid yw newid i’r rheolau’n cael effaith nes iddo gael ei gofrestru.",
            ),
            Terms(Footing.MEETING, decision=Decision.EXTRAORDINARY),
            Electorate(today - timedelta(days=21), opens, closes),
            (),
            who,
        )
    stream = Random("glanwern-votes")  # noqa: S311
    entries = await _entries(ballot)
    # The five of the story have not voted yet.
    for part, entry in enumerate(stream.sample(entries[5:], 23)):
        with clock.frozen(opens + timedelta(hours=9 * (part + 1))):
            await cast_vote(ballot, entry, stream.choice("11112231"), Way.WEB)
    return ballot


async def _entries(ballot: Ballot) -> list[int]:
    """The roll's entries, in its order."""
    return [entry.id for entry in await RollEntry.of(ballot).order_by("number")]


async def _vote(
    ballot: Ballot,
    voters: Sequence[int],
    first: datetime,
    last: datetime,
    stream: Random,
    likely: Sequence[int],
) -> None:
    """These voters vote by and by; more of them in the first days and the last."""
    span = last - first
    moments = sorted(
        first + span * (stream.betavariate(0.7, 0.8) * 0.999 + 0.0005) for _voter in voters
    )
    step = max(1, len(voters) // 40)
    for begin in range(0, len(voters), step):
        for voter, moment in zip(
            voters[begin : begin + step], moments[begin : begin + step], strict=True
        ):
            with clock.frozen(moment):
                await cast_vote(ballot, voter, _ranking(stream, likely), Way.WEB)
        with clock.frozen(moments[min(begin + step, len(voters)) - 1]):
            await note_turnouts()


def _ranking(stream: Random, likely: Sequence[int]) -> str:
    """A ranking by weight; most rank three to five, a few all, and one in eighty nobody."""
    if stream.random() < 1 / 80:
        return ""
    drawn = stream.random()
    most = len(likely)
    ranks = most if drawn < 0.12 else min(most, stream.choices((1, 2, 3, 4, 5), (3, 3, 5, 4, 4))[0])
    left = dict(enumerate(likely, 1))
    order = []
    for _rank in range(ranks):
        option = stream.choices(list(left), list(left.values()))[0]
        order.append(option)
        del left[option]
    return " ".join(map(str, order))


def _forum_texts(constituency: Constituency, school: Organisation | None, seats: int) -> Texts:
    where = f", {school.name}" if school else ""
    where_cy = f", {school.name_cy}" if school else ""
    return Texts(
        f"Forum election: {constituency.name}{where}",
        f"Etholiad y fforwm: {constituency.name_cy}{where_cy}",
        f"Who should sit on the forum for these {seats} seats?",
        f"Pwy ddylai eistedd ar y fforwm yn y {seats} sedd hyn?",
        office="Forum member",
        office_cy="Aelod o’r fforwm",
    )


async def _standing(
    trust: Organisation,
    constituency: Constituency,
    school: Organisation | None,
    count: int,
    stream: Random,
) -> list[Choice]:
    """Some of those who may vote stand, too."""
    found = RegisterEntry.within(trust).filter(
        constituency_id=constituency.id, superseded_at=None, status="member"
    )
    if school is not None:
        found = found.filter(part_id=school.id)
    # The person of the story votes; she does not stand.
    names = [
        f"{row.given_name} {row.family_name}"
        for row in await found.exclude(family_name="Nowak").order_by("member_number").limit(80)
    ]
    return [Choice(name) for name in sorted(stream.sample(names, count))]
