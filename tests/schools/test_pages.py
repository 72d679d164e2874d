"""The pages of a cluster, as the trust's administrator and a school's own use them."""

import csv
import io
from datetime import date

import pytest

from coopcouncil.ballots.models import Ballot, BallotConstituency
from coopcouncil.kernel import clock
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Role
from coopcouncil.schools.actions.learners import tie_guardian
from coopcouncil.schools.actions.seats import add_seats, take_seat
from coopcouncil.schools.models import ClassTally, ClassVote, ForumSeat, Relation, SeatHolder
from tests.make import make_member, make_officer
from tests.pageclient import Pages
from tests.schools.building import Cluster, make_learner, make_parent

pytestmark = pytest.mark.anyio
SECRET = "17 Hidden Row"


async def test_members_are_counted_once_by_school_and_constituency(
    client: Pages, place: Cluster
) -> None:
    for name in ("Ada Brown", "Ben Brown"):
        await make_parent(place, name)
    await make_parent(place, "Cai Hill", place.hill)
    await make_member(place.trust, "Teacher Parent", constituency=place.staff, part=place.brook,
                      fits=f"{place.parents.id}:{place.hill.id}")  # fmt: skip
    await make_member(place.trust, "Old Boy", constituency=place.alumni)
    administrator = client.as_(place.administrator)

    answer = await administrator.get(f"/{place.trust.slug}/cluster/file")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    by_school = {row["school"]: row for row in rows}
    assert by_school[place.brook.slug]["Parents"] == "2"
    assert by_school[place.brook.slug]["Staff"] == "1"
    assert by_school[place.hill.slug]["members"] == "1"
    assert by_school[""]["Alumni"] == "1"
    assert sum(int(row["members"]) for row in rows) == 5

    page = await administrator.get(f"/{place.trust.slug}/cluster")
    assert "Brook School, members: 3." in page.html
    assert "Members 5" in page.main
    # As it stood before anybody joined.
    before = await administrator.get(
        f"/{place.trust.slug}/cluster?on-day=1&on-month=1&on-year=2019"
    )
    assert "As at the end of 1 January 2019." in before.main
    assert "Members 0" in before.main
    # As it was known before anybody was recorded.
    known = await administrator.get(
        f"/{place.trust.slug}/cluster?known-day=1&known-month=1&known-year=2020"
    )
    assert "Members 0" in known.main


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_every_page_opens_for_the_trust_and_for_a_school(
    client: Pages, place: Cluster, language: str
) -> None:
    learner = await make_learner(place, "Nia Young", year="6", class_name="6B")
    parent = await make_parent(place, "Ada Young")
    await tie_guardian(place.trust, learner, parent, Relation.PARENT, date(2025, 9, 1), None)
    seat = await add_seats(place.trust, place.brook, place.parents, 2, 3, None)
    await take_seat(place.trust, seat, parent, date(2026, 1, 1), None)
    own = await make_officer(place.brook, Role.TRUST_ADMINISTRATOR, "Sal School")
    common = (
        "/cluster",
        "/learners",
        "/learners?q=nia&class_name=6b",
        "/learners/new",
        f"/learners/{learner.id}",
        f"/learners/{learner.id}/details",
        f"/households/{parent.id}",
        "/forum",
        f"/forum/{seat.id}",
        "/class-votes",
        "/class-votes/new",
        "/roll-overs",
        "/members",
        f"/members/{parent.id}",
    )
    trust_alone = ("/cluster/constituencies", "/forum/new", "/forum/elections", "/members/new")
    here = client.in_(language).as_(place.administrator)
    school = client.in_(language).as_(own)
    for path in (*common, *trust_alone):
        assert (await here.get(f"/{place.trust.slug}{path}")).status == 200, path
    for path in common:
        assert (await school.get(f"/{place.brook.slug}{path}")).status == 200, path
    for path in trust_alone:
        assert (await school.get(f"/{place.brook.slug}{path}")).status == 404, path
    assert (await school.get(f"/{place.brook.slug}/")).status == 200


async def test_a_school_sees_its_own_and_nothing_of_another(client: Pages, place: Cluster) -> None:
    mine = await make_learner(place, "Nia Young")
    theirs = await make_learner(place, "Osian Elder", school=place.hill)
    parent = await make_parent(place, "Hetty Hill", place.hill, postal_address=SECRET)
    ours = await make_parent(place, "Ada Brook")
    await tie_guardian(place.trust, theirs, parent, Relation.PARENT, date(2025, 9, 1), None)
    seat = await add_seats(place.trust, place.hill, place.parents, 1, 3, None)
    vote = await ClassVote.create(
        organisation=place.trust, part=place.hill, question="Trees?",
        options=[["a", ""], ["b", ""]], begun_at=clock.now(),
    )  # fmt: skip
    school = client.as_(await make_officer(place.brook, Role.TRUST_ADMINISTRATOR))

    for path in (
        f"/members/{parent.id}",
        f"/learners/{theirs.id}",
        f"/learners/{theirs.id}/details",
        f"/households/{parent.id}",
        f"/forum/{seat.id}",
        f"/class-votes/{vote.id}",
    ):
        assert (await school.get(f"/{place.brook.slug}{path}")).status == 404, path
        # Nor at the other school's or the trust's own address.
        assert (await school.get(f"/{place.hill.slug}{path}")).status == 403, path
        assert (await school.get(f"/{place.trust.slug}{path}")).status == 403, path
    for path in (f"/learners/{theirs.id}/guardians", f"/class-votes/{vote.id}/close"):
        assert (await school.post(f"/{place.brook.slug}{path}", {})).status == 404

    listed = await school.get(f"/{place.brook.slug}/members")
    assert "Ada Brook" in listed.main
    assert "Hetty" not in listed.main
    chosen = await school.get(f"/{place.brook.slug}/members?part={place.hill.id}&status=all")
    assert "Hetty" not in chosen.main
    assert "Nia" in (await school.get(f"/{place.brook.slug}/learners")).main
    assert (
        "Osian"
        not in (await school.get(f"/{place.brook.slug}/learners?school={place.hill.id}")).main
    )
    export = await school.post(
        f"/{place.brook.slug}/members/export?part={place.hill.id}", {"purpose": "x", "form": "csv"}
    )
    assert "Hetty" not in export.text
    assert "Ada" in export.text
    # A number of another school's member cannot be tried out.
    tried = await school.post(
        f"/{place.brook.slug}/learners/{mine.id}/guardians",
        {"number": parent.number, "relation": "parent", "since-day": "1", "since-month": "9",
         "since-year": "2025"},
    )  # fmt: skip
    assert tried.status == 422
    assert "Hetty" not in tried.main
    assert (await school.get(f"/{place.brook.slug}/members/{ours.id}/details")).status == 404


async def test_seats_are_taken_stood_down_from_and_counted_vacant(
    client: Pages, place: Cluster
) -> None:
    ada, ben = await make_parent(place, "Ada Brook"), await make_parent(place, "Ben Brook")
    stranger = await make_parent(place, "Hetty Hill", place.hill)
    administrator = client.as_(place.administrator)
    form = await administrator.get(f"/{place.trust.slug}/forum/new")
    done = await form.submit(
        school=str(place.brook.id), constituency=str(place.parents.id), seats="1", term_years="2"
    )
    again = await form.submit(
        school=str(place.brook.id), constituency=str(place.parents.id), seats="3"
    )
    assert again.status == 422
    page = await done.follow()
    other = await page.submit(number=stranger.number)
    assert any("does not vote in this constituency" in error for error in other.errors)
    page = await (await page.submit(number=ada.number)).follow()
    assert "Ada Brook" in page.main
    full = await page.submit(number=ben.number)
    assert any("Every seat is taken" in error for error in full.errors)
    fewer = await administrator.post(
        f"/{place.trust.slug}/forum/{(await ForumSeat.within(place.trust).get()).id}",
        {"seats": "0", "term_years": "2"},
    )
    assert fewer.status == 422

    holder = await SeatHolder.within(place.trust).get()
    assert holder.until == date(
        holder.since.year + 2, holder.since.month, holder.since.day
    ).replace(day=holder.since.day) - (date(2026, 1, 2) - date(2026, 1, 1))
    down = await administrator.get(
        f"/{place.trust.slug}/forum/{holder.seat_id}/holders/{holder.id}/end"
    )
    assert down.h1 == "Ada Brook stands down"
    page = await (await down.submit(because="Moved away")).follow()
    assert "Moved away" in page.main
    overview = await administrator.get(f"/{place.trust.slug}/forum")
    assert "Vacant 0" in overview.main  # Today is the last day.


async def test_elections_over_the_cluster_are_raised_in_one_go_and_never_twice(
    client: Pages, place: Cluster
) -> None:
    both = [
        await add_seats(place.trust, school, place.parents, 2, 3, None)
        for school in (place.brook, place.hill)
    ]
    whole = await add_seats(place.trust, None, place.staff, 1, 3, None)
    sitting = await make_parent(place, "Ada Brook")
    await take_seat(place.trust, both[0], sitting, clock.today(), None)
    officer = client.as_(await make_officer(place.trust, Role.RETURNING_OFFICER))
    form = await officer.get(f"/{place.trust.slug}/forum/elections")
    chosen = {"seats": [str(seat.id) for seat in (*both, whole)]}
    backwards = await form.submit(**chosen, closes_on__year="2001")
    assert backwards.status == 422
    raised = await form.submit(**chosen)
    assert "3 elections are begun" in raised.main
    ballots = await Ballot.within(place.trust).order_by("id")
    assert [(b.part_id, b.seats) for b in ballots] == [
        (place.brook.id, 1),
        (place.hill.id, 2),
        (None, 1),
    ]
    assert ballots[0].title == "Forum election: Parents, Brook School"
    assert "Rhieni" in ballots[0].title_cy
    named = [row.constituency_id for row in await BallotConstituency.of(ballots[0])]
    assert named == [place.parents.id]

    again = await form.submit(**chosen)
    assert "No election was begun." in again.main
    assert "Under way already, and not begun again" in again.main
    assert await Ballot.within(place.trust).count() == 3
    empty = await officer.get(f"/{place.trust.slug}/forum/elections")
    assert "No seat is vacant without an election under way." in empty.main


async def test_a_class_vote_is_told_by_teachers_and_closed(client: Pages, place: Cluster) -> None:
    teacher = client.as_(await make_officer(place.brook, Role.TEACHER, "Theo Teacher"))
    base = f"/{place.brook.slug}/class-votes"
    form = await teacher.get(f"{base}/new")
    lone = await form.submit(question="Pond or trees?", options="A pond")
    assert lone.status == 422
    done = await form.submit(
        question="Pond or trees?", question_cy="Pwll neu goed?",
        options="A pond\nTrees", options_cy="Pwll\nCoed",
    )  # fmt: skip
    page = await done.follow()
    assert page.h1 == "Pond or trees?"
    assert "It is no ballot" in page.main
    wrong = await page.submit(class_name="3A", count__0="many")
    assert wrong.status == 422
    vote = await ClassVote.within(place.trust).get()
    for name, counts in (("3A", ("4", "9")), ("3B", ("12", "1")), ("3A", ("5", "8"))):
        told = await teacher.post(
            f"{base}/{vote.id}",
            {"class_name": name, "count-0": counts[0], "count-1": counts[1]},
        )
        assert told.status == 303
    bad = await teacher.post(f"{base}/{vote.id}", {"class_name": "3C", "count-0": "-1"})
    assert bad.status == 422
    assert "Enter whole numbers up to 500." in bad.errors
    nobody = await teacher.post(f"{base}/{vote.id}", {"class_name": "3C"})
    assert nobody.status == 422
    assert await ClassTally.within(place.trust).filter(superseded_at=None).count() == 2
    closed = await (await teacher.post(f"{base}/{vote.id}/close", {})).follow()
    assert "17" in closed.main  # 5 and 12 for the pond.
    assert (
        await teacher.post(f"{base}/{vote.id}", {"class_name": "3A", "count-0": "1"})
    ).status == 422
    welsh = (
        await client.in_("cy")
        .as_(place.administrator)
        .get(f"/{place.trust.slug}/class-votes/{vote.id}")
    )
    assert welsh.h1 == "Pwll neu goed?"
    # A teacher is no keeper of the register.
    for path in ("/members", "/learners", "/cluster", "/forum", "/roll-overs"):
        assert (await teacher.get(f"/{place.brook.slug}{path}")).status == 403, path
    assert await Ballot.within(place.trust).count() == 0


async def test_an_organisation_without_schools_has_no_cluster(
    client: Pages, place: Cluster
) -> None:
    from tests.make import make_organisation

    other = await make_organisation()
    secretary = client.as_(await make_officer(other))
    for path in ("/cluster", "/learners", "/forum", "/class-votes", "/roll-overs"):
        assert (await secretary.get(f"/{other.slug}{path}")).status == 404, path
    assert await Member.within(other).count() == 0
