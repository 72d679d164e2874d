"""`coopcouncil count` as people and scripts use it: answers, refusals, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coopcouncil.commands.count import run

FILE = '3 2\n5 1 2 0\n3 2 0\n2 3 2 0\n0\n"Ada"\n"Bran"\n"Cêt"\n"Board"\n'
LEVEL = '3 2\n3 1 0\n1 2 0\n1 3 0\n0\n"Ada"\n"Bran"\n"Carys"\n"Board"\n'


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return str(path)

    return write


def answer(capsys, *argv: str):
    assert run(list(argv)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def refusal(capsys, *argv: str) -> str:
    assert run(list(argv)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("coopcouncil count: ")
    return str(err)


@pytest.mark.parametrize("rules", ["scottish-2011", "ers97", "meek-prf"])
def test_stv_as_json(capsys, file, rules):
    said = answer(capsys, "stv", "--rules", rules, "--ballots", file("a.blt", FILE), "--json")

    assert said["candidates"] == ["Ada", "Bran", "Cêt"]
    assert (said["valid"], said["elected"]) == (10, [1, 2])
    assert said["stages"][0]["action"] == "first"
    assert float(said["stages"][0]["votes"]["1"]) == 5


def test_json_is_canonical(capsys, file):
    run(["fptp", "--ballots", file("a.blt", FILE), "--json"])
    out = capsys.readouterr().out

    again = json.dumps(json.loads(out), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert out == again + "\n"


def test_a_batch_answers_in_the_order_asked(capsys, file):
    first, second = file("a.blt", FILE), file("b.blt", FILE.replace("5 1 2 0", "9 3 0"))
    batch = file("list", f"{second}\n\n{first}\n")

    assert run(["stv", "--rules", "ers97", "--batch", batch, "--jsonl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["elected"][0] for line in lines] == [3, 1]


def test_a_batch_with_a_bad_file_writes_nothing(capsys, file):
    batch = file("list", f"{file('a.blt', FILE)}\n{file('bad.blt', '3 1')}\n")

    assert "bad.blt: line 1" in refusal(
        capsys, "stv", "--rules", "ers97", "--batch", batch, "--jsonl"
    )


def test_a_tie_names_the_tied_and_asks_for_a_lot(capsys, file):
    said = refusal(
        capsys, "stv", "--rules", "scottish-2011", "--ballots", file("a.blt", LEVEL), "--json"
    )
    assert "Bran (2), Carys (3)" in said
    assert "--lots" in said


def test_a_lot_is_listed_among_the_ties(capsys, file):
    path = file("a.blt", LEVEL)
    said = answer(capsys, "stv", "--rules", "ers97", "--ballots", path, "--lots", "3,1,2", "--json")

    assert said["elected"] == [1, 2]
    assert said["ties"] == [
        {"stage": 2, "for": "exclude", "between": [2, 3], "resolved": "lot", "chosen": 3}
    ]


def test_approval_of_projects(capsys, file):
    path = file(
        "a.pb",
        "META\nkey;value\ndescription;Parks\nvote_type;approval\nPROJECTS\nproject_id;cost\n"
        'p1;10\np2;20\nVOTES\nvoter_id;vote\n1;"p1,p2"\n2;p2\n3;\n',
    )
    said = answer(capsys, "approval", "--ballots", path, "--json")

    assert said["totals"] == {"p1": "1", "p2": "2"}


def test_approval_with_a_maximum(capsys, file):
    path = file("a.blt", FILE)
    said = answer(
        capsys, "approval", "--ballots", path, "--maximum", "1", "--lots", "3,1", "--json"
    )

    assert (said["totals"], said["valid"]) == ({"1": "0", "2": "3", "3": "0"}, 3)
    assert said["elected"] == [2, 3]


def test_a_resolution(capsys, file):
    path = file("r.csv", "voter,vote\na,yes\nb,yes\nc,no\nd,abstain\n")
    said = answer(capsys, "resolution", "--threshold", "2/3", "--ballots", path, "--json")

    assert {k: said[k] for k in ("yes", "no", "abstain", "quorate", "carried", "needed")} == {
        "yes": 2,
        "no": 1,
        "abstain": 1,
        "quorate": True,
        "carried": True,
        "needed": 2,
    }


def test_a_vote_that_asks_for_turnout_and_few_against(capsys, file):
    path = file("r.csv", "voter,vote\n" + "".join(f"v{n},yes\n" for n in range(9)) + "x,no\n")
    argv = ("resolution", "--threshold", "majority", "--ballots", path, "--eligible", "100")

    said = answer(capsys, *argv, "--turnout", "1/10", "--against-below", "1/5:votes", "--json")
    assert (said["turned_out"], said["within_limits"], said["carried"]) == (True, True, True)
    said = answer(capsys, *argv, "--turnout", "1/2", "--against-below", "1/10:votes", "--json")
    assert (said["turned_out"], said["within_limits"], said["carried"]) == (False, False, False)
    assert (said["turnout"], said["against_below"]) == ("1/2", ["1/10:votes"])
    assert "of what" in refusal(capsys, *argv, "--against-below", "1/5")


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["pb", "--rule", "mes"],
        ["stv"],
        ["stv", "--rules", "ers76", "--ballots", "x"],
        ["stv", "--rules", "ers97", "--ballots", "/nowhere/x.blt"],
        ["stv", "--rules", "ers97", "--ballots", "a\0b"],
        ["stv", "--rules", "ers97", "--ballots", "x", "--lots", "1,1"],
        ["stv", "--rules", "ers97", "--ballots", "x", "--lots", "one"],
        ["stv", "--rules", "ers97", "--ballots", "x", "--jsonl"],
        ["stv", "--rules", "ers97", "--batch", "x"],
        ["fptp"],
        ["resolution", "--threshold", "51%", "--ballots", "x"],
        ["resolution", "--threshold", "2/3", "--quorum", "-1", "--ballots", "x"],
    ],
)
def test_bad_usage_is_one_line_and_exit_2(capsys, argv):
    refusal(capsys, *argv)


def test_lots_for_nobody_are_refused(capsys, file):
    said = refusal(capsys, "fptp", "--ballots", file("a.blt", FILE), "--lots", "7")

    assert "candidate 7" in said


def test_a_share_of_the_eligible_asks_for_their_number(capsys, file):
    path = file("r.csv", "voter,vote\na,yes\n")

    argv = ("resolution", "--threshold", "3/4", "--of", "eligible", "--ballots", path)
    assert "entitled" in refusal(capsys, *argv)
    assert not answer(capsys, *argv, "--eligible", "2", "--json")["carried"]


@pytest.mark.parametrize(
    "kind", [["stv", "--rules", "ers97"], ["stv", "--rules", "meek-prf"], ["fptp"], ["approval"]]
)
def test_without_json_a_person_can_read_it(capsys, file, kind):
    assert run([*kind, "--ballots", file("a.blt", FILE)]) == 0

    said = capsys.readouterr().out
    assert "Cêt" in said
    assert "lected" in said


def test_help_is_no_error(capsys):
    assert run(["--help"]) == 0


def test_it_starts_well_under_a_second_and_needs_no_database(file):
    began = time.monotonic()
    code = "from coopcouncil.commands.count import run; import sys; run(sys.argv[1:])"
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-c",
            code,
            "fptp",
            "--ballots",
            file("a.blt", FILE),
            "--json",
        ],
        capture_output=True,
        check=True,
    )

    assert json.loads(done.stdout)["elected"] == [1, 2]
    assert not {b"tortoise", b"starlette", b"asyncio"} & {
        line.split(b"|")[-1].strip() for line in done.stderr.splitlines()
    }
    assert time.monotonic() - began < 5  # A bound for a busy machine; alone it takes 0.1 s.
