"""The pages of HR exports, and for whom they are."""

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.jobs import run_jobs
from tests.make import (
    make_member,
    make_officer,
    make_organisation,
)
from tests.mutuals.exporting import ANN, BO, HEADINGS, NOW, applied, held, make_mutual

pytestmark = pytest.mark.anyio


async def test_an_export_is_brought_in_on_the_page(client):
    with clock.frozen(NOW):
        org = await make_mutual()
        secretary = client.as_(await make_officer(org))
        await applied(org, BO)
        none = await secretary.post(f"/{org.slug}/staff", {})
        data = "\r\n".join([HEADINGS, ANN, ""]).encode("utf-16")
        columns = await (
            await secretary.post(f"/{org.slug}/staff", files={"file": ("hr.csv", data, "text/csv")})
        ).follow()
        future = await columns.submit(as_of__year="2027")
        waiting = await (await columns.submit()).follow()
        address = waiting.response.request.url.path
        still = await secretary.get(address, htmx=True, **{"hx-target": "progress-of-export"})
        await run_jobs()
        over = await secretary.get(address, htmx=True, **{"hx-target": "progress-of-export"})
        preview = await secretary.get(address)
        writing = await (await preview.submit()).follow()
        await run_jobs()
        done = await secretary.get(address)
        staff = await secretary.get(f"/{org.slug}/staff")

        assert none.errors == ["File of employees: Choose the file of employees."]
        assert future.status == 422
        assert (waiting.h1, "0 of 1 row" in waiting.main) == ("Reading the export", True)
        assert "You can leave this page and come back" in waiting.main
        assert ("0 of 1 row" in still.html, still.is_whole) == (True, False)
        assert over.response.headers["hx-redirect"] == address
        assert "Ann Jones" in preview.main
        assert writing.h1 == "Writing the export into jobs and register"
        assert "Membership stays until 29 June 2026 at least" in preview.main
        assert "Applied on 1 June 2026" in done.main
        assert "Stays until 29 June 2026 at least" in staff.main


async def test_staff_is_for_those_who_keep_the_register(client):
    with clock.frozen(NOW):
        org, other = await make_mutual(), await make_organisation(slug="another-org")
        export = await held(org, ANN)
        member = await make_member(org, "Ann Jones", email="ann@post.example")
        assert member
        theirs = client.as_(await make_officer(other))

        assert (await theirs.get(f"/{org.slug}/staff")).status == 403
        assert (await theirs.get(f"/{other.slug}/staff/exports/{export.id}")).status == 404
