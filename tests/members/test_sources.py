"""What the columns of a list are is asked once for each place that lists come from."""

import pytest

from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.members.importing.sources import by_headings, fingerprint
from coopcouncil.members.models import ListSource
from tests.make import make_officer, make_organisation
from tests.members.test_lists import upload
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


def test_a_fingerprint_is_of_words_and_their_order() -> None:
    assert fingerprint(["Member No.", "Enw"]) == fingerprint(["member no", "enw "])
    assert fingerprint(["a", "b"]) != fingerprint(["b", "a"])


def test_a_new_column_is_guessed_beside_those_that_are_known() -> None:
    source = ListSource(headings=["Code", "Who", "Gone"], targets=["member_number", "name", ""])
    headings = ["Who", "Code", "E-mail", "Number"]
    assert by_headings(source, headings) == ["name", "member_number", "email", ""]


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_columns_are_remembered_offered_changed_and_forgotten(
    client: Pages, language: str
) -> None:
    org, other = await make_organisation(), await make_organisation()
    officer = await make_officer(org)
    secretary = client.in_(language).as_(officer)
    first = await (await upload(secretary, org, b"Tillno,Fullest,E-mail\n1,Ann Jones,\n")).follow()
    assert first.fields["targets-0"] == ""
    named = {"targets-0": "member_number", "targets-1": "name", "source": "Box office"}
    assert (await first.submit(**named)).status == 303
    await run_jobs()

    again = await (await upload(secretary, org, b"tillno,fullest,e-mail\n2,Bob Rees,\n")).follow()
    assert "Box office" in again.main
    assert [again.fields[f"targets-{n}"] for n in range(3)] == ["member_number", "name", "email"]
    assert (await again.submit(**{"targets-2": ""})).status == 303
    source = await ListSource.within(org).get()
    assert source.targets == ["member_number", "name", ""]
    elsewhere = await upload(
        client.as_(await make_officer(other)), other, b"Tillno,Fullest\n1,Ann\n"
    )
    assert (await elsewhere.follow()).fields["targets-0"] == ""

    lists = await secretary.get(f"/{org.slug}/members/lists")
    assert "Box office" in lists.main
    address = f"/members/lists/sources/{source.id}/forget"
    stranger = client.as_(await make_officer(other))
    assert (await stranger.post(f"/{other.slug}{address}", {})).status == 404
    assert (await (await secretary.post(f"/{org.slug}{address}", {})).follow()).status == 200
    assert not await ListSource.within(org).exists()
