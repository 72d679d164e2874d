"""The pages of what waits for a second pair of eyes."""

import pytest

from tests.checks.building import asked, place
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pages(client: Pages, done: list[str], language: str):
    org, maker, checker = await place()
    check = await asked(org, maker)
    base = f"/{org.slug}/checks"
    pages = client.as_(checker)
    pages.language = language
    home = await pages.get(f"/{org.slug}/")
    assert base in home.links.values()
    listed = await pages.get(base)
    assert "£123.45" in listed.main
    assert f"{base}/{check.id}" in listed.links.values()
    one = await pages.get(f"{base}/{check.id}")
    assert "Derek Oldroyd" in one.main
    bare = await pages.post(f"{base}/{check.id}/refusal", {"reason": ""})
    assert (bare.status, len(bare.errors)) == (422, 1)
    agreed = await pages.post(f"{base}/{check.id}/approval")
    assert (await agreed.follow()).status == 200
    assert (await pages.post(f"{base}/{check.id}/approval")).status == 409
    assert done == ["did payment:12"]


async def test_the_maker_sees_that_somebody_else_must(client: Pages, done: list[str]):
    org, maker, _ = await place()
    check = await asked(org, maker)
    pages = client.as_(maker)
    base = f"/{org.slug}/checks/{check.id}"
    page = await pages.get(base)
    assert "somebody else must check it" in page.main
    assert "Approve" not in page.main
    assert (await pages.post(f"{base}/approval")).status == 403
    assert (await (await pages.post(f"{base}/taking-back")).follow()).status == 200
    assert done == ["undid payment:12"]


async def test_a_stranger_finds_nothing(client: Pages, done: list[str]):
    org, maker, _ = await place()
    check = await asked(org, maker)
    other, _, theirs = await place()
    pages = client.as_(theirs)
    assert (await pages.get(f"/{org.slug}/checks")).status == 403
    assert (await pages.get(f"/{other.slug}/checks/{check.id}")).status == 404
    assert (await pages.post(f"/{other.slug}/checks/{check.id}/approval")).status == 404
