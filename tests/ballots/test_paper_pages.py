"""Papers as officers count them: keyed batches, files, lots."""

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coopcouncil.ballots.actions.lots import draw_lots
from coopcouncil.ballots.actions.marks import mark_paper
from coopcouncil.ballots.models import (
    Ballot,
    Kind,
    OpenedBox,
    PaperBatch,
    PaperMark,
    RollEntry,
)
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.counting import stv_scottish
from coopcouncil.counting.formats import blt
from coopcouncil.kernel import clock
from coopcouncil.kernel.config import ROOT
from coopcouncil.organisations.models import Organisation, Role
from tests.ballots.building import (
    AFTER,
    CLOSES,
    DURING,
    close_and_open,
    entry_number,
    make_ballot,
    make_officer,
    two_officers,
    upload,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])

WARDS = ROOT.parent / "shared" / "data" / "scottish" / "wards.zip"
WARD = "4_cands/shetland_2017_ward6.blt"

SMALL_BLT = b"""4 2
2 4 1 0
1 2 0
1 0
0
"Pat Lowe"
"Omar Khan"
"Joan Bright"
"Ffion Rees"
"Counted elsewhere"
"""


async def make_marked(marks: int, voters: int = 5, **kw: Any) -> tuple[Organisation, Ballot]:
    ballot = await make_ballot(kind=kw.pop("kind", Kind.STV), voters=voters, **kw)
    with clock.frozen(DURING):
        for n in range(1, marks + 1):
            await mark_paper(ballot, await entry_number(ballot, n), None)
    return await organisation_of(ballot), ballot


@BOTH
async def test_two_officers_key_the_papers_and_agree(client: Pages, language: str) -> None:
    org, ballot = await make_marked(2)
    first, second = await two_officers(client.in_(language), org)
    with clock.frozen(AFTER):
        address = f"/{org.slug}/ballots/{ballot.id}/batches"
        page = await (await (await first.get(address)).submit()).follow()
        wrong = await page.submit(**{"mark-1": "one"})
        assert wrong.status == 422
        assert wrong.fields["mark-1"] == "one"
        for ranks in ({"mark-1": "1", "mark-2": "3"}, {"mark-4": "1"}):
            page = await (await page.submit(**ranks)).follow()
        page = await second.get(f"{address}/1")
        for ranks in ({"mark-1": "1", "mark-2": "2"}, {"mark-4": "1"}):
            page = await (await page.submit(**ranks)).follow()
        assert [link for link in page.links.values() if link.endswith("?paper=1")]
        assert (await second.post(f"{address}/1/agreement")).status == 409
        page = await second.get(f"{address}/1?paper=1")
        page = await (await page.submit(**{"mark-1": "1", "mark-2": "3"})).follow()
        assert not [link for link in page.links.values() if "?paper=" in link]
        assert (await first.post(f"{address}/1/agreement")).status == 403
        assert (await second.post(f"{address}/1/agreement")).status == 303
        assert (await second.get(f"{address}/1")).status == 200
        assert (await second.get(address)).status == 200
    await close_and_open(ballot)
    assert (await OpenedBox.of(ballot).get()).papers == "1 1 - 2\n1 4\n"


async def test_no_page_shows_what_was_keyed(client: Pages) -> None:
    org, ballot = await make_marked(2)
    first, second = await two_officers(client, org)
    with clock.frozen(AFTER):
        address = f"/{org.slug}/ballots/{ballot.id}/batches"
        page = await (await (await first.get(address)).submit()).follow()
        await page.submit(**{"mark-3": "1"})
        for officer in (first, second):
            seen = await officer.get(f"{address}/1?paper=1")
            assert not any(v for n, v in seen.fields.items() if n.startswith("mark-"))


@BOTH
async def test_a_blt_file_is_taken_in_agreed_and_counted(client: Pages, language: str) -> None:
    org, ballot = await make_marked(4, candidates=("Ffion Rees", "Joan Bright", "Omar Khan"))
    with clock.frozen(AFTER):
        first, second = await two_officers(client.in_(language), org)
        address = f"/{org.slug}/ballots/{ballot.id}/batches/file"
        page = await first.get(address)
        other = await upload(page, address, "ward.blt", SMALL_BLT, first)
        assert other.status == 422
        assert "Pat Lowe" in other.errors[0]
        assert not await PaperBatch.of(ballot).exists()
        ours = SMALL_BLT.replace(b"4 2\n", b"3 2\n").replace(b'"Pat Lowe"\n', b"")
        ours = ours.replace(b"2 4 1 0", b"2 3 1 0")
        cut = await upload(page, address, "ward.blt", ours[:20], first)
        assert cut.status == 422
        more = await upload(page, address, "w.blt", ours.replace(b"2 3 1", b"9 3 1"), first)
        assert more.status == 422
        assert "11" in more.errors[0]
        taken = await upload(page, address, "ward.blt", ours, first)
        assert taken.status == 303, taken.errors
        assert (await second.get(f"/{org.slug}/ballots/{ballot.id}/batches")).status == 200
        batch = await second.get(f"/{org.slug}/ballots/{ballot.id}/batches/1")
        agreed = await second.post(
            f"/{org.slug}/ballots/{ballot.id}/batches/1/agreement", batch.fields
        )
        assert agreed.status == 303
    await close_and_open(ballot)
    assert (await OpenedBox.of(ballot).get()).papers == "1\n2 1 3\n1 2\n"


async def test_a_batch_is_thrown_away_after_asking(client: Pages) -> None:
    org, ballot = await make_marked(4)
    with clock.frozen(AFTER):
        first, _second = await two_officers(client, org)
        address = f"/{org.slug}/ballots/{ballot.id}/batches"
        page = await first.get(f"{address}/file")
        await upload(page, f"{address}/file", "ward.blt", SMALL_BLT, first)
        ask = await first.get(f"{address}/1/discard")
        assert (await ask.submit()).status == 303
    assert not await PaperBatch.of(ballot).exists()


async def test_a_scrutineer_may_agree_and_nobody_else_may_touch_the_papers(client: Pages) -> None:
    org, ballot = await make_marked(4)
    with clock.frozen(AFTER):
        first, _second = await two_officers(client, org)
        address = f"/{org.slug}/ballots/{ballot.id}/batches"
        page = await first.get(f"{address}/file")
        await upload(page, f"{address}/file", "ward.blt", SMALL_BLT, first)
        scrutineer = client.as_(await make_officer(org, Role.SCRUTINEER, "Val"))
        chair = client.as_(await make_officer(org, Role.CHAIR, "Cas"))
        assert (await chair.get(address)).status == 403
        assert (await scrutineer.get(f"{address}/file")).status == 403
        assert (await scrutineer.post(f"{address}/1/discard")).status == 403
        assert (await scrutineer.get(f"{address}/1")).status == 200
        assert (await scrutineer.post(f"{address}/1/agreement")).status == 303


@BOTH
async def test_lots_are_drawn_by_hand_or_by_the_computer_and_all_may_see(
    client: Pages, language: str
) -> None:
    org, ballot = await make_marked(0)
    address = f"/{org.slug}/ballots/{ballot.id}/lots"
    with clock.frozen(AFTER):
        officer = (await two_officers(client.in_(language), org))[0]
        page = await officer.get(address)
        twice = await officer.post(
            f"{address}/hand", {**page.fields, "how": "A hat", "drawn-1": "1", "drawn-2": "1"}
        )
        assert twice.status == 422
        assert twice.by_id("drawn-1").get("value") == "1"
        numbers = {f"drawn-{place}": str(5 - place) for place in range(1, 5)}
        done = await officer.post(f"{address}/hand", {**page.fields, "how": "A hat", **numbers})
        assert done.status == 303, done.errors
        shown = await officer.get(address)
        assert shown.main.index("Pat Lowe") < shown.main.index("Ffion Rees")
        other_org, other = await make_marked(0)
        await draw_lots(other, None)
        officer = client.as_(await make_officer(other_org, Role.CHAIR))
        assert (await officer.get(f"/{other_org.slug}/ballots/{other.id}/lots")).status == 200


@pytest.mark.skipif(not WARDS.is_file(), reason="the wards are not beside the checkout")
async def test_a_whole_ward_counted_elsewhere_comes_out_as_it_went_in(client: Pages) -> None:
    """Shetland 2017, ward 6: 995 papers marked by file, taken in as BLT, and counted here."""
    data = zipfile.ZipFile(WARDS).read(WARD)
    election = blt.read(data)
    ballot = await make_ballot(
        kind=Kind.STV,
        voters=election.cast + 5,
        candidates=[candidate.name for candidate in reversed(election.candidates)],
        seats=election.seats,
    )
    org = await organisation_of(ballot)
    first, second = await two_officers(client, org)
    entries = await RollEntry.of(ballot).order_by("number").limit(election.cast)
    marks = "\n".join(entry.member_number for entry in entries).encode()
    address = f"/{org.slug}/ballots/{ballot.id}"
    with clock.frozen(DURING):
        page = await first.get(f"{address}/paper/file")
        check = await upload(page, f"{address}/paper/file/check", "marks.csv", marks, first)
        assert (await check.submit()).status == 303
    assert await PaperMark.of(ballot).count() == 995
    with clock.frozen(CLOSES + timedelta(minutes=1)):
        page = await first.get(f"{address}/batches/file")
        taken = await upload(page, f"{address}/batches/file", Path(WARD).name, data, first)
        assert taken.status == 303, taken.errors
        assert (await second.post(f"{address}/batches/1/agreement")).status == 303
    await close_and_open(ballot)
    papers = (await OpenedBox.of(ballot).get()).papers
    names = [f'"{candidate.name}"' for candidate in reversed(election.candidates)]
    text = "4 3\n" + "".join(f"{line} 0\n" for line in papers.splitlines()) + "0\n"
    ours = stv_scottish.count(blt.read("\n".join([text + "\n".join(names), '"x"']).encode()))
    theirs = stv_scottish.count(election)
    assert [ours.candidates[n - 1].name for n in ours.elected] == [
        theirs.candidates[n - 1].name for n in theirs.elected
    ]
    assert [sorted(stage.votes) for stage in ours.stages] == [
        sorted(stage.votes) for stage in theirs.stages
    ]


async def test_numbers_that_are_nobodys_are_not_found(client: Pages) -> None:
    org, ballot = await make_marked(1)
    other_org, other = await make_marked(1)
    stranger = await entry_number(other)
    officer = (await two_officers(client, org))[0]
    where = f"/{org.slug}/ballots/{ballot.id}"
    with clock.frozen(DURING):
        for path in (
            "/batches/0",
            "/batches/99999999999",
            f"/letters/{stranger.id}",
            f"/addresses/{stranger.id}",
            f"/paper/{stranger.id}/undo",
            f"/letters/{10**18}",
        ):
            assert (await officer.get(where + path)).status == 404, path
        assert (await officer.post(f"{where}/paper/{stranger.id}")).status == 404
        assert (await officer.get(f"/{other_org.slug}/ballots/{other.id}/paper")).status == 403
        strange = {"entries": f"{stranger.id} -1 x 99999999999999999999999 {10**17}"}
        assert (await officer.post(f"{where}/paper/file", strange)).status == 303
        assert (await officer.get(f"{where}/paper?page=-3")).status == 200
        assert (await officer.get(f"{where}/paper?q=x&page=999999")).status == 200
    assert await PaperMark.of(ballot).count() == 1
    assert await PaperMark.of(other).count() == 1
