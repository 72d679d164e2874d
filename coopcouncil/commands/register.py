"""`coopcouncil register export|import|undo`: an organisation's register of members by command."""

import argparse
import json
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, NoReturn

from coopcouncil.commands.outcome import Stop, at_work, outcome
from coopcouncil.kernel.clock import LONDON
from coopcouncil.members.exporting import register_csv
from coopcouncil.members.importing.against import MembersList, understood
from coopcouncil.members.importing.applying import Counted, NothingNew, RowsWrong, previewed
from coopcouncil.members.importing.batches import apply_at_once
from coopcouncil.members.importing.cells import sentence
from coopcouncil.members.importing.headings import guessed, trouble_with
from coopcouncil.members.importing.reading import (
    DELIMITERS,
    ENCODINGS,
    UnreadableList,
    layout_of,
)
from coopcouncil.members.importing.rows import ListMeaning, Outcome
from coopcouncil.members.importing.sources import by_headings
from coopcouncil.members.importing.undoing import undo
from coopcouncil.members.models import ImportBatch, ListSource
from coopcouncil.officers.exporting import officers_csv
from coopcouncil.organisations.models import Organisation

BAD_INPUT = 2


def run(argv: list[str]) -> int:
    """Export, or preview and apply; 2 with one line on standard error for what cannot be."""
    words = _Words("coopcouncil register")
    verbs = words.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="the register as CSV on standard output")
    export.add_argument("org", help="the organisation's short name")
    export.add_argument("--as-at", required=True, type=_day, metavar="D")
    export.add_argument("--known-at", type=_moment, metavar="T", help="ISO 8601; London if no zone")
    export.add_argument("--redacted", action="store_true", help="without shares and property")
    export.add_argument("--officers", action="store_true", help="the officers, not the members")
    export.add_argument("--csv", action="store_true", help="the form there is")
    take = verbs.add_parser("import", help="preview a list of members, or apply it")
    take.add_argument("org", help="the organisation's short name")
    take.add_argument("file", type=Path)
    take.add_argument("--apply", action="store_true", help="write it: all of it or nothing")
    take.add_argument("--json", action="store_true")
    take.add_argument("--encoding", choices=ENCODINGS)
    take.add_argument("--delimiter", choices=(*DELIMITERS, "tab"))
    take.add_argument("--blank", choices=("clear", "keep"), help=_BLANK)
    take.add_argument("--source", metavar="NAME", help="columns as remembered under this name")
    back = verbs.add_parser("undo", help="take an applied list out again, all of it or nothing")
    back.add_argument("org", help="the organisation's short name")
    back.add_argument("batch", type=int, help="the number that `import --apply` gave")
    back.add_argument("--json", action="store_true")
    asked = words.parse_args(argv)
    if asked.verb == "export":
        return outcome(_export(asked))
    if asked.verb == "undo":
        return outcome(_undo(asked))
    return outcome(_import(asked))


class _Words(argparse.ArgumentParser):
    """Says in one line what is wrong with a command."""

    def error(self, message: str) -> NoReturn:
        print(f"coopcouncil register: {message}", file=sys.stderr)
        raise SystemExit(BAD_INPUT)


_BLANK = "what a blank cell does to what is known: clear it (the default) or keep it"
TELL_EVERY = 50_000
LONG_RUN = 10_000
"""After so many rows a long list says on standard error how far it is; a short one is silent."""


async def _export(asked: argparse.Namespace) -> int:
    async with at_work():
        org = await _organisation(asked.org)
        if asked.officers:
            lines = officers_csv(org, asked.as_at, asked.known_at)
        else:
            lines = register_csv(org, asked.as_at, asked.known_at, asked.redacted)
        with suppress(BrokenPipeError):
            async for text in lines:
                sys.stdout.buffer.write(text.encode())
            sys.stdout.buffer.flush()
    return 0


async def _import(asked: argparse.Namespace) -> int:
    try:
        file = asked.file.open("rb")
    except OSError as trouble:
        raise Stop(f"{asked.file}: {trouble.strerror}.") from trouble
    with file:
        async with at_work():
            org = await _organisation(asked.org)
            try:
                return await _take_in(org, asked, file)
            except UnreadableList as trouble:
                place = f"{asked.file}:{trouble.line}" if trouble.line else str(asked.file)
                raise Stop(f"{place}: {trouble.sentence(str)}") from trouble


async def _undo(asked: argparse.Namespace) -> int:
    async with at_work():
        org = await _organisation(asked.org)
        batch = await ImportBatch.within(org).get_or_none(id=asked.batch)
        if batch is None:
            raise Stop(f"{asked.org} has no list {asked.batch}.")
        lines = await undo(org, batch, reason="", by=None)
    if asked.json:
        print(json.dumps({"batch": asked.batch, "lines": lines}))
    else:
        print(f"Undone: {lines} lines of {batch.file_name}.")
    return 0


async def _take_in(org: Organisation, asked: argparse.Namespace, file: BinaryIO) -> int:
    delimiter = "\t" if asked.delimiter == "tab" else asked.delimiter
    layout = layout_of(file, asked.encoding, delimiter)
    members = await understood(org, file, layout)
    source = await _source(org, asked)
    targets = by_headings(source, members.headings) if source else guessed(members.headings)
    if "member_number" not in targets:
        raise Stop(f"{asked.file}:1: no column is headed member_number.")
    if twice := trouble_with(targets):
        raise Stop(f"{asked.file}:1: two columns are {twice}.")
    keeps = asked.blank == "keep" if asked.blank else bool(source and not source.blanks_clear)
    meaning = ListMeaning(targets, blanks_clear=not keeps)
    members = await understood(org, file, layout, meaning)
    for heading, target in zip(members.headings, targets, strict=True):
        if not target:
            print(f"{asked.file}:1: the column {heading!r} is left out.", file=sys.stderr)
    if not asked.apply:
        _say(asked, members, await previewed(org, members, _Progress()), None)
        return 0
    try:
        progress = _Progress()
        batch, counted = await apply_at_once(
            org, asked.file.name, members, told=progress, words=progress.words
        )
    except RowsWrong as wrong:
        _say(asked, members, wrong.counted, None)
        return BAD_INPUT
    except NothingNew as nothing:
        _say(asked, members, nothing.counted, None)
        return 0
    _say(asked, members, counted, batch)
    return 0


async def _source(org: Organisation, asked: argparse.Namespace) -> ListSource | None:
    if asked.source is None:
        return None
    sources = {source.name: source for source in await ListSource.within(org).order_by("name")}
    if asked.source not in sources:
        known = ", ".join(sources) or "none"
        raise Stop(f"{asked.org} remembers no columns as {asked.source}; there are: {known}.")
    return sources[asked.source]


class _Progress:
    """Says on standard error how far a long list is."""

    def __init__(self) -> None:
        self.began = perf_counter()
        self.next = TELL_EVERY

    async def __call__(self, rows: int) -> None:
        if rows >= self.next:
            self.next += TELL_EVERY
            self._say(f"{rows:,} rows")

    async def words(self, rows: int) -> None:
        """Nothing is heard while these are written, so a long run is told of beforehand."""
        if rows >= LONG_RUN:
            self._say(f"writing the words by which {rows:,} rows are found")

    def _say(self, what: str) -> None:
        print(f"{what}, {perf_counter() - self.began:.0f} s", file=sys.stderr, flush=True)


def _say(
    asked: argparse.Namespace, members: MembersList, counted: Counted, batch: int | None
) -> None:
    wrong = [told for outcome in counted.wrong_rows for told in _flaws(outcome, members)]
    counts = {"new": counted.new, "changed": counted.changed, "unchanged": counted.unchanged}
    if asked.json:
        print(json.dumps({"batch": batch, **counts, "wrong": wrong}, ensure_ascii=False))
        return
    for told in wrong:
        print(f"row {told['row']}, {told['column'] or 'whole row'}: {told['problem']}")
    done = "Applied" if batch is not None else "Nothing is written"
    print(f"{done}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()) + ".")


def _flaws(outcome: Outcome, members: MembersList) -> list[dict[str, object]]:
    return [
        {
            "row": outcome.reading.row,
            "column": None if flaw.column is None else members.headings[flaw.column],
            "problem": sentence(flaw.trouble, flaw.text, str),
        }
        for flaw in outcome.reading.flaws
    ]


async def _organisation(slug: str) -> Organisation:
    found = await Organisation.get_or_none(slug=slug)
    if found is None:
        raise Stop(f"There is no organisation {slug}.")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date like 2026-11-22") from None


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a time of ISO 8601") from None
    return found if found.tzinfo else found.replace(tzinfo=LONDON)
