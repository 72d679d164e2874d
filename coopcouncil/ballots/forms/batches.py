"""A file of papers, and a paper as an officer keys it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from coopcouncil.ballots.models import Kind
from coopcouncil.ballots.models.paper import BatchSource
from coopcouncil.ballots.rules.batches import as_crossed, as_marked
from coopcouncil.kernel.forms import FileField, Form
from coopcouncil.kernel.i18n import gettext, lazy

CROSSES = ("x", "X", "1", "✓", "y")


class BatchFileForm(Form):
    """The papers of a count that was made elsewhere."""

    file = FileField(lazy("File of papers (BLT or CSV)"))

    async def read(self) -> tuple[BatchSource, str, bytes] | None:
        """What kind of file, its name and its bytes; nothing where none was chosen."""
        if not hasattr(self.file.data, "read"):
            self.wrong(gettext("Choose a file."), at="file")
            return None
        name = self.file.data.filename or ""
        source = BatchSource.CSV if name.lower().endswith(".csv") else BatchSource.BLT
        return source, name, await self.file.data.read()


@dataclass(frozen=True, slots=True)
class Keyed:
    """A paper as it was keyed: what it says, or what cannot be read in it."""

    ranking: str | None
    typed: Mapping[int, str] = field(default_factory=dict)
    errors: Mapping[int, str] = field(default_factory=dict)


def keyed_paper(sent: FormData, kind: Kind, places: Sequence[int]) -> Keyed:
    """Read the boxes of one keyed paper. Faults that the paper has are kept, typing slips not.

    A resolution and a paper of crosses send a box for each mark; a ranked paper its numbers.
    """
    typed = {place: str(sent.get(f"mark-{place}", "")).strip()[:6] for place in places}
    if kind is Kind.STV:
        errors = {
            place: gettext("Enter a whole number, like 3.")
            for place, text in typed.items()
            if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 1000)
        }
        if errors:
            return Keyed(None, typed, errors)
        ranks = {place: int(text) if text else None for place, text in typed.items()}
        return Keyed(as_marked(ranks, len(places)), typed)
    errors = {
        place: gettext("Enter x where the paper is marked, or leave the box empty.")
        for place, text in typed.items()
        if text and text not in CROSSES
    }
    if errors:
        return Keyed(None, typed, errors)
    crossed = [place for place, text in typed.items() if text]
    return Keyed(as_crossed(crossed, one_only=kind is not Kind.APPROVAL), typed)
