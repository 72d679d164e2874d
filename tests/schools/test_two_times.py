"""Learners, households, forum seats and class votes as at a day, and as was known on one."""

from datetime import UTC, date, datetime

import pytest

from coopcouncil.kernel import clock
from coopcouncil.members.actions import change
from coopcouncil.members.importing.undoing import undo
from coopcouncil.members.models import ImportBatch
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.actions.classvotes import begin_class_vote, close_class_vote, tell
from coopcouncil.schools.actions.learners import Said, change_learner, end_tie, tie_guardian
from coopcouncil.schools.actions.seats import add_seats, change_seats, stand_down, take_seat
from coopcouncil.schools.models import ForumSeat, Relation
from coopcouncil.schools.reads import figures_of, lines_of, tallies_at
from tests.schools.building import make_cluster, make_learner, make_parent

pytestmark = pytest.mark.anyio
HEAD = "UPN,Legal Forename,Legal Surname,DOB,Year,Reg,Adno\n"


def noon(day):
    return datetime(2026, 11, day, 12, tzinfo=UTC)


@pytest.fixture
async def place(client):
    with clock.frozen(noon(1)):
        return await make_cluster()


async def names(place, on, known=None):
    return [line.name for line in await lines_of(place.trust, on, known_at=known)]


async def test_a_late_correction_changes_the_day_and_not_what_was_known(client, place):
    with clock.frozen(noon(2)):
        learner = await make_learner(place, "Iman Ashworth", since=date(2026, 9, 1))
    with clock.frozen(noon(5)):
        said = Said(part_id=place.brook.id, given_name="Imane", family_name="Ashworth")
        await change_learner(place.trust, learner, said, date(2026, 9, 1), None)
        assert await names(place, date(2026, 9, 2)) == ["Imane Ashworth"]
        assert await names(place, date(2026, 9, 2), noon(3)) == ["Iman Ashworth"]
        assert await names(place, date(2026, 9, 2), noon(1)) == []
        figures = await figures_of(place.trust, date(2026, 9, 2), noon(1))
        assert figures.learners == {}
        browser = client.as_(place.administrator)
        path = f"/{place.trust.slug}/learners?known-day=3&known-month=11&known-year=2026"
        page = await browser.get(path)
        assert "Iman Ashworth" in page.main
        assert "as known on 3 November 2026" in page.main


async def test_a_list_that_was_undone_is_still_what_was_known(client, place):
    with clock.frozen(noon(2)):
        roll_over = await acts.begin_roll_over(
            place.trust, place.brook, "l.csv",
            (HEAD + "A820432114001,Nia,New,14/02/2014,7,7B,1").encode(),
            date(2026, 9, 1), False, place.administrator,
        )  # fmt: skip
        await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    with clock.frozen(noon(6)):
        batch = await ImportBatch.one(place.trust, id=roll_over.batch_id)
        await undo(place.trust, batch, reason="Wrong school", by=place.administrator)
    with clock.frozen(noon(8)):
        on = date(2026, 10, 1)
        assert await names(place, on) == []
        assert await names(place, on, noon(4)) == ["Nia New"]
        assert await names(place, on, noon(7)) == []


async def test_what_a_class_said_first_is_still_what_was_known(client, place):
    with clock.frozen(noon(2)):
        vote = await begin_class_vote(
            place.trust, place.brook, "Trees or benches?", "", "Trees\nBenches", "", None
        )
        await tell(place.trust, vote, "6A", [12, 3], None)
    with clock.frozen(noon(4)):
        await tell(place.trust, vote, "6A", [10, 5], None)
        await close_class_vote(place.trust, vote, None)
    with clock.frozen(noon(9)):
        assert [t.counts for t in await tallies_at(place.trust, vote, None)] == [[10, 5]]
        assert [t.counts for t in await tallies_at(place.trust, vote, noon(3))] == [[12, 3]]
        assert await tallies_at(place.trust, vote, noon(1)) == []
        browser = client.as_(place.administrator)
        path = f"/{place.trust.slug}/class-votes/{vote.id}"
        then = await browser.get(f"{path}?on-day=3&on-month=11&on-year=2026")
        assert "As it stood, and as was known, on 3 November 2026" in then.main
        assert [row[1:] for row in then.rows() if row[0] == "6A"] == [["12", "3"]]
        now = await browser.get(path)
        assert [row[1:] for row in now.rows() if row[0] == "6A"] == [["10", "5"]]
        early = f"/{place.trust.slug}/class-votes?on-day=1&on-month=11&on-year=2026"
        assert "Trees or benches?" not in (await browser.get(early)).main


def asked(on=None, known=None):
    """The two days as a page's address has them."""
    return "?" + "&".join(
        f"{name}-day={day}&{name}-month=11&{name}-year=2026"
        for name, day in (("on", on), ("known", known))
        if day
    )


async def test_a_household_is_shown_as_at_and_as_known(client, place):
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        first = await make_learner(place, "Nia Young", since=date(2025, 9, 1))
        second = await make_learner(place, "Idris Young", since=date(2025, 9, 1))
        father = await make_parent(place, "Ben Yung")
        since = date(2025, 9, 1)
        tie = await tie_guardian(place.trust, first, father, Relation.PARENT, since, None)
    with clock.frozen(noon(4)):
        await end_tie(place.trust, tie, date(2026, 11, 3), None)
        await tie_guardian(place.trust, second, father, Relation.CARER, since, None)
        await change(
            place.trust, father, {"family_name": "Young"}, by=None,
            effective_on=date(2025, 1, 1), reason="Misspelt",
        )  # fmt: skip
    with clock.frozen(noon(8)):
        path = f"/{place.trust.slug}/households/{father.id}"
        now = await browser.get(path)
        assert now.h1 == "Household of Ben Young"
        assert "Idris Young" in now.main
        assert "Nia Young" not in now.main
        before = await browser.get(path + asked(on=3))
        assert "Nia Young" in before.main
        assert "Idris Young" in before.main
        then = await browser.get(path + asked(on=3, known=3))
        assert then.h1 == "Household of Ben Yung"
        assert "Nia Young" in then.main
        assert "Idris Young" not in then.main
        assert "As at the end of 3 November 2026, as known on 3 November 2026." in then.main

        page = f"/{place.trust.slug}/learners/{first.id}"
        assert "Ben Young" not in (await browser.get(page)).main
        then = await browser.get(page + asked(on=3, known=3))
        assert "Ben Yung" in then.main
        assert "Add a parent or carer" not in then.main
        early = await browser.get(page + asked(known=1))
        assert "Of that day, no school said anything of this learner." in early.main


async def test_the_forum_is_shown_as_at_and_as_known(client, place):
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        ada = await make_parent(place, "Ada Brook")
        seat = await add_seats(place.trust, place.brook, place.parents, 2, 2, None)
        holder = await take_seat(place.trust, seat, ada, date(2026, 11, 1), None)
    with clock.frozen(noon(5)):
        await stand_down(place.trust, holder, date(2026, 11, 3), "Moved", None)
        await change_seats(place.trust, seat, 3, 2, None)
    with clock.frozen(noon(8)):
        path = f"/{place.trust.slug}/forum"

        async def told(**days):
            return [row[2:] for row in (await browser.get(path + asked(**days))).rows()]

        assert await told() == [["3", "–", "3"]]
        assert await told(on=4) == [["2", "–", "2"]]
        assert await told(on=4, known=4) == [["2", "Ada Brook, until 31 October 2028", "1"]]
        assert await told(on=3) == [["2", "Ada Brook, until 3 November 2026", "1"]]
        assert await told(known=1) == []


async def test_seats_from_before_sizes_were_noted_keep_what_they_said(client, place):
    seat = await ForumSeat.create(organisation=place.trust, constituency=place.parents, seats=4)
    with clock.frozen(noon(5)):
        await change_seats(place.trust, seat, 6, 3, None)
    with clock.frozen(noon(8)):
        browser = client.as_(place.administrator)
        then = await browser.get(f"/{place.trust.slug}/forum" + asked(on=4))
        now = await browser.get(f"/{place.trust.slug}/forum")
    assert [row[2] for row in then.rows()] == ["4"]
    assert [row[2] for row in now.rows()] == ["6"]
