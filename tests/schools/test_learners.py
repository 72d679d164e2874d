"""Learners and who has them in their care, on the pages of their school."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.schools.actions.learners import tie_guardian
from coopcouncil.schools.models import Guardianship, Learner, Relation
from tests.pageclient import Pages
from tests.schools.building import Cluster, make_learner, make_parent

pytestmark = pytest.mark.anyio

SECRET = "17 Hidden Row"


async def test_no_page_of_learners_or_households_shows_where_adults_live(
    client: Pages, place: Cluster
) -> None:
    learner = await make_learner(place, "Nia Young", member=True)
    mother = await make_parent(
        place, "Ada Young", postal_address=SECRET, postcode="ZZ9 9ZZ", email="ada@hidden.example"
    )
    father = await make_parent(place, "Ben Young", postal_address="2 Other Street")
    for guardian in (mother, father):
        await tie_guardian(place.trust, learner, guardian, Relation.PARENT, date(2025, 9, 1), None)
    administrator = client.as_(place.administrator)
    for path in (
        "/learners",
        "/learners/file",
        f"/learners/{learner.id}",
        f"/households/{father.id}",
        "/cluster/file",
        "/forum",
    ):
        answer = await administrator.get(f"/{place.trust.slug}{path}")
        assert answer.status == 200
        for hidden in (SECRET, "ZZ9", "hidden.example", "Other Street"):
            assert hidden not in answer.text, path
    # One guardian's household does not even name the other.
    household = await administrator.get(f"/{place.trust.slug}/households/{father.id}")
    assert "Nia Young" in household.main
    assert "Ada Young" not in household.main


async def test_guardians_are_tied_and_untied(client: Pages, place: Cluster) -> None:
    learner = await make_learner(place, "Nia Young")
    parent = await make_parent(place, "Ada Young")
    administrator = client.as_(place.administrator)
    page = await administrator.get(f"/{place.trust.slug}/learners/{learner.id}")
    wrong = await page.submit(number="nobody")
    assert "Member number: Nobody in the register has this member number." in wrong.errors
    done = await page.submit(number=parent.number, relation="carer")
    page = await done.follow()
    assert "Ada Young" in page.main
    assert "Carer or guardian" in page.main
    twice = await page.submit(number=parent.number, relation="carer")
    assert "Member number: They are tied to this learner already." in twice.errors

    tie = await Guardianship.within(place.trust).get()
    ending = await administrator.get(
        f"/{place.trust.slug}/learners/{learner.id}/guardians/{tie.id}/end"
    )
    early = await ending.submit(until__day="1", until__month="1", until__year="2001")
    assert early.status == 422
    await ending.submit()
    assert (await Guardianship.within(place.trust).get()).until == clock.today()
    assert (
        "Ada Young" in (await administrator.get(f"/{place.trust.slug}/learners/{learner.id}")).main
    )


async def test_a_learner_is_entered_moves_and_leaves_with_a_history(
    client: Pages, place: Cluster
) -> None:
    administrator = client.as_(place.administrator)
    form = await administrator.get(f"/{place.trust.slug}/learners/new")
    nameless = await form.submit(school=str(place.brook.id))
    assert nameless.errors == ["Enter at least one name."]
    unborn = await form.submit(
        given_name="Siân", school=str(place.brook.id), date_of_birth__day="1",
        date_of_birth__month="1", date_of_birth__year="2199",
    )  # fmt: skip
    assert unborn.errors == ["A date of birth cannot be in the future."]
    done = await form.submit(
        given_name="Siân", family_name="Ŵyn", school=str(place.brook.id), class_name="2C",
        holds_from__day="1", holds_from__month="9", holds_from__year="2025",
    )  # fmt: skip
    page = await done.follow()
    assert page.h1 == "Siân Ŵyn"
    assert "no more than the youngest may" in page.main
    learner = await Learner.within(place.trust).get()
    change = await administrator.get(f"/{place.trust.slug}/learners/{learner.id}/details")
    page = await (await change.submit(class_name="3C")).follow()
    assert "3C" in page.main
    assert "2C" in page.main  # In the history.
    then = await administrator.get(
        f"/{place.trust.slug}/learners?on-day=1&on-month=10&on-year=2025"
    )
    assert "2C" in then.main
    change = await administrator.get(f"/{place.trust.slug}/learners/{learner.id}/details")
    refused = await change.submit(school="")
    assert refused.errors == ["Reason: Say why, so that the register shows the reason."]
    await change.submit(school="", because="Left over the summer")
    assert "Siân" not in (await administrator.get(f"/{place.trust.slug}/learners")).main
    assert (await administrator.get(f"/{place.trust.slug}/learners/{learner.id}")).status == 200
