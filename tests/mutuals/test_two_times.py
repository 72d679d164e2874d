"""Jobs and who left them, as at a day and as known on another."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.mutuals.hr import undoing
from coopcouncil.mutuals.models import Employment, EmploymentLine
from tests.make import make_officer
from tests.mutuals.exporting import ANN, BO, NOW, applied, make_mutual
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


def asked(on: int | None = None, known: int | None = None) -> str:
    """The two days of June as a page's address has them."""
    return "?" + "&".join(
        f"{name}-day={day}&{name}-month=6&{name}-year=2026"
        for name, day in (("on", on), ("known", known))
        if day
    )


async def test_the_staff_of_a_day_as_known_on_another(client: Pages) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        by = await make_officer(org)
        secretary = client.as_(by)
        await applied(org, ANN, BO)
        # As it was before jobs were noted.
        await EmploymentLine.within(org).filter(employee_number="E2").delete()
    with clock.frozen(NOW + timedelta(days=8)):
        second = await applied(org, ANN + "04/06/2026", BO.replace("Manager", "Director"))
    with clock.frozen(NOW + timedelta(days=14)):

        async def told(**days: int) -> tuple[str, list[list[str]]]:
            page = await secretary.get(f"/{org.slug}/staff{asked(**days)}")
            return page.main.split("Jobs that run ")[1].split(" ")[0][:1], page.rows()[:1]

        ann = ["Ann Jones", "Lifeguard", "4 June 2026", "Stays until 2 July 2026 at least"]
        assert await told() == ("1", [ann])
        assert await told(on=5) == ("1", [ann])
        assert await told(on=4) == ("2", [])
        assert await told(on=5, known=6) == ("2", [])
    with clock.frozen(NOW + timedelta(days=15)):
        await undoing.undo(org, second, "Wrong month", by)
        job = await Employment.within(org).get(employee_number="E2")
        assert job.post == "Manager"
    with clock.frozen(NOW + timedelta(days=20)):
        assert (await told(on=5))[0] == "2"
        assert await told(on=5, known=14) == ("1", [ann])
        assert await told(on=5, known=1) == ("2", [])
