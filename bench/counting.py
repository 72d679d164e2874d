"""Counting: beside pyrankvote (a dependency of this bench alone), and a million papers.

pyrankvote has no rule book behind it and elects others than the councils did in some wards; it is
here because it is what a Python programmer would otherwise reach for. Where the real Scottish wards
lie beside the checkout they are counted; else elections drawn from a fixed seed.
"""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import pyrankvote

from bench import Row, row
from coopcouncil.counting import stv_ers97, stv_meek, stv_scottish
from coopcouncil.counting.formats import blt, canonical, results
from coopcouncil.counting.outcome import Outcome
from coopcouncil.counting.papers import Election

WARDS = Path(__file__).resolve().parents[2] / "shared" / "data" / "scottish" / "wards.zip"
BESIDE = 325
"""How many contests pyrankvote counts: all 325 would take it many minutes."""

REFERENCE = "pyrankvote"


def rows() -> Iterator[Row]:
    """Papers counted in a second, higher is better; then seconds and memory for a million."""
    with tempfile.TemporaryDirectory() as folder:
        files, source = _files(Path(folder))
        some = files[:: max(1, len(files) // BESIDE)][:BESIDE]
        yield from _beside(some, source)
        yield from _alone(files, source)
        yield from _million(Path(folder) / "million.blt")


def _files(folder: Path) -> tuple[list[Path], str]:
    files: list[Path] = []
    if WARDS.is_file():
        with zipfile.ZipFile(WARDS) as archive:
            for number, name in enumerate(sorted(archive.namelist())):
                election = blt.read(archive.read(name))
                files.append(folder / f"{number}.blt")
                files[-1].write_text(blt.write(election), encoding="utf-8")
        return files, "Scottish wards"
    chance = random.Random(1)  # papers to count, nothing to guard
    for number in range(40):
        files.append(folder / f"{number}.blt")
        files[-1].write_text(_drawn(chance), encoding="utf-8")
    return files, "elections drawn from a fixed seed"


def _drawn(chance: random.Random) -> str:
    size = chance.randint(5, 11)
    lines = [f"{size} {chance.randint(3, 4)}"]
    for _ in range(900):
        order = chance.sample(range(1, size + 1), chance.randint(1, size))
        lines.append(f"{chance.randint(1, 11)} {' '.join(map(str, order))} 0")
    lines += ["0", *(f'"C{n}"' for n in range(1, size + 1)), '"Drawn"']
    return "\n".join(lines) + "\n"


def _beside(files: list[Path], source: str) -> Iterator[Row]:
    elections = [blt.read(file.read_bytes()) for file in files]
    papers = sum(election.cast for election in elections)
    note = f"{len(files)} {source}, {papers} papers, scottish-2011"

    ours, theirs = _best(
        lambda: [_from_file(file) for file in files],
        lambda: [_pyrankvote(*_plain_read(file)) for file in files],
        rounds=2,
    )
    yield row("STV, file to result", papers / ours, "papers/s", REFERENCE, papers / theirs, note)

    # Each with its own papers in memory and not the other's: millions of objects slow everything.
    ours = _seconds(partial(_count_all, stv_scottish.count, elections), times=15)
    ready = [_plain_read(file) for file in files]
    gc.collect()
    gc.freeze()
    theirs = _seconds(lambda: [_pyrankvote(*one) for one in ready], times=3)
    gc.unfreeze()
    yield row("STV, papers in memory", papers / ours, "papers/s", REFERENCE, papers / theirs, note)


def _best(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """The shortest time of each, taken in turns so that a busy moment falls on both."""
    times = [(_seconds(ours, times=5), _seconds(theirs)) for _ in range(rounds)]
    return min(mine for mine, _ in times), min(other for _, other in times)


def _alone(files: list[Path], source: str) -> Iterator[Row]:
    elections: list[Election] = []
    read = _seconds(lambda: elections.extend(blt.read(file.read_bytes()) for file in files))
    papers = sum(election.cast for election in elections)
    note = f"{len(files)} {source}, {papers} papers"
    yield row("BLT read", papers / read, "papers/s", note=note)
    for rule in (stv_scottish, stv_ers97, stv_meek):
        took = _seconds(partial(_count_all, rule.count, elections))
        yield row(f"{rule.RULES}, papers in memory", papers / took, "papers/s", note=note)


def _count_all(count: Callable[[Election], Outcome], elections: list[Election]) -> list[Outcome]:
    return [count(election) for election in elections]


def _million(path: Path) -> Iterator[Row]:
    chance = random.Random(2)
    order = list(range(1, 13))
    with path.open("w") as file:
        file.write("12 4\n")
        for _ in range(1_000_000):
            chance.shuffle(order)
            file.write(f"1 {' '.join(map(str, order))} 0\n")
        file.write("0\n" + "".join(f'"C{n}"\n' for n in range(1, 13)) + '"Many"\n')
    # The mark of memory is read in the process itself: else the parent's would count too.
    code = """if True:
        import sys
        from coopcouncil.commands.count import run
        code = run(sys.argv[1:])
        with open("/proc/self/status") as status:
            print(*(line.split()[1] for line in status if "VmHWM" in line), file=sys.stderr)
        sys.exit(code)"""
    argv = ["stv", "--rules", "scottish-2011", "--ballots", str(path), "--json"]
    began = perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *argv], check=True, capture_output=True)
    took = perf_counter() - began
    most = int(done.stderr) / 1024
    note = f"nearly all different; file of {path.stat().st_size / 2**20:.0f} MiB, start included"
    yield row("a million papers of 12 candidates", took, "s", note=note)
    yield row("a million papers of 12 candidates, memory", most, "MiB", note="largest resident set")


def _seconds(work: Callable[[], Any], times: int = 1) -> float:
    best = float("inf")
    for _ in range(times):
        began = perf_counter()
        work()
        best = min(best, perf_counter() - began)
    return best


def _from_file(file: Path) -> str:
    outcome = stv_scottish.count(blt.read(file.read_bytes()))
    return canonical.write(results.of_outcome(outcome))


def _plain_read(file: Path) -> tuple[list[Any], list[Any], int]:
    """The least that makes pyrankvote's objects of a plain file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    size, seats = map(int, lines[0].split())
    candidates = [pyrankvote.Candidate(str(n)) for n in range(1, size + 1)]
    ballots: list[Any] = []
    for line in lines[1:]:
        if line == "0":
            break
        weight, *order = map(int, line.split())
        ballot = [candidates[n - 1] for n in order[:-1]]
        ballots += [pyrankvote.Ballot(ranked_candidates=ballot) for _ in range(weight)]
    return candidates, ballots, seats


def _pyrankvote(candidates: list[Any], ballots: list[Any], seats: int) -> object:
    return pyrankvote.single_transferable_vote(candidates, ballots, number_of_seats=seats)
