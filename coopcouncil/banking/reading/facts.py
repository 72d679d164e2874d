"""What is read from a statement, and why a file is refused. Pure."""

from dataclasses import dataclass, field
from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused


@dataclass(frozen=True, slots=True)
class Read:
    """One line of the bank as a file has it; `line` is where in the file it begins."""

    line: int
    on: date
    amount: int
    text: str
    name: str = ""
    reference: str = ""
    kind: str = ""
    balance: int | None = None
    bank_id: str = ""


@dataclass(frozen=True)
class Named:
    """An account as a file names it: digits, or the last few of them, or an IBAN."""

    number: str
    sort_code: str = ""


@dataclass
class Facts:
    """What a file says besides its lines; complete once these have been read."""

    accounts: set[Named] = field(default_factory=set)
    opening: int | None = None
    closing: int | None = None
    from_on: date | None = None
    to_on: date | None = None


class UnreadableStatement(Refused):
    """The file cannot be taken in, and nothing of it is."""

    status = 422

    def __init__(self, line: int = 0, said: str = "") -> None:
        self.line, self.said = line, said[:60]


class HalfWritten(UnreadableStatement):
    """It ends before it should."""

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The file breaks off in line {line}. Download it from the bank again; nothing of it "
            "was taken in."
        )
        return text.format(line=self.line)


class NotWellFormed(UnreadableStatement):
    """It breaks the rules of its own format."""

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line} of the file is damaged. Download it from the bank again.")
        return text.format(line=self.line)


class NoDay(UnreadableStatement):
    """Where the day should stand, something else does."""

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line}: “{said}” is not a date.")
        return text.format(line=self.line, said=self.said)


class NoSum(UnreadableStatement):
    """Where the amount should stand, something else does."""

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line}: “{said}” is not an amount like 1,234.50.")
        return text.format(line=self.line, said=self.said)


class NotSterling(UnreadableStatement):
    """The books are kept in pounds."""

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line} is in {said}. The books are kept in pounds sterling.")
        return text.format(line=self.line, said=self.said)


class NotAStatement(UnreadableStatement):
    """Another kind of file."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This is not a statement that can be read here. Download it from the bank as CSV, "
            "OFX, MT940 or CAMT.053."
        )


class ForbiddenInXml(UnreadableStatement):
    """Definitions inside a file can fetch and fill what they like; no bank sends them."""

    def sentence(self, _: Gettext) -> str:
        return _("The file defines entities of its own, which no bank does. It was not read.")


class NoLines(UnreadableStatement):
    """Nothing came or went, as far as the file says."""

    def sentence(self, _: Gettext) -> str:
        return _("The file holds no lines.")


class DoesNotAddUp(UnreadableStatement):
    """The balance that the file names is not what its lines come to."""

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The balance in line {line} does not follow from the lines before it: it is {said} "
            "out. The file is not whole, or was changed; nothing of it was taken in."
        )
        return text.format(line=self.line, said=self.said)


class BalancesDiffer(UnreadableStatement):
    """Opening balance and lines do not come to the closing balance."""

    def sentence(self, _: Gettext) -> str:
        text = _(
            "From the opening to the closing balance, the lines of the file are {said} out. The "
            "file is not whole; nothing of it was taken in."
        )
        return text.format(said=self.said)


class Doubled(UnreadableStatement):
    """The same lines once more."""

    def sentence(self, _: Gettext) -> str:
        text = _("From line {line} on, the file repeats itself from the beginning.")
        return text.format(line=self.line)


class OtherAccount(UnreadableStatement):
    """It belongs to somebody or something else."""

    def sentence(self, _: Gettext) -> str:
        text = _("The file is of another account, ending in {said}. Nothing of it was taken in.")
        return text.format(said=self.said)


class OtherBank(UnreadableStatement):
    """Headings of another bank."""

    def sentence(self, _: Gettext) -> str:
        text = _("The file is written as {said} writes it, and this account is with another bank.")
        return text.format(said=self.said)
