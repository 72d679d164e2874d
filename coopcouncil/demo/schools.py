"""The learning trust's schools: learners, guardians, the forum's seats, a list at its preview."""

from datetime import date, timedelta
from itertools import islice
from random import Random

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.models import Ballot, BallotConstituency
from coopcouncil.demo import byelection
from coopcouncil.demo.names import Invented, people
from coopcouncil.demo.orgs import SCHOOLS, at
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.models import Constituency, Member, RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.members.safeguarding import stop_contact
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.actions.classvotes import begin_class_vote, close_class_vote, tell
from coopcouncil.schools.actions.rollover import begin_roll_over
from coopcouncil.schools.models import (
    ForumSeat,
    Guardianship,
    Learner,
    LearnerLine,
    LearnerMember,
    RaisedElection,
    Relation,
    SeatHolder,
)
from coopcouncil.schools.rules.learners import age_on
from coopcouncil.schools.rules.seats import end_of_term

PRIMARY, HIGH = "canal-side-primary", "calderbrook-high"
PUPILS = 84


async def fill(orgs: dict[str, Organisation], who: dict[str, Person], today: date) -> None:
    """Everything of the cluster that is more than its register."""
    trust = orgs["learning-trust"]
    groups = {group.key: group for group in await Constituency.within(trust)}
    began = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    pupils = await _primary(trust, orgs[PRIMARY], groups, began - timedelta(days=365), today)
    await _high(trust, orgs[HIGH], groups, began, today)
    await _seats(trust, orgs, groups, today)
    await byelection.held(trust, orgs[PRIMARY], groups["community"], who, today)
    await _class_vote(trust, orgs[PRIMARY], who["school-administrator"])
    await _list(trust, orgs[PRIMARY], pupils, began, who["school-administrator"])
    stopped = await (
        as_at(trust, today)
        .filter(part_id=orgs[HIGH].id, constituency_id=groups["parents"].id)
        .exclude(email="")
        .order_by("member_number")
        .first()
    )
    if stopped is not None:
        member = await Member.one(trust, id=stopped.member_id)
        with clock.frozen(at(today - timedelta(days=40), 11)):
            await stop_contact(
                trust,
                member,
                "Asked through the school nurse that nothing comes to the house.",
                today - timedelta(days=40),
                today + timedelta(days=140),
                who["safeguarding-lead"],
            )


async def _primary(
    trust: Organisation,
    school: Organisation,
    groups: dict[str, Constituency],
    since: date,
    today: date,
) -> list[tuple[Invented, str, int]]:
    """Pupils too young to be members, with their parents; each with UPN and year group."""
    stream = Random("pupils")  # noqa: S311  a demonstration, not a secret
    found = [
        (who, f"H{850_000_000_000 + n * 7_919:012}", age_on(who.born, since) - 4)
        for n, who in enumerate(islice(people("pupils", since, ages=(5, 11)), PUPILS))
    ]
    learners = [Learner(organisation=trust) for _pupil in found]
    await Learner.bulk_create(learners)
    rows = await Learner.within(trust).order_by("id")
    kept = rows[-len(found) :]
    await LearnerLine.bulk_create(
        [
            _line(trust, learner, school, since, who.given_name, who.family_name, who.born)
            .update_from_dict({"upn": upn, "year": f"Year {max(1, year)}"})
            .update_from_dict({"class_name": f"{max(1, year)}{'AB'[n % 2]}"})
            for n, (learner, (who, upn, year)) in enumerate(zip(kept, found, strict=True))
        ]
    )
    parents = await _members(trust, school, groups["parents"], today)
    await _tie(trust, kept, parents, since, stream)
    return found


async def _high(
    trust: Organisation,
    school: Organisation,
    groups: dict[str, Constituency],
    since: date,
    today: date,
) -> None:
    """The learners who are members, as the school has them, and some of their parents."""
    stream = Random("high")  # noqa: S311
    members = await _members(trust, school, groups["learners"], today)
    await Learner.bulk_create(
        [Learner(organisation=trust, member_id=entry.member_id) for entry in members]
    )
    rows = {row.member_id: row for row in await Learner.within(trust).filter(member_id__gt=0)}
    await LearnerMember.bulk_create(
        LearnerMember(organisation=trust, learner=learner, member_id=member, noted_at=clock.now())
        for member, learner in rows.items()
    )
    lines, learners = [], []
    for n, entry in enumerate(members):
        learner = rows[entry.member_id]
        learners.append(learner)
        born = entry.date_of_birth or since
        year = min(13, max(7, age_on(born, since) - 4))
        line = _line(trust, learner, school, since, entry.given_name, entry.family_name, born)
        line.update_from_dict(
            {
                "upn": f"J{760_000_000_000 + n * 6_911:012}",
                "admission_number": f"{4000 + n}",
                "year": f"Year {year}",
                "class_name": f"{year}{'CALDER'[n % 6]}",
            }
        )
        lines.append(line)
    await LearnerLine.bulk_create(lines)
    parents = await _members(trust, school, groups["parents"], today)
    await _tie(trust, learners, parents, since, stream)


def _line(
    trust: Organisation,
    learner: Learner,
    school: Organisation,
    since: date,
    given: str,
    family: str,
    born: date,
) -> LearnerLine:
    return LearnerLine(
        organisation=trust,
        learner=learner,
        holds_from=since,
        part=school,
        given_name=given,
        family_name=family,
        date_of_birth=born,
        sort_key=welsh_key(f"{family} {given}")[:300],
        recorded_at=clock.now(),
    )


async def _members(
    trust: Organisation, school: Organisation, group: Constituency, today: date
) -> list[RegisterEntry]:
    found = as_at(trust, today).filter(part_id=school.id, constituency_id=group.id)
    return await found.order_by("member_number")


async def _tie(
    trust: Organisation,
    learners: list[Learner],
    parents: list[RegisterEntry],
    since: date,
    stream: Random,
) -> None:
    """One parent for each learner, two for some; brothers and sisters share theirs."""
    ties = []
    for n, learner in enumerate(learners):
        own = [parents[n * 2 // 3 % len(parents)]]
        if stream.random() < 0.4:
            own.append(parents[(n * 2 // 3 + len(parents) // 2) % len(parents)])
        for parent in {entry.member_id: entry for entry in own}.values():
            relation = Relation.PARENT if stream.random() < 0.9 else Relation.CARER
            ties.append(
                Guardianship(
                    organisation=trust,
                    learner=learner,
                    guardian_id=parent.member_id,
                    relation=relation,
                    since=since,
                    noted_at=clock.now(),
                )
            )
    await Guardianship.bulk_create(ties)


async def _seats(
    trust: Organisation,
    orgs: dict[str, Organisation],
    groups: dict[str, Constituency],
    today: date,
) -> None:
    """Seats by school and constituency; those of parents, staff and learners are being elected,
    and of the community's some stand empty."""
    wanted: list[tuple[str | None, str, int]] = [(slug, "parents", 2) for slug, _, _ in SCHOOLS]
    wanted += [(None, "staff", 3), (HIGH, "learners", 2), (None, "alumni", 1)]
    wanted += [(slug, "community", 1) for slug, _, _ in SCHOOLS]
    named = {row.ballot_id: row.constituency_id for row in await BallotConstituency.all()}
    ballots = {
        (ballot.part_id, named.get(ballot.id)): ballot for ballot in await Ballot.within(trust)
    }
    for place, (slug, key, seats) in enumerate(wanted):
        school = orgs[slug] if slug else None
        seat = await ForumSeat.create(
            organisation=trust, part=school, constituency=groups[key], seats=seats
        )
        if ballot := ballots.get((school.id if school else None, groups[key].id)):
            await RaisedElection.create(
                organisation=trust, seat=seat, ballot=ballot, raised_at=ballot.created_at
            )
            began = today - timedelta(days=3 * 365 - 20)
        elif key == "community" and place % 3 == 0:
            continue
        else:
            began = today - timedelta(days=200 + 90 * place % 700)
        found = as_at(trust, today).filter(constituency_id=groups[key].id)
        if school is not None:
            found = found.filter(part_id=school.id)
        for entry in await found.order_by("-member_number").limit(seats):
            await SeatHolder.create(
                organisation=trust,
                seat=seat,
                member_id=entry.member_id,
                since=began,
                until=end_of_term(began, 3),
                noted_at=clock.now(),
            )


async def _class_vote(trust: Organisation, school: Organisation, by: Person) -> None:
    """One that is closed, and one that goes on."""
    closed = await begin_class_vote(
        trust,
        school,
        "What shall the new corner of the yard be?",
        "Beth ddylai cornel newydd yr iard fod?",
        "A pond\nFruit trees\nA stage",
        "Pwll\nCoed ffrwythau\nLlwyfan",
        by,
    )
    for name, counts in (("3A", (9, 12, 4)), ("4B", (14, 5, 7)), ("5A", (6, 15, 6))):
        await tell(trust, closed, name, counts, by)
    await close_class_vote(trust, closed, by)
    going = await begin_class_vote(
        trust,
        school,
        "Shall we have one day a month without cars at the gate?",
        "A ddylem gael un diwrnod y mis heb geir wrth y giât?",
        "Yes\nNo",
        "Dylem\nNa ddylem",
        by,
    )
    await tell(trust, going, "6B", (21, 5), by)


async def _list(
    trust: Organisation,
    school: Organisation,
    pupils: list[tuple[Invented, str, int]],
    began: date,
    by: Person,
) -> None:
    """The list of the new year as SIMS writes it: the oldest are off it, the youngest on it."""
    rows = ["UPN,Legal Surname,Legal Forename,DOB,Year,Reg"]
    for n, (who, upn, year) in enumerate(pupils):
        now = max(1, year) + 1
        if now > 6:
            continue
        family = "Greenwood-Shah" if n == 10 else who.family_name
        group = f"{now}{'AB'[n % 2]}"
        born = f"{who.born:%d/%m/%Y}"
        rows.append(f"{upn},{family},{who.given_name},{born},Year {now},{group}")
    intake = islice(people("intake", began, ages=(4, 5)), 12)
    for n, who in enumerate(intake):
        upn = f"K{910_000_000_000 + n * 5_003:012}"
        born = f"{who.born:%d/%m/%Y}"
        rows.append(f"{upn},{who.family_name},{who.given_name},{born},Year 1,1{'AB'[n % 2]}")
    data = ("\r\n".join(rows) + "\r\n").encode()
    await begin_roll_over(trust, school, "canal-side-autumn.csv", data, began, False, by)
