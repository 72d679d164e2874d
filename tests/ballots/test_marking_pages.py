"""Papers as officers take them in: who is marked, singly or by a file; a changed address."""

import pytest

from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import EmailRelease, PaperMark, RollEntry, Way
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.kernel import clock
from coopcouncil.members.actions import change
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Role
from tests.ballots.building import (
    AFTER,
    DURING,
    entry_number,
    make_ballot,
    make_officer,
    two_officers,
    upload,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])


@BOTH
async def test_an_officer_finds_a_voter_marks_the_paper_and_takes_it_back(
    client: Pages, language: str
) -> None:
    ballot = await make_ballot(voters=3)
    org = await organisation_of(ballot)
    officer = (await two_officers(client.in_(language), org))[1]
    entry = await entry_number(ballot, 2)
    address = f"/{org.slug}/ballots/{ballot.id}/paper"
    with clock.frozen(DURING):
        assert (await officer.get(address)).status == 200
        found = await officer.get(f"{address}?q={entry.member_number}")
        marked = await (await found.submit()).follow()
        assert entry.name in " ".join(marked.sentences)
        assert await PaperMark.of(ballot).filter(entry_id=entry.id).exists()
        undo = await officer.get(f"{address}/{entry.id}/undo")
        assert (await undo.submit()).status == 303
        nobody = await officer.get(f"{address}?q=zzz")
        assert nobody.status == 200
    assert not await PaperMark.of(ballot).exists()
    with clock.frozen(AFTER):
        late = await officer.post(f"{address}/{entry.id}")
        assert late.status == 409


async def test_the_list_of_papers_says_of_nobody_who_voted_on_the_web(client: Pages) -> None:
    ballot = await make_ballot(voters=2)
    org = await organisation_of(ballot)
    officer = (await two_officers(client, org))[0]
    with clock.frozen(DURING):
        await cast_vote(ballot, (await entry_number(ballot, 1)).id, "1", Way.WEB)
        one = await officer.get(f"/{org.slug}/ballots/{ballot.id}/paper?q=Number1")
        two = await officer.get(f"/{org.slug}/ballots/{ballot.id}/paper?q=Number2")
    said = [page.rows()[0][2].replace(f"Number{n}", "") for n, page in enumerate((one, two), 1)]
    assert said[0] == said[1]


@BOTH
async def test_a_file_of_numbers_is_looked_at_before_anybody_is_marked(
    client: Pages, language: str
) -> None:
    ballot = await make_ballot(voters=4)
    org = await organisation_of(ballot)
    officer = (await two_officers(client.in_(language), org))[0]
    numbers = [entry.member_number for entry in await RollEntry.of(ballot).order_by("number")]
    data = f"member_number\n{numbers[0]}\n{numbers[2]}\nnobody\n{numbers[0]}\n".encode()
    address = f"/{org.slug}/ballots/{ballot.id}/paper/file"
    with clock.frozen(DURING):
        page = await officer.get(address)
        assert (await officer.post(f"{address}/check", page.fields)).status == 422
        bad = await upload(page, f"{address}/check", "bad.csv", b"\xff\xfe1\x00", officer)
        assert bad.status == 422
        check = await upload(page, f"{address}/check", "marks.csv", data, officer)
        assert [row[:2] for row in check.rows()] == [["4", "nobody"], ["5", numbers[0]]]
        assert not await PaperMark.of(ballot).exists()
        assert (await check.submit()).status == 303
        assert await PaperMark.of(ballot).count() == 2
        again = await upload(page, f"{address}/check", "marks.csv", data, officer)
        assert again.status == 200
        assert await PaperMark.of(ballot).count() == 2


@BOTH
async def test_a_changed_address_waits_for_a_second_officer(client: Pages, language: str) -> None:
    ballot = await make_ballot(voters=2)
    org = await organisation_of(ballot)
    entry = await entry_number(ballot)
    member = await Member.one(org, id=entry.member_id)
    with clock.frozen(DURING):
        await change(org, member, {"email": "moved@example.org"}, by=None)
    first, second = await two_officers(client.in_(language), org)
    scrutineer = client.in_(language).as_(await make_officer(org, Role.SCRUTINEER))
    address = f"/{org.slug}/ballots/{ballot.id}/addresses"
    with clock.frozen(DURING):
        listed = await first.get(address)
        link = next(link for link in listed.links.values() if "to=moved" in link)
        page = await first.get(link)
        assert page.fields["email"] == "moved@example.org"
        assert (await page.submit(email="no address")).status == 422
        assert (await page.submit(reason="She rang us.")).status == 303
        release = await EmailRelease.of(ballot).get()
        deed = f"{address}/changes/{release.id}/agreement"
        assert (await first.post(deed)).status == 403
        assert (await scrutineer.post(deed)).status == 403
        assert "moved@example.org" in (await scrutineer.get(address)).main
        assert (await (await second.get(address)).submit()).status == 303
    await release.refresh_from_db()
    assert release.agreed_at is not None
