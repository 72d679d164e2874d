"""Learners, households, forum seats and class votes as at a day, and as was known on one."""

import re
from datetime import UTC, date, datetime

import pytest

from coopcouncil.kernel import clock
from coopcouncil.members.actions import change
from coopcouncil.members.importing.undoing import undo
from coopcouncil.members.models import ImportBatch
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.actions.classvotes import begin_class_vote, close_class_vote, tell
from coopcouncil.schools.actions.identities import name_member
from coopcouncil.schools.actions.learners import (
    Said,
    change_learner,
    end_tie,
    set_duties,
    tie_guardian,
)
from coopcouncil.schools.actions.seats import add_seats, change_seats, stand_down, take_seat
from coopcouncil.schools.models import Duty, ForumSeat, Relation
from coopcouncil.schools.reads import duties_of, figures_of, lines_of, tallies_at
from coopcouncil.schools.rules.identities import LearnerElsewhere, SaidAlready
from tests.make import make_rules
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
        said = Said(
            part_id=place.brook.id, given_name="Imane", family_name="Ashworth", because="Misspelt"
        )
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
        care, _heading, before = (await browser.get(page)).main.partition("care before")
        assert "Ben Young" not in care
        assert "Ben Young" in before
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


async def test_who_a_learner_is_is_shown_as_it_was_known(client, place):
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        learner = await make_learner(place, "Nia Young", since=date(2025, 9, 1))
        first = await make_parent(place, "Nia Young", number="71", joined_on=date(2026, 9, 1))
        second = await make_parent(place, "Nia Yong", number="72", joined_on=date(2026, 9, 1))
    path = f"/{place.trust.slug}/learners/{learner.id}"
    with clock.frozen(noon(4)):
        stranger = await browser.post(f"{path}/member", {"member-number": "99"})
        assert stranger.errors == ["Member number: Nobody in the register has this member number."]
        await browser.post(f"{path}/member", {"member-number": "71"})
    with clock.frozen(noon(6)):
        assert "Put right which member they are" in (await browser.get(path)).main
        silent = await browser.post(f"{path}/member", {"member-number": "72"})
        assert silent.errors == ["Reason: Say why, so that the register shows the reason."]
        right = {"member-number": "72", "member-because": "A namesake"}
        await browser.post(f"{path}/member", right)
    with clock.frozen(noon(8)):
        now = await browser.get(path)
        assert "Member Nia Yong (72)" in now.main
        assert "A namesake" in now.main
        then = await browser.get(path + asked(known=5))
        assert "Member Nia Young (71)" in then.main
        assert "A namesake" not in then.main
        early = await browser.get(path + asked(known=3))
        assert "Member Not a member" in early.main
        with pytest.raises(SaidAlready):
            await name_member(place.trust, learner, second, None)
        other = await make_learner(place, "Ola Young")
        with pytest.raises(LearnerElsewhere):
            await name_member(place.trust, other, second, None)
        await name_member(place.trust, other, first, None, holds_from=date(2026, 11, 3))
        page = f"/{place.trust.slug}/learners/{other.id}"
        assert "Member Nia Young (71)" in (await browser.get(page)).main
        assert "Member Not a member" in (await browser.get(page + asked(on=2))).main


async def test_a_list_of_learners_says_who_may_vote_as_was_known(client, place):
    browser = client.as_(place.administrator)
    born = date(2010, 1, 1)
    with clock.frozen(noon(2)):
        learner = await make_learner(place, "Nia Young", born=born, since=date(2025, 9, 1))
        member = await make_parent(place, "Nia Young", joined_on=date(2026, 9, 1))
    with clock.frozen(noon(4)):
        await name_member(place.trust, learner, member, None)
    with clock.frozen(noon(8)):
        path = f"/{place.trust.slug}/learners/file"
        now = (await browser.get(path)).text.splitlines()
        assert now[1].endswith(",yes")
        assert (await browser.get(path + asked(known=3))).text.splitlines()[1].endswith(",no")
        # Nobody is a member before joining, whoever they are.
        then = await browser.get(path + "?on-day=1&on-month=1&on-year=2026")
        assert then.text.splitlines()[1].endswith(",no")


async def test_rules_that_are_recorded_late_leave_what_was_reported(client, place):
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        await make_learner(place, "Nia Young", born=date(2014, 5, 1), since=date(2025, 9, 1))
    with clock.frozen(noon(5)):
        await make_rules(place.trust, date(2026, 11, 1), member_age=16, vote_age=16)
    with clock.frozen(noon(8)):
        path = f"/{place.trust.slug}/learners"
        young = "Associate"
        assert young in (await browser.get(path + asked(on=3))).main
        assert young not in (await browser.get(path + asked(on=3, known=4))).main


async def test_a_seat_is_shown_as_at_and_as_known_and_put_right_with_a_reason(client, place):
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        ada = await make_parent(place, "Ada Brook")
        ben = await make_parent(place, "Ben Brook")
        seat = await add_seats(place.trust, place.brook, place.parents, 2, 2, None)
        one = await take_seat(place.trust, seat, ada, date(2026, 11, 1), None)
        two = await take_seat(place.trust, seat, ben, date(2026, 11, 1), None)
    path = f"/{place.trust.slug}/forum/{seat.id}"
    with clock.frozen(noon(5)):
        form = await browser.get(f"{path}/holders/{one.id}/correction")
        backwards = await form.submit(until__year="2020", because="Misread")
        assert backwards.errors == ["From: The last day cannot be before the first."]
        done = await form.submit(since__day="3", because="She began two days later")
        assert "Ada Brook" in (await done.follow()).main
        form = await browser.get(f"{path}/holders/{two.id}/correction")
        await form.submit(never="y", because="His brother has it")
        size = {"seats": "0", "term_years": "2"}
        small = await browser.post(path, size)
        told = "People who sit there at once: 1. Enter at least as many seats."
        assert small.errors == [f"Number of seats: {told}"]
        day = {"holds_from-day": "2", "holds_from-month": "11", "holds_from-year": "2026"}
        size = {"seats": "1", "term_years": "2", **day}
        silent = await browser.post(path, size)
        assert silent.errors == ["Reason: Say why, so that the register shows the reason."]
        await browser.post(path, {**size, "because": "By the minute of October"})
    with clock.frozen(noon(8)):
        now = await browser.get(path)
        assert "Seats 1 Vacant 0" in now.main
        assert "She began two days later" in now.main
        assert "His brother has it" in now.main
        assert "By the minute of October" in now.main
        assert "Seats 1 Vacant 1" in (await browser.get(path + asked(on=2))).main
        then = await browser.get(path + asked(on=2, known=4))
        assert "Seats 2 Vacant 0" in then.main
        assert "Ben Brook" in then.main
        assert "brother" not in then.main
        assert "Somebody takes a seat" not in then.main
        early = await browser.get(path + asked(known=1))
        assert "Of that day nobody knew of these seats." in early.main
        assert "Ada" not in early.main


async def test_a_tie_that_was_never_so_is_withdrawn_with_its_reason(client, place):
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        learner = await make_learner(place, "Nia Young", since=date(2025, 9, 1))
        father = await make_parent(place, "Ben Young")
        since = date(2025, 9, 1)
        tie = await tie_guardian(place.trust, learner, father, Relation.PARENT, since, None)
    path = f"/{place.trust.slug}/learners/{learner.id}"
    with clock.frozen(noon(5)):
        form = await browser.get(f"{path}/guardians/{tie.id}/mistake")
        assert (await form.submit()).status == 422
        same = await form.submit(because="Another Nia")
        assert same.status == 422
        await form.submit(because="Another Nia", never="y")
        assert "Ben Young" not in (await browser.get(path)).main
        assert "Ben Young" in (await browser.get(path + asked(on=4, known=4))).main
        assert "Ben Young" not in (await browser.get(path + asked(on=4))).main


async def test_a_tie_that_has_ended_is_put_right_as_well(client, place):
    browser = client.as_(place.administrator)
    since = date(2025, 9, 1)
    with clock.frozen(noon(2)):
        learner = await make_learner(place, "Nia Young", since=since)
        father = await make_parent(place, "Ben Young")
        tie = await tie_guardian(place.trust, learner, father, Relation.PARENT, since, None)
    with clock.frozen(noon(4)):
        await end_tie(place.trust, tie, date(2026, 11, 3), None)
    path = f"/{place.trust.slug}/learners/{learner.id}"
    with clock.frozen(noon(9)):
        page = await browser.get(path)
        assert "Who had them in their care before" in page.main
        form = await page.follow("Put right Ben Young")
        wrong = {"since-day": "9", "since-month": "11", "since-year": "2026"}
        assert (await form.submit(because="They moved", **wrong)).status == 422
        right = {"until-day": "7", "until-month": "11", "until-year": "2026"}
        await form.submit(because="They moved on the 7th", **right)
        assert "Ben Young" in (await browser.get(path + asked(on=7))).main
        assert "Ben Young" not in (await browser.get(path + asked(on=8))).main
        assert "Ben Young" not in (await browser.get(path + asked(on=7, known=5))).main
        # An end that never was: the tie holds on, and cannot be noted twice.
        again = await (await browser.get(path)).follow("Put right Ben Young")
        await again.submit(because="He never left", **dict.fromkeys(right, ""))
        now = await browser.get(path)
        assert "Who had them in their care before" not in now.main
        assert "Ben Young" in now.main


async def test_what_constituencies_are_for_changes_nothing_that_was_told(client, place):
    """They have one time: they steer what is proposed from now on, and no page of a day."""
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        learner = await make_learner(place, "Nia Young", since=date(2025, 9, 1))
        father = await make_parent(place, "Ben Young")
        await tie_guardian(place.trust, learner, father, Relation.PARENT, date(2025, 9, 1), None)
        await add_seats(place.trust, place.brook, place.parents, 2, 3, None)
    paths = [
        f"/{place.trust.slug}/{name}{asked(on=4, known=3)}"
        for name in (
            "cluster", "cluster/file", "learners", "learners/file", "forum", "members",
            f"learners/{learner.id}", f"households/{father.id}",
        )
    ]  # fmt: skip
    with clock.frozen(noon(9)):
        before = [(await browser.get(path)).text for path in paths]
        new = {Duty.GUARDIANS: place.staff.id, Duty.LEARNERS: None, Duty.ALUMNI: place.parents.id}
        await set_duties(place.trust, new, None)
        assert (await duties_of(place.trust))[Duty.GUARDIANS] == place.staff.id
        after = [(await browser.get(path)).text for path in paths]
    assert [_without_tokens(text) for text in after] == [_without_tokens(text) for text in before]


def _without_tokens(text: str) -> str:
    return re.sub(r'(value|nonce|content)="[^"]*"', "", text)


async def test_the_map_is_drawn_as_the_cluster_was_known(client, place):
    browser = client.as_(place.administrator)
    with clock.frozen(noon(2)):
        await make_parent(place, "Ada Brook", joined_on=date(2026, 10, 1))
    with clock.frozen(noon(5)):
        await make_parent(place, "Ben Brook", joined_on=date(2026, 10, 1))
    with clock.frozen(noon(8)):
        path = f"/{place.trust.slug}/cluster"
        assert "Brook School, members: 2." in (await browser.get(path)).html
        known = await browser.get(path + asked(known=3))
        assert "Brook School, members: 1." in known.html
        assert "Brook School, members: 2." in (await browser.get(path + asked(on=3))).html
        before = await browser.get(path + "?on-day=1&on-month=9&on-year=2026")
        assert "Brook School, members: 0." in before.html
        file = await browser.get(f"{path}/file{asked(known=3)}")
        assert f"{place.brook.slug},1," in file.text
