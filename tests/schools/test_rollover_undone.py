"""A roll-over is undone, prepared by a school, shown anew, dropped."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.actions import change
from coopcouncil.members.importing.undoing import ChangedSince, undo
from coopcouncil.members.models import ImportBatch, Member
from coopcouncil.members.reads import as_at, current
from coopcouncil.organisations.models import Role
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.models import (
    RollOver,
    RollOverState,
)
from coopcouncil.schools.reads import line_of, lines_of
from tests.make import make_officer
from tests.pageclient import Pages
from tests.schools.building import Cluster, make_learner
from tests.schools.rolling import FIRST_DAY, HEAD, TODAY, begun

pytestmark = pytest.mark.anyio


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


async def test_an_old_list_is_dropped_with_its_file(place: Cluster) -> None:
    with clock.frozen(clock.now().replace(year=2026, month=1, day=2)):
        roll_over = await begun(
            place, HEAD + "D820432114004,Olwen,Old,01/05/2014,,7A,\n", on=date(2026, 1, 1)
        )
    await acts.forget_old()
    await roll_over.refresh_from_db()
    assert roll_over.state is RollOverState.DROPPED
    assert not await StoredFile.filter(organisation_id=place.trust.id).exists()


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
