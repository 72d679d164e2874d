"""From the opened box to the declared result."""

import csv
import io

import pytest

from coopcouncil.ballots.actions.lots import record_lots
from coopcouncil.ballots.actions.results import count_ballot, declare
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, BallotEvent, CountRun, Declaration, Kind, Way
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.ballots.rules.counting import (
    BoxNotOpened,
    CorrectionNeedsReason,
    DeclaredThis,
    LotsNeeded,
)
from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.models import Role
from tests.ballots.building import (
    AFTER,
    DURING,
    close_and_open,
    entry_number,
    make_ballot,
    make_officer,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def voted(kind: Kind, *rankings: str) -> Ballot:
    ballot = await make_ballot(kind=kind, voters=max(3, len(rankings)))
    with clock.frozen(DURING):
        for n, ranking in enumerate(rankings, 1):
            await cast_vote(ballot, (await entry_number(ballot, n)).id, ranking, Way.WEB)
    return ballot


async def opened(kind: Kind, *rankings: str) -> Ballot:
    ballot = await voted(kind, *rankings)
    await close_and_open(ballot)
    return ballot


async def test_nothing_is_counted_before_the_box_is_opened(db: None) -> None:
    ballot = await voted(Kind.STV, "1")

    with clock.frozen(AFTER), pytest.raises(BoxNotOpened):
        await count_ballot(ballot, None)


async def test_a_ranked_election_is_counted_by_its_rule(db: None) -> None:
    # Six valid papers for two places: quota 6 // 3 + 1 = 3. The first has 4, one over; each of
    # its four papers goes on to the second at 1/4. Worked by hand.
    ballot = await opened(Kind.STV, "1 2", "1 2", "1 2", "1 2", "3", "2 3", "")
    with clock.frozen(AFTER):
        run = await count_ballot(ballot, None)

    assert run.result["quota"] == "3.00000"
    assert run.result["elected"] == [1, 2]
    assert run.result["papers"] == 7
    assert run.result["valid"] == 6
    assert run.result["stages"][1]["votes"]["2"] == "2.00000"


async def test_a_tie_wants_lots_and_says_between_whom(db: None) -> None:
    ballot = await opened(Kind.FPTP, "1", "2")
    ballot.seats = 1
    await ballot.save()
    with clock.frozen(AFTER):
        with pytest.raises(LotsNeeded) as refusal:
            await count_ballot(ballot, None)
        assert refusal.value.names == ("Ffion Rees", "Joan Bright")
        await record_lots(ballot, [2, 1, 3, 4], "Drawn from a hat.", "Tynnwyd o het.", None)
        run = await count_ballot(ballot, None)

    assert run.result["elected"] == [2]
    kinds = [event.kind.value for event in await BallotEvent.of(ballot).order_by("n")]
    assert kinds[-3:] == ["tied", "lots", "counted"]


async def test_a_resolution_does_not_count_abstentions(db: None) -> None:
    ballot = await opened(Kind.RESOLUTION, "1", "1", "2", "3", "3", "3")
    with clock.frozen(AFTER):
        run = await count_ballot(ballot, None)

    assert (run.result["yes"], run.result["no"], run.result["abstain"]) == (2, 1, 3)
    assert run.result["carried"] is True


async def test_a_declaration_stands_until_one_with_a_reason_corrects_it(db: None) -> None:
    ballot = await opened(Kind.RESOLUTION, "1")
    with clock.frozen(AFTER):
        first = await count_ballot(ballot, None)
        await declare(ballot, first, Reason(""), None)
        with pytest.raises(DeclaredThis):
            await declare(ballot, first, Reason("Again."), None)
        again = await count_ballot(ballot, None)
        with pytest.raises(CorrectionNeedsReason):
            await declare(ballot, again, Reason(""), None)
        await declare(ballot, again, Reason("A recount was asked for."), None)
        await jobs.run_jobs()

    assert again.result_hash == first.result_hash
    assert await Declaration.of(ballot).count() == 2
    kinds = [event.kind.value for event in await BallotEvent.of(ballot).order_by("n")]
    assert kinds[-4:] == ["counted", "declared", "counted", "corrected"]
    told = await OutboxMessage.filter(purpose__endswith="corrected")
    assert told
    assert "A recount was asked for." in (told[0].text or "")


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_returning_officer_counts_and_declares(client: Pages, language: str) -> None:
    ballot = await opened(Kind.STV, "1 2", "1 2", "1 2", "1 2", "3", "2 3", "")
    org = await organisation_of(ballot)
    officer = await make_officer(org, Role.RETURNING_OFFICER)
    chair = await make_officer(org, Role.CHAIR)
    path = f"/{org.slug}/ballots/{ballot.id}"
    ro = client.as_(officer).in_(language)
    with clock.frozen(AFTER):
        assert (await client.as_(chair).post(f"{path}/result", {})).status == 403
        assert (await ro.get(f"{path}/result")).status == 200
        counted = await (await ro.post(f"{path}/result", {})).follow()
        assert "Ffion Rees" in counted.main
        assert "3.00000" in counted.main
        chairs = client.as_(chair)
        assert f"{path}/result" in (await ro.get(path)).html
        assert f"{path}/result" not in (await chairs.get(path)).html
        asked = await ro.get(f"{path}/declaration")
        done = await (await asked.submit()).follow()
        assert done.status == 200
        assert "See the result" in (await chairs.get(path)).links
        sheet = await ro.get(f"{path}/count-sheet.csv")
        paper = await ro.get(f"{path}/count-sheet.pdf")

    rows = list(csv.reader(io.StringIO(sheet.text)))
    assert rows[2][0] == "Ffion Rees"
    assert paper.body.startswith(b"%PDF")


async def test_members_see_no_count_before_the_declaration(client: Pages) -> None:
    ballot = await opened(Kind.RESOLUTION, "1")
    org = await organisation_of(ballot)
    from coopcouncil.accounts.models import Person
    from tests.ballots.building import make_person

    voter: Person = await make_person("Vera", "voter-1@example.org")
    path = f"/{org.slug}/ballots/{ballot.id}/result"
    with clock.frozen(AFTER):
        run = await count_ballot(ballot, None)
        assert (await client.as_(voter).get(path)).status == 404
        await declare(ballot, run, Reason(""), None)
        assert (await client.as_(voter).get(path)).status == 200
    assert await CountRun.of(ballot).count() == 1
