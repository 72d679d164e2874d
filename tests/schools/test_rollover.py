"""A school's list for the new year: matched, previewed, applied."""

from datetime import date

import pytest

from coopcouncil.joining.models import ReviewItem
from coopcouncil.members.actions import change
from coopcouncil.members.models import ImportBatch, Member, RegisterEntry
from coopcouncil.members.reads import as_at, current, entry_of
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.actions.learners import tie_guardian
from coopcouncil.schools.models import (
    Learner,
    Relation,
    RollOverRow,
)
from coopcouncil.schools.reads import lines_of
from tests.schools.building import Cluster, make_learner, make_parent
from tests.schools.rolling import FIRST_DAY, HEAD, TODAY, begun, kinds

pytestmark = pytest.mark.anyio


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
