"""The yearly roll-over: three systems' lists, matched, previewed, applied, undone."""

from datetime import date
from pathlib import Path

import pytest

from coopcouncil.joining.models import ReviewItem
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.actions import change
from coopcouncil.members.importing.undoing import ChangedSince, undo
from coopcouncil.members.models import ImportBatch, Member, RegisterEntry
from coopcouncil.members.reads import as_at, current, entry_of
from coopcouncil.organisations.models import Role
from coopcouncil.schools import columns
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.actions.learners import tie_guardian
from coopcouncil.schools.models import (
    Learner,
    Relation,
    RollOver,
    RollOverRow,
    RollOverState,
)
from coopcouncil.schools.reads import line_of, lines_of
from tests.make import make_officer
from tests.pageclient import Pages
from tests.schools.building import Cluster, make_cluster, make_learner, make_parent

pytestmark = pytest.mark.anyio
LISTS = Path(__file__).parent / "lists"
TODAY = date(2026, 11, 22)
FIRST_DAY = date(2026, 9, 1)
HEAD = "UPN,Legal Forename,Legal Surname,DOB,Year,Reg,Adno\n"


@pytest.fixture
async def place(client: Pages) -> Cluster:
    return await make_cluster()


async def begun(
    place: Cluster, text: str, *, admits: bool = False, on: date = FIRST_DAY
) -> RollOver:
    return await acts.begin_roll_over(
        place.trust, place.brook, "list.csv", text.encode(), on, admits, place.administrator
    )


async def kinds(roll_over: RollOver) -> dict[str, str]:
    """What the preview says of each, by name."""
    rows = await RollOverRow.everywhere().filter(roll_over_id=roll_over.id)
    return {row.name: row.kind for row in rows}


@pytest.mark.parametrize("system", ["sims", "arbor", "bromcom"])
async def test_the_lists_of_three_systems_are_understood(place: Cluster, system: str) -> None:
    data = (LISTS / f"{system}.csv").read_bytes()
    roll_over = await acts.begin_roll_over(
        place.trust, place.brook, f"{system}.csv", data, FIRST_DAY, False, place.administrator
    )
    assert roll_over.source == system
    assert roll_over.state is RollOverState.PREVIEWED
    assert await kinds(roll_over) == {"Iman Ashworth": "new", "Tomos Barraclough": "new"}

    await acts.apply_roll_over(place.trust, roll_over, place.administrator)

    found = await lines_of(place.trust, TODAY, [place.brook.id])
    assert [(line.name, line.upn, line.class_name) for line in found] == [
        ("Iman Ashworth", "A820432114001", "7B"),
        ("Tomos Barraclough", "B820432114002", "7B"),
    ]
    assert found[0].date_of_birth == date(2014, 2, 14)
    assert await current(place.trust).count() == 0, "on the school's list alone"
    # The children's details are not kept in the file.
    assert not await StoredFile.filter(organisation_id=place.trust.id).exists()


async def test_each_row_is_matched_and_says_what_it_does(place: Cluster) -> None:
    upn = {"Same": "A820432114001", "Moves": "B820432114002", "Renamed": "C820432114003"}
    for name, number in upn.items():
        school = place.hill if name == "Moves" else place.brook
        await make_learner(place, f"{name} Jones", school=school, upn=number, class_name="6A")
    await make_learner(place, "Numbered Jones", admission_number="77", born=None)
    await make_learner(place, "Siân Ŵyn", born=date(2014, 3, 3))
    await make_learner(place, "Gone Jones", upn="D820432114004")
    await make_learner(place, "Other School", school=place.hill)
    text = HEAD + "\n".join(
        (
            "A820432114001,Same,Jones,01/05/2014,,6A,",
            "B820432114002,Moves,Jones,01/05/2014,,7A,",
            "C820432114003,Rena,Jones,01/05/2014,,6A,",
            ",Numbered,Jones,,,7C,77",
            ",Sian,Wyn,3 March 2014,,7C,",
            "E820432114005,Nia,Newcomer,02/02/2015,,7C,",
        )
    )
    roll_over = await begun(place, text)
    assert await kinds(roll_over) == {
        "Moves Jones": "moved",
        "Rena Jones": "changed",
        "Numbered Jones": "changed",
        "Sian Wyn": "changed",
        "Nia Newcomer": "new",
        "Gone Jones": "left",
    }
    assert roll_over.counts["same"] == 1

    await acts.apply_roll_over(place.trust, roll_over, place.administrator)

    at_brook = {line.name for line in await lines_of(place.trust, TODAY, [place.brook.id])}
    assert at_brook == {
        "Same Jones",
        "Moves Jones",
        "Rena Jones",
        "Numbered Jones",
        "Sian Wyn",
        "Nia Newcomer",
    }
    assert [line.name for line in await lines_of(place.trust, TODAY, [place.hill.id])] == [
        "Other School"
    ]
    # The day before, everything is as it was.
    before = {line.name for line in await lines_of(place.trust, date(2026, 8, 31))}
    assert {"Gone Jones", "Siân Ŵyn"} <= before
    again = await begun(place, text)
    assert not await kinds(again)
    with pytest.raises(acts.NothingToApply):
        await acts.apply_roll_over(place.trust, again, place.administrator)


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        (",,,01/05/2014,,6A,", "no-name"),
        (",Ann,Lee,,,6A,", "no-key"),
        (",Ann,Lee,31/02/2014,,6A,", "bad-date"),
        (",Ann,Lee,01/01/2199,,6A,", "born-late"),
        (",Ann,Lee,01/01/1899,,6A,", "born-late"),
        ("A12,Ann,Lee,01/05/2014,,6A,", "bad-upn"),
        ("A820432114001,Ann,Lee,01/05/2014,,6A,55", "two-people"),
        ("Z820432114009,Known,Person,01/05/2014,,6A,", "other-upn"),
        (",Ann,Lee,01/05/2014,," + "x" * 50 + ",", "too-long"),
    ],
)
async def test_a_row_that_cannot_be_taken_says_why_and_nothing_is_applied(
    place: Cluster, line: str, trouble: str
) -> None:
    await make_learner(place, "First Known", upn="A820432114001")
    await make_learner(place, "Second Known", admission_number="55", born=date(2013, 1, 1))
    await make_learner(place, "Known Person", upn="B820432114002")
    roll_over = await begun(place, HEAD + line + "\n,Good,Row,01/05/2015,,6A,\n")
    wrong = await RollOverRow.within(place.trust).get(roll_over_id=roll_over.id, kind="wrong")
    assert wrong.details["trouble"] == trouble
    with pytest.raises(acts.RowsStillWrong):
        await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    assert not await ImportBatch.within(place.trust).exists()


async def test_twins_and_rows_that_come_twice(place: Cluster) -> None:
    text = HEAD + "\n".join(
        (
            "A820432114001,Ann,Lee,01/05/2014,,6A,",
            "B820432114002,Bea,Lee,01/05/2014,,6A,",
            "C820432114003,Cai,Lee,01/05/2014,,6A,9",
            "C820432114003,Cai,Lee,01/05/2014,,6A,10",
        )
    )
    roll_over = await begun(place, text)
    assert roll_over.counts["new"] == 2
    assert roll_over.counts["wrong"] == 2


async def test_members_follow_into_the_register_and_alumni(place: Cluster) -> None:
    stays = await make_learner(place, "Stays On", upn="A820432114001", member=True)
    leaves = await make_learner(place, "Lee Leaver", upn="B820432114002", member=True)
    moves = await make_learner(
        place, "Mo Mover", school=place.hill, upn="C820432114003", member=True
    )
    text = HEAD + "\n".join(
        (
            "A820432114001,Stays,Onward,01/05/2014,,7A,",
            "C820432114003,Mo,Mover,01/05/2014,,7A,",
            "D820432114004,Olwen,Old,01/05/2014,,7A,",
            "E820432114005,Yann,Young,01/05/2018,,3A,",
        )
    )
    roll_over = await begun(place, text, admits=True)
    await acts.apply_roll_over(place.trust, roll_over, place.administrator)

    async def register(learner: Learner) -> RegisterEntry:
        assert learner.member_id is not None
        found = await entry_of(place.trust, learner.member_id, TODAY)
        assert found is not None
        return found

    assert (await register(stays)).family_name == "Onward"
    gone = await register(leaves)
    assert (gone.constituency_id, gone.part_id) == (place.alumni.id, None)
    assert gone.status.value == "member", "a former learner is a member still"
    assert (await register(moves)).part_id == place.brook.id
    joined = await current(place.trust).filter(family_name="Old").get()
    assert (joined.constituency_id, joined.part_id) == (place.learners.id, place.brook.id)
    assert joined.joined_on == FIRST_DAY
    assert not await current(place.trust).filter(family_name="Young").exists(), "too young"
    young = await lines_of(place.trust, TODAY, [place.brook.id])
    assert "Yann Young" in {line.name for line in young}
    # As it was before the first day, Lee was a learner.
    was = await as_at(place.trust, date(2026, 8, 31)).filter(member_id=leaves.member_id).get()
    assert was.constituency_id == place.learners.id


async def test_who_votes_as_staff_is_not_moved_by_leaving_school(place: Cluster) -> None:
    learner = await make_learner(place, "Sam Sixth", upn="A820432114001", member=True)
    assert learner.member_id is not None
    member = await Member.one(place.trust, id=learner.member_id)
    await change(
        place.trust, member, {"constituency_id": place.staff.id}, by=None,
        effective_on=date(2026, 1, 1),
    )  # fmt: skip
    roll_over = await begun(place, HEAD + "Z820432114009,Nia,New,01/05/2014,,7A,\n")
    await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    entry = await entry_of(place.trust, member.id, TODAY)
    assert entry is not None
    assert entry.constituency_id == place.staff.id


async def test_a_parent_whose_last_child_left_is_proposed_to_the_review(place: Cluster) -> None:
    one = await make_learner(place, "One Child", upn="A820432114001")
    two = await make_learner(place, "Two Child", upn="B820432114002")
    last, still = await make_parent(place, "Lena Last"), await make_parent(place, "Stan Still")
    for guardian, learners in ((last, (one,)), (still, (one, two))):
        for learner in learners:
            await tie_guardian(
                place.trust, learner, guardian, Relation.PARENT, date(2025, 9, 1), None
            )
    roll_over = await begun(place, HEAD + "B820432114002,Two,Child,01/05/2014,,7A,\n")
    assert (await kinds(roll_over))["Lena Last"] == "guardian"
    assert "Stan Still" not in await kinds(roll_over)
    await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    proposed = await ReviewItem.within(place.trust).filter(finder="last-child-left")
    assert [item.member_id for item in proposed] == [last.id]
    assert proposed[0].due_on == FIRST_DAY
    entry = await entry_of(place.trust, last.id, TODAY)
    assert entry is not None
    assert entry.status.value == "member", "proposed, and decided by a person"


async def test_undoing_a_roll_over_restores_register_and_schools(place: Cluster) -> None:
    leaver = await make_learner(place, "Lee Leaver", upn="B820432114002", member=True)
    before = await _everything(place)
    text = HEAD + "D820432114004,Olwen,Old,01/05/2014,,7A,\n"
    roll_over = await begun(place, text, admits=True)
    await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    assert await _everything(place) != before
    batch = await ImportBatch.one(place.trust, id=roll_over.batch_id)

    await undo(place.trust, batch, reason="Wrong file", by=place.administrator)

    assert await _everything(place) == before
    line = await line_of(place.trust, leaver.id)
    assert line is not None
    assert line.part_id == place.brook.id
    # And it can be done again.
    again = await begun(place, text, admits=True)
    await acts.apply_roll_over(place.trust, again, place.administrator)
    assert await current(place.trust).filter(family_name="Old").count() == 1


async def test_an_undo_is_refused_where_somebody_built_on_it(place: Cluster) -> None:
    leaver = await make_learner(place, "Lee Leaver", upn="B820432114002", member=True)
    roll_over = await begun(place, HEAD + "D820432114004,Olwen,Old,01/05/2014,,7A,\n")
    await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    assert leaver.member_id is not None
    member = await Member.one(place.trust, id=leaver.member_id)
    await change(place.trust, member, {"email": "lee@home.example"}, by=None)
    batch = await ImportBatch.one(place.trust, id=roll_over.batch_id)
    with pytest.raises(ChangedSince):
        await undo(place.trust, batch, reason="", by=None)


async def test_a_preview_that_is_old_is_shown_anew_before_it_is_applied(
    client: Pages, place: Cluster
) -> None:
    roll_over = await begun(place, HEAD + "D820432114004,Olwen,Old,01/05/2014,,7A,\n")
    await make_learner(place, "Gone Since", since=date(2026, 1, 1))
    administrator = client.as_(place.administrator)
    address = f"/{place.trust.slug}/roll-overs/{roll_over.id}"
    page = await (await administrator.post(f"{address}/apply", {})).follow()
    assert "Something has changed since you looked." in page.text
    assert "Gone Since" in page.main
    page = await (await administrator.post(f"{address}/apply", {})).follow()
    assert "The list is applied." in page.text
    twice = await administrator.post(f"{address}/apply", {})
    assert twice.status in (404, 409)


async def test_a_school_prepares_its_list_and_the_trust_applies_it(
    client: Pages, place: Cluster
) -> None:
    school = client.as_(await make_officer(place.brook, Role.TRUST_ADMINISTRATOR))
    stranger = client.as_(await make_officer(place.hill, Role.TRUST_ADMINISTRATOR))
    home = f"/{place.brook.slug}/roll-overs"
    form = await school.get(home)
    nothing = await form.submit(holds_from__day="1", holds_from__month="9", holds_from__year="2026")
    assert "List of learners: Choose the file that the school’s system gave you." in nothing.errors
    fields = {
        "school": str(place.brook.id),
        "holds_from-day": "1",
        "holds_from-month": "9",
        "holds_from-year": "2026",
    }
    text = "Pupil,Family,Born\nAnn,Lee,01/05/2014\n"
    sent = await school.post(home, fields, files={"file": ("odd.csv", text.encode())})
    asked = await sent.follow()
    assert asked.h1 == "What are the columns?"
    roll_over = await RollOver.within(place.trust).get()
    both = await asked.submit(
        column__0="given_name", column__1="given_name", column__2="date_of_birth"
    )
    assert both.status == 422
    done = await asked.submit(
        column__0="given_name", column__1="family_name", column__2="date_of_birth"
    )
    page = await done.follow()
    assert "Ann Lee" in page.main
    assert "The trust’s administrator applies the list." in page.main
    address = f"{home}/{roll_over.id}"
    assert (await school.post(f"{address}/apply", {})).status == 404
    theirs = f"/{place.hill.slug}/roll-overs/{roll_over.id}"
    assert (await stranger.get(theirs)).status == 404
    assert (await stranger.post(f"{theirs}/drop", {})).status == 404
    other = dict(fields, school=str(place.hill.id))
    refused = await school.post(home, other, files={"file": ("x.csv", text.encode())})
    assert refused.status in (404, 422)
    administrator = client.as_(place.administrator)
    trusts = f"/{place.trust.slug}/roll-overs/{roll_over.id}"
    for language in ("en", "cy"):
        seen = await client.in_(language).as_(place.administrator).get(trusts)
        assert seen.status == 200
    applied = await (await administrator.post(f"{trusts}/apply", {})).follow()
    assert "Undo this roll-over" in applied.main
    assert (await school.get(f"/{place.brook.slug}/learners")).main.count("Ann Lee") == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b'UPN,"Legal', b"a,b\n\xff\xfe\x81\n\xc3\xa9", b"UPN,Adno\n" + b"x,1\n" * 3],
)
async def test_a_file_that_is_no_list_gets_a_sentence(
    client: Pages, place: Cluster, data: bytes
) -> None:
    administrator = client.as_(place.administrator)
    fields = {
        "school": str(place.brook.id),
        "holds_from-day": "1",
        "holds_from-month": "9",
        "holds_from-year": "2026",
    }
    answer = await administrator.post(
        f"/{place.trust.slug}/roll-overs", fields, files={"file": ("x.csv", data)}
    )
    if answer.status == 303:
        answer = await answer.follow()
        assert answer.h1 == "What are the columns?"
    else:
        assert answer.status == 422
        assert answer.errors


async def test_an_old_list_is_dropped_with_its_file(place: Cluster) -> None:
    with clock.frozen(clock.now().replace(year=2026, month=1, day=2)):
        roll_over = await begun(
            place, HEAD + "D820432114004,Olwen,Old,01/05/2014,,7A,\n", on=date(2026, 1, 1)
        )
    await acts.forget_old()
    await roll_over.refresh_from_db()
    assert roll_over.state is RollOverState.DROPPED
    assert not await StoredFile.filter(organisation_id=place.trust.id).exists()


def test_a_column_is_taken_once_and_the_legal_name_first() -> None:
    headings = ["Preferred Surname", "Surname", "Legal Surname", "Forename", "UPN"]
    assert columns.guessed(headings) == ["", "", "family_name", "given_name", "upn"]
    assert columns.missing(["given_name", "", "year"]) == ("family_name", "upn")


async def _everything(place: Cluster) -> list[dict[str, object]]:
    """The register of today and of last summer, and the schools' lists."""
    found: list[dict[str, object]] = []
    for on in (TODAY, date(2026, 8, 1), FIRST_DAY):
        entries = as_at(place.trust, on).order_by("member_id")
        found += [
            {
                name: getattr(entry, name)
                for name in ("member_id", "constituency_id", "part_id", "family_name", "status")
            }
            | {"on": on}
            for entry in await entries
        ]
        lines = await lines_of(place.trust, on)
        found += [
            {"learner": line.learner_id, "part": line.part_id, "class": line.class_name}
            for line in lines
        ]
    return found
