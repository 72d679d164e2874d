"""Reading a file of balances: all of it, or none and where it is wrong. Pure."""

import csv
import io
from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money

COLUMNS = ("account", "saver", "product", "balance")
MOST_LINES = 200_000


@dataclass(frozen=True)
class Line:
    """An account as the core system has it; `saver` is a member's number, or J and a child's."""

    account: str
    saver: str
    product: str
    pence: int


class WrongLine(Refused):
    """Where the file cannot be read."""

    status = 422

    def __init__(self, line: int) -> None:
        self.line = line

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Line {n} cannot be read. Each line has an account, a saver’s number, a kind of "
            "account and a balance like 1234.50. Nothing was read in."
        )
        return text.format(n=self.line)


class WrongHeading(Refused):
    """The first line names the columns."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        text = _("The first line must have the headings {names}.")
        return text.format(names=", ".join(COLUMNS))


class Twice(Refused):
    """An account stands in a file once."""

    status = 422

    def __init__(self, account: str) -> None:
        self.account = account

    def sentence(self, _: Gettext) -> str:
        text = _("Account {account} is in the file twice. Nothing was read in.")
        return text.format(account=self.account)


class UnknownSaver(Refused):
    """Nobody here has that number."""

    status = 422

    def __init__(self, saver: str) -> None:
        self.saver = saver

    def sentence(self, _: Gettext) -> str:
        text = _("Nobody here has the number {number}. Nothing was read in.")
        return text.format(number=self.saver)


class OlderReading(Refused):
    """Time goes forward."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Balances of this moment or a later one have been read in already.")


class OfTheFuture(Refused):
    """It has not happened."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("That moment is still to come.")


def read(data: bytes) -> tuple[Line, ...]:
    """The lines of a file, or the refusal of all of it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongLine(
            data[: data.find(b"\x00") if b"\x00" in data else 0].count(b"\n") + 1
        ) from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[str, Line] = {}
    number = 0
    try:
        heads = tuple(cell.strip().lower() for cell in next(rows, []))
        if heads != COLUMNS:
            raise WrongHeading
        for number, row in enumerate(rows, 2):
            if not row:
                continue
            line = _line(row, number)
            if line.account in found:
                raise Twice(line.account)
            found[line.account] = line
            if len(found) > MOST_LINES:
                raise WrongLine(number)
    except csv.Error:
        raise WrongLine(number + 1) from None
    return tuple(found.values())


def _line(row: list[str], number: int) -> Line:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS) or not cells[0] or not cells[1] or "\x00" in "".join(cells):
        raise WrongLine(number)
    try:
        pence = Money.read(cells[3]).pence
    except ValueError:
        raise WrongLine(number) from None
    if len(cells[0]) > 40 or len(cells[2]) > 100:
        raise WrongLine(number)
    return Line(cells[0], cells[1], cells[2], pence)
