"""A million papers of twelve candidates, in memory that a small machine has."""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
from pathlib import Path

CEILING = 700 * 1024 * 1024
"""Address space of the whole process, interpreter and file included."""


def write_papers(path: Path, count: int) -> None:
    """Nearly all different, first preferences spread: identical ones would make it easy."""
    turned = [[str((place + turn) % 12 + 1) for place in range(12)] for turn in range(12)]
    orders = itertools.islice(itertools.permutations(range(12)), 0, count * 37, 37)
    with path.open("w") as file:
        file.write("12 4\n")
        for number, order in enumerate(orders):
            names = turned[number % 12]
            file.write(f"1 {' '.join([names[c] for c in order])} 0\n")
        file.write("0\n" + "".join(f'"C{n}"\n' for n in range(1, 13)) + '"Many"\n')


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))


def test_a_million_papers_in_bounded_memory(tmp_path: Path):
    path = tmp_path / "million.blt"
    write_papers(path, 1_000_000)
    code = "from coopcouncil.commands.count import run; import sys; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            "stv",
            "--rules",
            "scottish-2011",
            "--ballots",
            str(path),
            "--lots",
            "1,2,3,4,5,6,7,8,9,10,11,12",
            "--json",
        ],
        capture_output=True,
        preexec_fn=limit,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["valid"] == 1_000_000
    assert len(said["elected"]) == 4
