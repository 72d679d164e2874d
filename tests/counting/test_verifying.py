"""What a bundle shows, and what damage does to it."""

from __future__ import annotations

import json
import random
import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from coopcouncil.commands.verify import run
from coopcouncil.counting import recount
from coopcouncil.counting.bundle import NoBundle
from coopcouncil.counting.formats import blt, canonical, results
from coopcouncil.counting.outcome import Outcome
from coopcouncil.counting.report import Report
from coopcouncil.counting.verifying import verify
from tests.counting.bundles import BLT, CLOSES, head_of, line, make_files, make_zip, result, sha


def test_a_bundle_made_from_the_document_holds():
    data = make_zip(make_files())
    report = verify(data, head_of(data))

    assert report.wrong == []
    assert report.recounted


def test_another_result_is_found_without_any_head():
    forged = result().replace(b'"elected":[1,2]', b'"elected":[1,3]')
    report = verify(make_zip(make_files(result=forged)))

    assert any("another result" in sentence for sentence in report.wrong)


def test_a_candidate_struck_from_the_papers_alone_is_found():
    """Counted and declared without somebody whose withdrawal no event records."""
    papers = BLT.replace("3 2\n", "3 2\n-3\n", 1).encode()
    outcome = recount.count(blt.read(papers), "scottish-2011", [], None)
    assert isinstance(outcome, Outcome)
    forged = canonical.write(results.of_outcome(outcome)).encode()
    report = verify(make_zip({**make_files(result=forged), "papers.blt": papers}))

    assert any("candidates withdrawn" in sentence for sentence in report.wrong)


@pytest.mark.parametrize(
    ("after", "kind", "facts"),
    [
        ("closed", "extended", {"closes_at": CLOSES}),
        ("opened-box", "withdrawn", {"place": 3}),
        ("counted", "lots", {"order": [3, 1, 2]}),
        ("closed", "voided", {"reason": "", "reason_cy": ""}),
    ],
)
def test_what_came_too_late_is_found(after, kind, facts):
    files = make_files()
    events, previous, found = b"", "0" * 64, []
    for one in map(json.loads, files["events.jsonl"].splitlines()):
        found.append(one)
        if one["kind"] == after:
            found.append({**one, "kind": kind, "facts": facts})
    for n, one in enumerate(found, 1):
        event = line({**one, "n": n, "previous": previous})
        events, previous = events + event, sha(event)
    ballot = json.loads(files["ballot.json"])
    ballot["lots"] = facts.get("order", [])
    report = verify(make_zip({**files, "events.jsonl": events, "ballot.json": line(ballot)}))

    assert any("cannot have come" in sentence for sentence in report.wrong)


def test_a_close_before_its_time_is_found():
    files = make_files()
    early = CLOSES.replace("T17", "T16")
    events, previous = b"", "0" * 64
    for one in map(json.loads, files["events.jsonl"].splitlines()):
        event = line({**one, "at": early, "previous": previous})
        events, previous = events + event, sha(event)
    report = verify(make_zip({**files, "events.jsonl": events}))

    assert report.wrong == ["the close was recorded before the closing time"]


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "ers97"},
        {"rule": "unheard-of"},
        {"rule": ["ers97"]},
        {"seats": "2"},
    ],
)
def test_terms_that_say_what_they_cannot_are_wrong_and_never_a_crash(changed):
    assert not verify(make_zip(make_files(**changed))).good


@pytest.mark.parametrize(
    "share", ["1/0", "0/1", "1e999999999", "-1/2", "NaN", "", "9" * 5000, ["1/2"], None]
)
def test_a_share_that_is_none_is_wrong_and_never_a_crash(share):
    passing = {"share": share, "of": "votes-cast", "or_more": 0, "turnout_percent": 0}
    files = make_files(kind="resolution", rule="resolution", passing=passing)
    del files["papers.blt"]
    files["papers.csv"] = b"voter,vote\n1,yes\n"
    files["ballot.json"] = files["ballot.json"].replace(b"papers.blt", b"papers.csv")

    assert not verify(make_zip(files)).good


def checked(data: bytes, head: str) -> Report | None:
    try:
        return verify(data, head)
    except NoBundle:
        return None


def test_any_changed_byte_of_the_file_is_found():
    good = make_zip(make_files())
    head = head_of(good)
    chance = random.Random(5)
    for _ in range(1500):
        data = bytearray(good)
        for _ in range(chance.choice((1, 1, 1, 3, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if bytes(data) != good:
            report = checked(bytes(data), head)
            assert report is None or not report.good


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 100, 2000])
def test_a_file_cut_short_is_no_bundle_or_wrong(cut):
    good = make_zip(make_files())

    assert checked(good[:cut], head_of(good)) is None
    report = checked(good + b"x" * cut, head_of(good))
    assert report is None or report.good is (cut == 0)


def test_damage_inside_with_the_sums_made_again_never_crashes():
    files = make_files()
    head = head_of(make_zip(files))
    chance = random.Random(6)
    odd = [b"null", b"[]", b"{}", b"-1", b"1e9", b'"x"', b"true", b"[[[[", b"\xff", b"\n", b""]
    for _ in range(1500):
        name = chance.choice(sorted(files))
        text = files[name]
        at = chance.randrange(len(text))
        until = at + chance.choice((0, 1, 2, 8, 30))
        damaged = text[:at] + chance.choice(odd) + text[until:]
        if damaged != text:
            report = checked(make_zip({**files, name: damaged}), head)
            assert report is None or not report.good


@pytest.mark.parametrize("name", ["events.jsonl", "ballot.json", "result.json", "papers.blt"])
@pytest.mark.parametrize("text", [b"", b"\n", b"{}\n", b"[]\n", b"[" * 5000, b"0\n", b"\0"])
def test_a_file_that_says_something_else_entirely(name, text):
    assert not verify(make_zip({**make_files(), name: text})).good


def test_files_that_lie_inside_one_another_are_no_bundle():
    # Each entry's bytes hold the next entry: a small file that would fill the memory when read.
    names = ["a", "b", "c"]
    body, offsets = b"x" * 10_000, []
    for name in reversed(names):
        crc = struct.pack("<L", zlib.crc32(body))
        size = struct.pack("<LL", len(body), len(body))
        fixed = b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 0, 0, 33) + crc + size
        body = fixed + struct.pack("<HH", 1, 0) + name.encode() + body
        offsets.append(len(body))
    central = b""
    for place, name in enumerate(names):
        inner = body[len(body) - offsets[-1 - place] :]
        held = inner[31:]
        central += (
            b"PK\1\2"
            + struct.pack("<HHHHHH", 20, 20, 0, 0, 0, 33)
            + struct.pack("<LLL", zlib.crc32(held), len(held), len(held))
            + struct.pack("<HHHHHLL", 1, 0, 0, 0, 0, 0, len(body) - len(inner))
            + name.encode()
        )
    end = b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 3, 3, len(central), len(body), 0)
    data = body + central + end
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.namelist() == names

    with pytest.raises(NoBundle, match="more than"):
        verify(data)


def test_a_paper_with_countless_candidates_is_refused():
    many = "99999 1\n1 1 0\n0\n" + '"x"\n' * 99_999 + '"t"\n'

    assert not verify(make_zip({**make_files(), "papers.blt": many.encode()})).good


def test_the_command_says_what_it_checked_and_its_exit_code(capsys, tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(make_zip(make_files()))
    head = head_of(path.read_bytes())

    assert run([str(path), "--head", head]) == 0
    assert "counted again by scottish-2011" in capsys.readouterr().out
    assert run([str(path)]) == 0
    assert "rebuilt forgery" in capsys.readouterr().out
    assert run([str(path), "--head", "0" * 64, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["good"] is False
    path.write_bytes(b"no zip")
    assert run([str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
