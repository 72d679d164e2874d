"""Bids that the council's own portal took in, brought over whole with their receipt times.

Two tables: `manifest` has a row per receipt (receipt, received, supplier, register, number,
email, and for reserved lots which kind of body the bidder is and how it meets the conditions:
reserved_body, reserved_how), `answers` a row per answer (receipt, lot, question, answer, how). In
a workbook they are two sheets, in a ZIP two CSV files, with files under
`files/<receipt>/<question>/`. One CSV alone has the columns of both. Times without an offset are
London's.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.errors import Refused
from coopcouncil.procurement.bids.rules.answers import Asked, BadAnswer, figure_of, yes_of
from coopcouncil.procurement.bids.rules.paper import Answered, tidy
from coopcouncil.procurement.bids.rules.portal_refusals import (
    BadLine,
    ColumnMissing,
    EmptyCell,
    InTheFuture,
    NotAPortalFile,
    NoTime,
    TooMuch,
    Twice,
    UnknownQuestion,
    UnknownReceipt,
)
from coopcouncil.procurement.bids.rules.reserved import BODY, HOW, Statement
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.sheets import Workbook

STATED = ("reserved_body", "reserved_how")
MANIFEST = ("receipt", "received", "supplier", "register", "number", "email", *STATED)
ANSWERS = ("receipt", "lot", "question", "answer", "how")
OPTIONAL = ("register", "number", "email", "how", *STATED)
LARGEST = 100_000_000
MOST_LINES = 20_000
MOST_PARTS = 2_000


@dataclass(frozen=True)
class PortalBid:
    """One bid as the portal received it."""

    receipt: str
    received_at: datetime
    supplier: str
    register: str = ""
    number: str = ""
    email: str = ""
    stated: Statement = field(default_factory=Statement)
    """What the bidder is, of every reserved lot that it bids for."""
    lots: Mapping[int, Mapping[str, Answered]] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()
    """Question and name of each file in the archive."""

    @property
    def many_answers(self) -> int:
        """How many questions are answered."""
        return sum(len(answers) for answers in self.lots.values())


@dataclass(frozen=True)
class Portal:
    """The whole list as it was read, and everything that is wrong with it."""

    bids: tuple[PortalBid, ...]
    flaws: tuple[Refused, ...]


Table = Sequence[Mapping[str, str]]


def tables_of(book: Workbook) -> tuple[Table, Table]:
    """The two tables of a workbook; a formula or a merged cell is refused."""
    found = []
    for name, columns in (("manifest", MANIFEST), ("answers", ANSWERS)):
        sheet = book.sheet(name)
        if sheet is None:
            raise NotAPortalFile
        for flaw in sheet.flaws():
            raise flaw
        found.append(_table(name, sheet.texts(), columns))
    return found[0], found[1]


def tables_of_zip(data: bytes) -> tuple[Table, Table, dict[tuple[str, str, str], bytes]]:
    """The two tables of a ZIP, and its files by receipt, question and name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise TooMuch
            names = {part.filename for part in parts}
            if not {"manifest.csv", "answers.csv"} <= names:
                raise NotAPortalFile
            manifest = tables_of_csv("manifest", archive.read("manifest.csv"), MANIFEST)
            answers = tables_of_csv("answers", archive.read("answers.csv"), ANSWERS)
            files = {}
            for part in parts:
                place = part.filename.split("/")
                if len(place) == 4 and place[0] == "files":
                    files[place[1], place[2], place[3]] = archive.read(part)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, ValueError) as trouble:
        raise NotAPortalFile from trouble
    return manifest, answers, files


def tables_of_csv(name: str, data: bytes, columns: Sequence[str]) -> Table:
    """A table of a CSV file in UTF-8."""
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise NotAPortalFile from trouble
    if len(rows) > MOST_LINES:
        raise TooMuch
    return _table(name, rows, columns)


def tables_of_one_csv(data: bytes) -> tuple[Table, Table]:
    """Both tables of one CSV: what belongs to the bid is said again on each of its lines."""
    rows = tables_of_csv("list", data, (*MANIFEST, *ANSWERS))
    manifest: list[Mapping[str, str]] = []
    before: dict[str, Mapping[str, str]] = {}
    for row in rows:
        said = {name: row[name] for name in (*MANIFEST, "line")}
        known = before.setdefault(row["receipt"], said)
        # A line that says otherwise of the same receipt comes up as a second bid, and is refused.
        if known is said or any(known[name] != said[name] for name in MANIFEST):
            manifest.append(said)
    return manifest, rows


def read(
    manifest: Table,
    answers: Table,
    asked: Sequence[Asked],
    now: datetime,
    files: Mapping[tuple[str, str, str], bytes] | None = None,
) -> Portal:
    """The bids of both tables, and every line that is wrong."""
    flaws: list[Refused] = []
    bids: dict[str, PortalBid] = {}
    for row in manifest:
        try:
            one = _bid(row, now)
            if one.receipt in bids:
                raise _at("manifest", row, "receipt", Twice())
        except BadLine as flaw:
            flaws.append(flaw)
        else:
            bids[one.receipt] = one
    by_place = {(one.lot, one.code): one for one in asked}
    said: dict[str, dict[int, dict[str, Answered]]] = {}
    for row in answers:
        try:
            receipt, lot, code, answer = _answer(row, by_place, bids)
            if code in said.get(receipt, {}).get(lot, {}):
                raise _at("answers", row, "question", Twice())
        except BadLine as flaw:
            flaws.append(flaw)
        else:
            said.setdefault(receipt, {}).setdefault(lot, {})[code] = answer
    codes = {one.code for one in asked}
    for receipt, code, name in files or {}:
        if receipt not in bids or code not in codes:
            place = {"line": "1"}
            why = UnknownReceipt() if receipt not in bids else UnknownQuestion()
            flaws.append(_at(f"files/{receipt}/{code}/{name}", place, "file", why))
    made = tuple(
        PortalBid(
            **{
                **vars(one),
                "lots": said.get(one.receipt, {}),
                "files": tuple(
                    (code, name) for receipt, code, name in files or {} if receipt == one.receipt
                ),
            }
        )
        for one in bids.values()
    )
    if not manifest:
        raise NotAPortalFile
    return Portal(made, tuple(flaws))


def moment_of(text: str) -> datetime:
    """A receipt time, to the second; without an offset it is London's.

    >>> moment_of("2026-07-01 12:00:00").isoformat(), moment_of("2026-07-01T12:00:00Z").isoformat()
    ('2026-07-01T11:00:00+00:00', '2026-07-01T12:00:00+00:00')
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as trouble:
        raise NoTime from trouble
    # Without seconds nobody can say whether noon was kept.
    if text.count(":") < 2:
        raise NoTime
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


def _table(name: str, rows: Sequence[Sequence[str]], columns: Sequence[str]) -> Table:
    heads = [cell.strip().lower() for cell in rows[0]] if rows else []
    for column in columns:
        if column not in heads and column not in OPTIONAL:
            raise ColumnMissing(name, column)
    return [*_lines(heads, rows[1:], columns)]


def _lines(
    heads: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[str]
) -> Iterator[Mapping[str, str]]:
    for line, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        said = dict(zip(heads, row, strict=False))
        yield {column: said.get(column, "").strip() for column in columns} | {"line": str(line)}


def _bid(row: Mapping[str, str], now: datetime) -> PortalBid:
    for column in ("receipt", "received", "supplier"):
        if not row[column]:
            raise _at("manifest", row, column, EmptyCell())
    try:
        received = moment_of(row["received"])
        if received > now:
            raise InTheFuture
    except (NoTime, InTheFuture) as refusal:
        raise _at("manifest", row, "received", refusal) from refusal
    return PortalBid(
        receipt=row["receipt"][:100],
        received_at=received,
        supplier=row["supplier"][:200],
        register=row["register"][:20],
        number=row["number"].upper().replace(" ", "")[:40],
        email=row["email"].lower()[:254],
        stated=Statement(tidy(row["reserved_body"])[:BODY], tidy(row["reserved_how"])[:HOW]),
    )


def _answer(
    row: Mapping[str, str], asked: Mapping[tuple[int, str], Asked], bids: Mapping[str, PortalBid]
) -> tuple[str, int, str, Answered]:
    if row["receipt"] not in bids:
        raise _at("answers", row, "receipt", UnknownReceipt())
    lot = row["lot"] or "1"
    number = int(lot) if lot.isascii() and lot.isdigit() and len(lot) < 6 else 0
    one = asked.get((number, row["question"]))
    if one is None:
        raise _at("answers", row, "question", UnknownQuestion())
    try:
        if one.wants_figure:
            answer = Answered(text=tidy(row["how"]), figure=figure_of(row["answer"]))
        elif one.kind is CriterionKind.CONDITION:
            answer = Answered(yes=yes_of(row["answer"]))
        else:
            answer = Answered(text=tidy(row["answer"]))
    except BadAnswer as refusal:
        raise _at("answers", row, "answer", refusal) from refusal
    return row["receipt"], number, one.code, answer


def _at(table: str, row: Mapping[str, str], column: str, why: Refused) -> BadLine:
    return BadLine(table, int(row["line"]), column, why)
