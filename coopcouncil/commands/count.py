"""`coopcouncil count`: papers in, a result out, by a published rule; no database, no network."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeAlias

from coopcouncil.counting import approval, fptp, resolution, stv_ers97, stv_meek, stv_scottish
from coopcouncil.counting.formats import Unreadable, blt, canonical, results
from coopcouncil.counting.outcome import Outcome, Totals
from coopcouncil.counting.papers import BadElection, Election
from coopcouncil.counting.ties import TieNeedsLot

COUNT: TypeAlias = "Callable[[Election, Sequence[int]], Outcome]"

STV: dict[str, COUNT] = {
    module.RULES: module.count for module in (stv_scottish, stv_ers97, stv_meek)
}

DONE, BAD_INPUT = 0, 2


class Trouble(Exception):
    """Why nothing was counted, in one line."""


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with a command."""

    def error(self, message: str) -> NoReturn:
        raise Trouble(f"{message} (see --help)")


def run(argv: list[str]) -> int:
    """Count what the arguments name; 0, or 2 with one line on standard error."""
    try:
        arguments = parser().parse_args(argv)
        written: str = arguments.count(arguments)
    except Trouble as trouble:
        return refuse("count", str(trouble))
    except SystemExit as done:  # --help
        return int(done.code or 0)
    return show(written)


def refuse(command: str, trouble: str) -> int:
    """The one line that says what is wrong."""
    print(f"coopcouncil {command}: {trouble}", file=sys.stderr)
    return BAD_INPUT


def show(text: str) -> int:
    """Write the answer, in UTF-8 whatever the terminal's locale."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # The reader had enough (| head).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def parser() -> Parser:
    """The arguments of `coopcouncil count`."""
    top = Parser(prog="coopcouncil count", description=__doc__, allow_abbrev=False)
    kinds = top.add_subparsers(required=True, metavar="KIND", parser_class=Parser)

    stv = _kind(kinds, "stv", "the single transferable vote", _stv)
    stv.add_argument("--rules", required=True, choices=sorted(STV))
    source = stv.add_mutually_exclusive_group(required=True)
    source.add_argument("--ballots", metavar="F.blt")
    source.add_argument("--batch", metavar="LIST", help="a file of paths, one a line")
    stv.add_argument("--jsonl", action="store_true", help="with --batch: one JSON a line")
    stv.add_argument("--lots", metavar="3,1,2", type=_lots, default=(), help=_LOTS)

    first = _kind(kinds, "fptp", "first past the post", _fptp)
    first.add_argument("--ballots", metavar="F.blt", required=True)
    first.add_argument("--lots", metavar="3,1,2", type=_lots, default=(), help=_LOTS)

    approve = _kind(kinds, "approval", "approval", _approval)
    approve.add_argument("--ballots", metavar="F.blt|F.pb", required=True)
    approve.add_argument("--maximum", metavar="N", type=_positive, help="most marks on a paper")
    approve.add_argument("--lots", metavar="3,1,2", type=_lots, default=(), help=_LOTS)

    motion = _kind(kinds, "resolution", "a resolution", _resolution)
    motion.add_argument("--ballots", metavar="F.csv", required=True)
    motion.add_argument("--threshold", required=True, metavar="majority|2/3|3/4")
    motion.add_argument("--of", default="votes", choices=("votes", "voters", "present", "eligible"))
    motion.add_argument("--quorum", metavar="N", type=_positive)
    motion.add_argument("--eligible", metavar="N", type=_positive, help="members entitled to vote")
    motion.add_argument("--turnout", metavar="1/2", help="share of those eligible who must vote")
    motion.add_argument(
        "--against-below",
        metavar="1/5:votes",
        action="append",
        default=[],
        help="a share that the votes against must stay below; may be given again",
    )
    motion.add_argument("--present", metavar="N", type=_positive, help="members present")
    return top


_LOTS = "the candidates in an order drawn beforehand: of level ones the lot falls on the first"


def _kind(
    kinds: argparse._SubParsersAction[Parser],
    name: str,
    says: str,
    count: Callable[[argparse.Namespace], str],
) -> Parser:
    kind: Parser = kinds.add_parser(name, help=says, description=says, allow_abbrev=False)
    kind.set_defaults(count=count)
    kind.add_argument("--json", action="store_true", help="one JSON value, nothing else")
    return kind


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} should be a whole number from 1")
    return int(text)


def _lots(text: str) -> tuple[int, ...]:
    lots = tuple(_positive(part.strip()) for part in text.split(","))
    if len(set(lots)) != len(lots):
        raise argparse.ArgumentTypeError("a candidate stands twice in the drawn order")
    return lots


def read(path: str) -> bytes:
    """A file's bytes, or the trouble with it."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as trouble:
        why = trouble.strerror if isinstance(trouble, OSError) else str(trouble)
        raise Trouble(f"{path}: {why}") from None


def _of_file(path: str, count: Callable[[Election], Outcome | Totals]) -> Outcome | Totals:
    data = read(path)
    election: Election | None = None
    try:
        election = blt.read(data)
        del data
        return count(election)
    except (Unreadable, BadElection) as trouble:
        raise Trouble(f"{path}: {trouble}") from None
    except TieNeedsLot as tie:
        assert election is not None
        raise Trouble(f"{path}: {_tie(tie, election)}") from None


def _tie(tie: TieNeedsLot, election: Election) -> str:
    names = ", ".join(f"{election.candidates[n - 1].name} ({n})" for n in tie.between)
    what = {"exclude": "to be excluded", "surplus": "to be transferred first", "elect": "elected"}
    return (
        f"stage {tie.stage}: a tie between {names}; who is {what[tie.purpose]} is left to lot: "
        "draw an order of the candidates, publish it, and give it with --lots"
    )


def _check_lots(lots: Sequence[int], election: Election) -> None:
    for number in lots:
        if number > len(election.candidates):
            raise Unreadable(
                f"--lots names candidate {number}; there are {len(election.candidates)}"
            )


def _stv(arguments: argparse.Namespace) -> str:
    rule = STV[arguments.rules]

    def count(election: Election) -> Outcome:
        _check_lots(arguments.lots, election)
        return rule(election, arguments.lots)

    if arguments.ballots:
        if arguments.jsonl:
            raise Trouble("--jsonl goes with --batch")
        return _written(_of_file(arguments.ballots, count), arguments)
    if not arguments.jsonl:
        raise Trouble("--batch goes with --jsonl")
    if arguments.lots:
        raise Trouble("--lots belongs to one election; count it by itself with --ballots")
    lines: list[str] = []
    for line in read(arguments.batch).decode("utf-8", "surrogateescape").splitlines():
        if path := line.strip():
            lines.append(_json(_of_file(path, count), path))
    return "".join(lines)


def _fptp(arguments: argparse.Namespace) -> str:
    def count(election: Election) -> Totals:
        _check_lots(arguments.lots, election)
        return fptp.count(election, arguments.lots)

    return _written(_of_file(arguments.ballots, count), arguments)


def _approval(arguments: argparse.Namespace) -> str:
    path: str = arguments.ballots
    if path.lower().endswith(".pb"):
        return _projects(path, arguments)

    def count(election: Election) -> Totals:
        _check_lots(arguments.lots, election)
        return approval.count(election, arguments.lots, arguments.maximum)

    return _written(_of_file(path, count), arguments)


def _projects(path: str, arguments: argparse.Namespace) -> str:
    from coopcouncil.counting.formats import pabulib

    try:
        budget = pabulib.read(read(path))
        totals = pabulib.approvals(budget)
    except Unreadable as trouble:
        raise Trouble(f"{path}: {trouble}") from None
    if arguments.json:
        return _canonical(
            results.of_approvals(budget.title, totals, sum(budget.papers.values())), path
        )
    order = sorted(totals, key=lambda project: -totals[project])
    return "".join(f"{totals[project]:>9}  {project}\n" for project in order)


def _resolution(arguments: argparse.Namespace) -> str:
    from dataclasses import replace

    from coopcouncil.counting.formats import resolution_csv, text

    path: str = arguments.ballots
    try:
        threshold = resolution.share(arguments.threshold)
        requirement = resolution.Requirement(
            threshold,
            resolution.Of(arguments.of),
            arguments.quorum,
            resolution.fraction(arguments.turnout) if arguments.turnout else None,
            tuple(_limit(text) for text in arguments.against_below),
        )
    except ValueError as trouble:
        raise Trouble(str(trouble)) from None
    try:
        tally = replace(
            resolution_csv.read(read(path)),
            present=arguments.present,
            eligible=arguments.eligible,
        )
        decision = resolution.decide(tally, requirement)
    except ValueError as trouble:
        raise Trouble(f"{path}: {trouble}") from None
    if arguments.json:
        return _canonical(results.of_decision(decision), path)
    return text.of_decision(decision)


def _limit(text: str) -> resolution.Limit:
    part, _, whole = text.partition(":")
    if whole not in list(resolution.Of):
        raise ValueError(f"{text}: say of what, as in 1/5:votes or 1/10:eligible")
    return resolution.Limit(resolution.fraction(part), resolution.Of(whole))


def _written(outcome: Outcome | Totals, arguments: argparse.Namespace) -> str:
    if arguments.json:
        return _json(outcome, arguments.ballots)
    from coopcouncil.counting.formats import text

    return text.of_outcome(outcome) if isinstance(outcome, Outcome) else text.of_totals(outcome)


def _json(outcome: Outcome | Totals, path: str) -> str:
    written = (
        results.of_outcome(outcome) if isinstance(outcome, Outcome) else results.of_totals(outcome)
    )
    return _canonical(written, path)


def _canonical(value: dict[str, canonical.Value], path: str) -> str:
    try:
        return canonical.write(value)
    except canonical.NotCanonical as trouble:
        raise Trouble(f"{path}: {trouble}") from None
