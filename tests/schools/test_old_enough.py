"""A learner comes of the age of joining: proposed in the yearly review, decided by a person."""

from datetime import date, timedelta

import pytest

from coopcouncil.joining.models import ReviewItem
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Role
from coopcouncil.schools.actions.learners import Said, change_learner
from tests.make import make_officer, make_rules
from tests.pageclient import Pages
from tests.schools.building import Cluster, make_learner

pytestmark = pytest.mark.anyio


async def test_a_learner_who_is_old_enough_is_proposed_and_decided_about_once(
    client: Pages, place: Cluster
) -> None:
    await make_rules(place.trust, date(2021, 1, 1), member_age=16, vote_age=16)
    today = clock.today()

    def aged(years: int, days_ago: int) -> date:
        day = today - timedelta(days=days_ago)
        return date(day.year - years, day.month, min(day.day, 28))

    ripe = await make_learner(place, "Nia Young", born=aged(16, 40))
    gone = await make_learner(place, "Gwil Gone", born=aged(16, 50))
    await make_learner(place, "Idris Small", born=aged(15, 40))
    await make_learner(place, "Olwen Older", born=aged(18, 40))
    await make_learner(place, "Mair Member", born=aged(16, 40), member=True)
    secretary = client.as_(await make_officer(place.trust, Role.SECRETARY))
    found = await (await (await secretary.get(f"/{place.trust.slug}/review")).submit()).follow()

    proposed = [row[1] for row in found.rows() if len(row) == 5]
    assert sorted(proposed) == ["Gwil Gone", "Nia Young"]
    assert "nobody becomes a member by a birthday" in found.main
    assert (await secretary.get(found.links["Nia Young"])).h1 == "Nia Young"
    # Whoever has left school meanwhile needs no decision.
    said = Said(part_id=None, given_name="Gwil", family_name="Gone")
    await change_learner(place.trust, gone, said, today, None)
    item = await ReviewItem.within(place.trust).get(other=f"learner:{ripe.id}")
    done = await secretary.post(
        f"/{place.trust.slug}/review/decisions",
        {"chosen": [item.id], "what": "follow", "reason": "Asked, and does not want to"},
    )
    page = await done.follow()
    assert "Nothing waits for a decision." in page.main
    assert "Somebody who is no member" in page.main
    again = await (await page.submit()).follow()
    assert "Nothing waits for a decision." in again.main
