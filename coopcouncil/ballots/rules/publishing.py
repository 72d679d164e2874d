"""What of a ballot is published, and how its public bundle reads. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial

from coopcouncil.ballots.rules.chain import plain
from coopcouncil.counting.bundle import FIXED, FORMAT, Contents
from coopcouncil.counting.formats import blt, resolution_csv
from coopcouncil.counting.formats.canonical import Value
from coopcouncil.counting.papers import Election
from coopcouncil.counting.resolution import Tally
from coopcouncil.kernel.errors import Gettext, Refused


class BundleDoesNotHold(Refused):
    """Its own check found a fault: nothing is published that a stranger could fault."""

    def __init__(self, wrong: Sequence[str]) -> None:
        self.wrong = tuple(wrong)

    def sentence(self, _: Gettext) -> str:
        text = _("The bundle does not pass its own check, so it is not published: {wrong}")
        return text.format(wrong="; ".join(self.wrong))


@dataclass(frozen=True, slots=True)
class Published:
    """What the bundle is made of. `terms` are those of the sealing event."""

    names: tuple[str, str]
    terms: Mapping[str, object]
    texts: Mapping[str, str]
    options: Sequence[Mapping[str, str | int]]
    closes_at: str
    lots: Sequence[int]
    roll_count: int
    roll_hash: str
    events: Sequence[str]
    result: Mapping[str, Value]
    papers: Election | Tally
    papers_salt: str
    is_withheld: bool


def papers_are_withheld(rule: str, papers: int, withheld_below: int) -> bool:
    """Whether the papers go to the scrutineers alone: by the rulebook, or since so few voted."""
    return rule != "public" or papers < withheld_below


def rankings_could_point(kind: str, options: int, papers: int) -> bool:
    """Whether a full ranking can be so rare that whoever knows it finds its voter's paper.

    So it is wherever there are more orders of the candidates than papers.

    >>> rankings_could_point("stv", 4, 995), rankings_could_point("stv", 11, 1800)
    (False, True)
    """
    return kind == "stv" and factorial(min(options, 12)) > papers


def contents_of(it: Published) -> Contents:
    """The bundle's contents."""
    papers = None if it.is_withheld else papers_file(it.papers)
    terms = dict(it.terms)
    fixed = {name: terms[name] for name in FIXED}
    ballot = {
        "format": FORMAT,
        "organisation": it.names[0],
        "organisation_cy": it.names[1],
        **it.texts,
        **fixed,
        "options": list(it.options),
        "closes_at": it.closes_at,
        "lots": list(it.lots),
        "papers_file": papers[0] if papers else "",
        "papers_salt": "" if it.is_withheld else it.papers_salt,
    }
    return Contents(
        readme=readme(it, papers[0] if papers else None),
        ballot=plain(ballot),
        roll={"count": it.roll_count, "hash": it.roll_hash},
        events=it.events,
        result=it.result,
        papers=papers,
    )


def papers_file(papers: Election | Tally) -> tuple[str, str]:
    """The papers as a file that `coopcouncil count` reads: its name and its text."""
    if isinstance(papers, Election):
        return "papers.blt", blt.write(papers)
    votes = {
        "yes": papers.yes,
        "no": papers.no,
        "abstain": papers.abstain,
        "spoilt": papers.spoilt,
    }
    return "papers.csv", resolution_csv.write(votes)


def readme(it: Published, papers: str | None) -> str:
    """What a stranger needs to know, in both languages."""
    rule = str(it.terms["rule"])
    kind = rule if rule in ("fptp", "approval") else f"stv --rules {rule}"
    count = {
        "papers.blt": f"coopcouncil count {kind} --ballots papers.blt --json",
        "papers.csv": "coopcouncil count resolution --ballots papers.csv --threshold …",
    }.get(papers or "", "")
    title = str(plain(it.texts["title"]))
    title_cy = str(plain(it.texts["title_cy"])) or title
    lines = [
        title,
        "=" * len(title),
        "",
        "This is the public record of one ballot. To check all of it:",
        "    coopcouncil verify THIS.zip --head HASH",
        "HASH is in the minutes; or use the one that every voter was sent at the close.",
        "Without coopcouncil: sha256sum -c SHA256SUMS checks the files, and each line of",
        "events.jsonl names the SHA-256 of the line before it.",
        *([f"To count the papers again: {count}"] if count else ["The papers are withheld."]),
        "",
        "ballot.json   the question, the choices, the rule, the times",
        "roll.json     how many could vote, and the salted hash of the sealed roll; no names",
        "events.jsonl  what happened, in order",
        *([f"{papers}    the papers, sorted, without any name"] if papers else []),
        "result.json   the result as it was declared",
        "",
        title_cy,
        "=" * len(title_cy),
        "",
        "Dyma gofnod cyhoeddus un bleidlais. I wirio’r cyfan:",
        "    coopcouncil verify HWN.zip --head STWNSH",
        "Mae’r stwnsh yn y cofnodion; neu defnyddiwch yr un a anfonwyd at bob pleidleisiwr ar y "
        "diwedd.",
        *([] if count else ["Ni chyhoeddir y papurau."]),
    ]
    return "\n".join(lines) + "\n"
