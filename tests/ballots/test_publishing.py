"""The public bundle, from the declared ballot to a stranger's check; and every way to forge it."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from coopcouncil.ballots.actions.course import withdraw
from coopcouncil.ballots.actions.publishing import publish
from coopcouncil.ballots.actions.results import count_ballot, declare
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, Closing, Kind, OpenedBox, Option, Publication, Way
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.ballots.rules.counting import NotDeclared
from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.counting import bundle
from coopcouncil.counting.verifying import verify
from coopcouncil.kernel import clock, files
from coopcouncil.kernel.models import StoredFile
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

PREFERENCES = ("1 2", "1 2", "1 2", "1 2", "3", "2 3", "")


async def published(
    kind: Kind = Kind.STV, rankings: tuple[str, ...] = PREFERENCES, withheld_below: int = 0
) -> tuple[Ballot, Publication, bytes]:
    ballot = await make_ballot(
        kind=kind, voters=len(rankings), rules={"papers_withheld_below": withheld_below}
    )
    with clock.frozen(DURING):
        for n, ranking in enumerate(rankings, 1):
            await cast_vote(ballot, (await entry_number(ballot, n)).id, ranking, Way.WEB)
    await close_and_open(ballot)
    with clock.frozen(AFTER):
        run = await count_ballot(ballot, None)
        await declare(ballot, run, Reason(""), None)
        found = await publish(ballot, None)
    data = await files.read(await StoredFile.get(id=found.bundle_id))
    return ballot, found, data


async def test_a_bundle_holds_and_is_recounted(db: None) -> None:
    ballot, publication, data = await published()
    closing = await Closing.of(ballot).get()

    report = verify(data, publication.head)
    assert report.good, report.wrong
    assert report.recounted
    assert verify(data, closing.head).good
    assert not verify(data, "0" * 64).good
    names = b"Voter Number1"
    assert names not in data


@pytest.mark.parametrize(
    ("kind", "rankings"),
    [
        (Kind.RESOLUTION, ("1", "1", "2", "3", "")),
        (Kind.FPTP, ("1", "1", "1", "2", "2", "")),
        (Kind.APPROVAL, ("1 2", "1 3", "1 2", "", "2")),
    ],
)
async def test_every_kind_of_ballot_makes_a_bundle_that_holds(
    db: None, kind: Kind, rankings: tuple[str, ...]
) -> None:
    _ballot, publication, data = await published(kind, rankings)

    report = verify(data, publication.head)
    assert report.good, report.wrong
    assert report.recounted


async def test_the_papers_of_a_small_ballot_are_withheld(db: None) -> None:
    _ballot, publication, data = await published(withheld_below=30)

    report = verify(data, publication.head)
    assert report.good, report.wrong
    assert not report.recounted
    assert b"papers.blt" not in data
    assert any("not recounted" in sentence for sentence in report.cannot_show)


async def test_a_ballot_from_which_a_candidate_withdrew_makes_a_bundle_that_holds(
    db: None,
) -> None:
    ballot = await make_ballot(
        kind=Kind.STV, voters=len(PREFERENCES), rules={"papers_withheld_below": 0}
    )
    with clock.frozen(DURING):
        for n, ranking in enumerate(PREFERENCES, 1):
            await cast_vote(ballot, (await entry_number(ballot, n)).id, ranking, Way.WEB)
        await withdraw(await Option.of(ballot).get(place=3), ballot, "Moved away", None)
    await close_and_open(ballot)
    with clock.frozen(AFTER):
        await declare(ballot, await count_ballot(ballot, None), Reason(""), None)
        found = await publish(ballot, None)
    data = await files.read(await StoredFile.get(id=found.bundle_id))

    report = verify(data, found.head)
    assert report.good, report.wrong
    assert report.recounted


async def test_nothing_is_published_before_it_is_declared(db: None) -> None:
    ballot = await make_ballot()
    with clock.frozen(AFTER), pytest.raises(NotDeclared):
        await publish(ballot, None)


def edited(name: str, change: Callable[[str], str]) -> Callable[[dict[str, bytes]], None]:
    def forge(inside: dict[str, bytes]) -> None:
        before = inside[name].decode()
        after = change(before)
        assert after != before
        inside[name] = after.encode()

    return forge


def swap(name: str, this: str, that: str) -> Callable[[dict[str, bytes]], None]:
    return edited(name, lambda text: text.replace(this, that, 1))


FORGERIES = {
    "a paper moved": swap("papers.blt", "4 1 2 0", "3 1 2 0\n1 1 3 0"),
    "a paper more": swap("papers.blt", "4 1 2 0", "5 1 2 0"),
    "another winner": swap("result.json", '"elected":[1,2]', '"elected":[1,3]'),
    "other words": swap("ballot.json", "painted", "sold"),
    "other lots": swap("ballot.json", '"lots":[]', '"lots":[1]'),
    "more seats": swap("ballot.json", '"seats":2', '"seats":3'),
    "a later close": swap("ballot.json", '"closes_at":"2026', '"closes_at":"2027'),
    "a larger roll": swap("roll.json", '"count":7', '"count":8'),
    "an event changed": swap("events.jsonl", '"took_part":7', '"took_part":6'),
    "an event left out": edited(
        "events.jsonl", lambda text: "".join(text.splitlines(keepends=True)[:-1])
    ),
    "a readme changed": edited("README.txt", lambda text: text + "Send money."),
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_forgery_is_found_even_with_its_sums_made_again(db: None, name: str) -> None:
    _ballot, publication, data = await published()
    inside = bundle.unpack(data)
    del inside["SHA256SUMS"]
    FORGERIES[name](inside)
    inside["SHA256SUMS"] = bundle.sums(inside)
    forged = bundle.pack(inside)

    report = verify(forged, publication.head)
    assert not report.good
    if name != "a readme changed":
        # The contents contradict each other: no hash from elsewhere is needed.
        assert verify(forged).wrong


async def test_any_changed_byte_is_found(db: None) -> None:
    _ballot, publication, data = await published()
    for at in range(0, len(data), 97):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            assert not verify(changed, publication.head).good, f"byte {at}"
        except bundle.NoBundle:
            continue


async def test_a_forger_who_rebuilds_the_chain_is_found_by_the_head(db: None) -> None:
    """Everything made again to fit, and only the hash that voters hold shows it."""
    ballot, publication, data = await published(Kind.RESOLUTION, ("1", "2", "2"))
    inside = bundle.unpack(data)
    del inside["SHA256SUMS"]
    lines, previous = [], bundle.START
    for line in inside["events.jsonl"].decode().splitlines():
        event = json.loads(line)
        event["previous"] = previous
        if event["kind"] == "sealed":
            event["facts"]["quorum"] = 1
        text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(text.encode() + b"\n").hexdigest()
        lines.append(text)
    inside["events.jsonl"] = ("\n".join(lines) + "\n").encode()
    inside["ballot.json"] = inside["ballot.json"].replace(b'"quorum":0', b'"quorum":1')
    inside["SHA256SUMS"] = bundle.sums(inside)
    forged = bundle.pack(inside)
    closing = await Closing.of(ballot).get()

    assert not verify(forged, publication.head).good
    assert not verify(forged, closing.head).good


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"no zip", b"PK\x03\x04" + b"x" * 40])
def test_what_is_no_bundle_is_said_in_one_line(data: bytes) -> None:
    with pytest.raises(bundle.NoBundle):
        verify(data)


def test_a_packed_file_is_refused_before_it_can_swell() -> None:
    swelling = io.BytesIO()
    with zipfile.ZipFile(swelling, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("papers.blt", b"0" * 10_000_000)

    with pytest.raises(bundle.NoBundle):
        verify(swelling.getvalue())


async def test_anybody_downloads_and_checks_it_offline(client: Pages, tmp_path: Path) -> None:
    ballot, publication, _data = await published()
    org = await organisation_of(ballot)
    got = await client.get(f"/{org.slug}/ballots/{ballot.id}/bundle.zip")
    assert got.status == 200
    file = tmp_path / "bundle.zip"
    file.write_bytes(got.body)

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "coopcouncil", *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    good = run("verify", str(file), "--head", publication.head)
    assert good.returncode == 0, good.stdout + good.stderr
    assert run("verify", str(file), "--head", "f" * 64).returncode == 1
    missing = run("verify", str(tmp_path / "none.zip"))
    assert missing.returncode == 2
    assert len(missing.stderr.splitlines()) == 1
    inside = bundle.unpack(got.body)
    papers = tmp_path / "papers.blt"
    papers.write_bytes(inside["papers.blt"])
    counted = run("count", "stv", "--rules", ballot.count_rule, "--ballots", str(papers), "--json")
    assert counted.stdout.encode() == inside["result.json"]


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
async def test_the_documented_shell_commands_check_a_bundle(db: None, tmp_path: Path) -> None:
    """What docs/formats/bundle.md says to type, typed."""
    _ballot, _publication, data = await published()
    for name, text in bundle.unpack(data).items():
        (tmp_path / name).write_bytes(text)
    page = (Path(__file__).parents[2] / "docs/formats/bundle.md").read_text()
    block = page.split("## Checking it with common tools", 1)[1].split("## ", 1)[0]
    commands = [line[4:] for line in block.splitlines() if line.startswith("    ")]
    script = "set -eu\n" + "\n".join(commands[1:])

    good = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert good.returncode == 0, good.stderr
    assert "broken" not in good.stdout
    said = good.stdout.splitlines()
    assert said[-4] == said[-3].split()[0]
    assert said[-2] == said[-1]


async def test_scrutineers_alone_get_the_papers(client: Pages) -> None:
    ballot, _publication, _data = await published(withheld_below=30)
    org = await organisation_of(ballot)
    scrutineer = await make_officer(org, Role.SCRUTINEER)
    officer = await make_officer(org, Role.RETURNING_OFFICER)
    path = f"/{org.slug}/ballots/{ballot.id}"
    with clock.frozen(AFTER):
        assert (await client.as_(officer).get(f"{path}/papers")).status == 403
        got = await client.as_(scrutineer).get(f"{path}/papers")
        told = await client.as_(officer).get(f"{path}/result")
        theirs = await client.as_(scrutineer).get(f"{path}/result")

    box = await OpenedBox.of(ballot).get()
    assert b"4 1 2 0" in got.body
    assert "go to the scrutineers alone" in told.main
    assert box.salt in theirs.main
    assert box.salt not in told.main


async def test_a_rare_ranking_is_warned_of(client: Pages) -> None:
    ballot, _publication, _data = await published()
    org = await organisation_of(ballot)
    officer = await make_officer(org, Role.RETURNING_OFFICER)
    with clock.frozen(AFTER):
        told = await client.as_(officer).get(f"/{org.slug}/ballots/{ballot.id}/result")

    # Four candidates can be ranked in 24 orders, and there are seven papers.
    assert "A rare ranking can point to its voter" in told.main
