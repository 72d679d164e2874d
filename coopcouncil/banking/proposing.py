"""What each line may be, from everybody who may know."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from coopcouncil.banking.hooks import MATCHERS
from coopcouncil.banking.models import BankAccount, BankLine
from coopcouncil.banking.rules.likeness import SURE, Candidate, best_first
from coopcouncil.organisations.models import Organisation

MOST = 8


async def proposals(
    org: Organisation, account: BankAccount, lines: Sequence[BankLine]
) -> dict[int, list[Candidate]]:
    """The likeliest first, for each line that has any. A candidate that two lines would have is
    sure for neither."""
    found: defaultdict[int, list[Candidate]] = defaultdict(list)
    for matcher in MATCHERS:
        for line, candidates in (await matcher(org, account, lines)).items():
            found[line].extend(candidates)
    ordered = {line: best_first(candidates)[:MOST] for line, candidates in found.items()}
    return _once_each(ordered)


def sure_ones(found: Mapping[int, Sequence[Candidate]]) -> dict[int, Candidate]:
    """Those that may be confirmed together in one click: a reference and the exact sum."""
    return {
        line: options[0]
        for line, options in found.items()
        if options and options[0].confidence == SURE
    }


def _once_each(found: dict[int, list[Candidate]]) -> dict[int, list[Candidate]]:
    wanted: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for line, one in sure_ones(found).items():
        wanted[one.kind, one.key].append(line)
    twice = {line for lines in wanted.values() if len(lines) > 1 for line in lines}
    return {
        line: [
            Candidate(one.kind, one.key, one.amount, one.called, one.reasons, 90)
            if line in twice and one.confidence == SURE
            else one
            for one in options
        ]
        for line, options in found.items()
    }
