"""The voter's paper as a browser sends it. Not a WTForms form: its boxes are the ballot's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request

from coopcouncil.ballots.models import Ballot, Kind
from coopcouncil.ballots.rules.papers import RESOLUTION_OPTIONS, chosen, ranked
from coopcouncil.ballots.rules.refusals import (
    NotANumber,
    RankLeftOut,
    RankTwice,
    TooManyRanked,
    UnknownOption,
)
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.i18n import gettext

MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper as it was filled in: what was typed, what it says, and what to mend."""

    ranking: str | None
    # What each box holds, by place: numbers of a ranked paper.
    ranks: Mapping[int, str] = field(default_factory=dict)
    # The places that were chosen, on any other paper.
    choices: Sequence[int] = ()
    refusal: Refused | None = None
    errors: Mapping[int, str] = field(default_factory=dict)
    is_blank_meant: bool = False

    @property
    def is_blank(self) -> bool:
        return self.ranking == ""

    @property
    def boxes(self) -> list[tuple[str, str]]:
        """The same again as hidden boxes: the choice travels in the body, and nowhere else."""
        if self.ranks:
            return [(f"rank-{place}", typed) for place, typed in self.ranks.items() if typed]
        return [("choice", str(place)) for place in self.choices]


async def filled_in(request: Request, ballot: Ballot, standing: Sequence[int]) -> Filled:
    """Read the paper that was sent; `standing` are the places that may be chosen."""
    sent = await request.form(max_fields=MOST_FIELDS, max_files=0)
    meant = sent.get("blank") == "yes"
    if ballot.kind is Kind.STV:
        return _ranked(sent, standing, meant)
    return _chosen(sent, ballot, standing, meant)


def _ranked(sent: FormData, standing: Sequence[int], meant: bool) -> Filled:
    typed = {place: str(sent.get(f"rank-{place}", "")).strip()[:6] for place in standing}
    errors = {
        place: NotANumber().sentence(gettext)
        for place, text in typed.items()
        if text and not (text.isascii() and text.isdigit())
    }
    if errors:
        return Filled(None, typed, refusal=NotANumber(), errors=errors)
    last = max(standing, default=0)
    ranks = [int(typed[p]) if typed.get(p) else None for p in range(1, last + 1)]
    try:
        return Filled(ranked(ranks, standing), typed, is_blank_meant=meant)
    except (TooManyRanked, RankTwice, RankLeftOut) as refusal:
        return Filled(None, typed, refusal=refusal, errors=_where(refusal, typed))


def _where(refusal: Refused, typed: Mapping[int, str]) -> dict[int, str]:
    """The boxes that the refusal is about."""
    said = refusal.sentence(gettext)
    match refusal:
        case TooManyRanked() | RankTwice():
            wrong = refusal.rank
        case RankLeftOut():
            wrong = min(
                int(text) for text in typed.values() if text and int(text) > refusal.missing
            )
        case _:
            return {}
    return {place: said for place, text in typed.items() if text and int(text) == wrong}


def _chosen(sent: FormData, ballot: Ballot, standing: Sequence[int], meant: bool) -> Filled:
    texts = [str(value) for value in sent.getlist("choice")]
    if not all(text.isascii() and text.isdigit() and len(text) < 6 for text in texts):
        return Filled(None, refusal=UnknownOption())
    choices = [int(text) for text in texts]
    most = 1
    if ballot.kind is Kind.APPROVAL:
        most = min(len(standing), ballot.most_choices or len(standing))
    places = range(1, RESOLUTION_OPTIONS + 1) if ballot.kind is Kind.RESOLUTION else standing
    try:
        paper = chosen(choices, places, most)
    except Refused as refusal:
        return Filled(None, choices=choices, refusal=refusal)
    return Filled(paper, choices=choices, is_blank_meant=meant)
