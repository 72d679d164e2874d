"""`coopcouncil ledger check ORG`: add the books up again and hold every posting to its rules."""

import argparse
import json

from coopcouncil.banking.reads import unreconciled
from coopcouncil.commands.outcome import WRONG, Stop, at_work, outcome
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.reads import check_books
from coopcouncil.organisations.models import Organisation


def run(argv: list[str]) -> int:
    """Exit 1 when the books do not balance; `--json` in pence."""
    words = argparse.ArgumentParser("coopcouncil ledger")
    verb = words.add_subparsers(dest="verb", required=True)
    check = verb.add_parser("check", help="add everything up again")
    check.add_argument("org", help="the organisation's short name")
    check.add_argument("--json", action="store_true")
    asked = words.parse_args(argv)
    return outcome(_check(asked.org, asked.json))


async def _check(slug: str, as_json: bool) -> int:
    async with at_work():
        org = await Organisation.get_or_none(slug=slug)
        if org is None:
            raise Stop(f"There is no organisation {slug}.")
        found = await check_books(org)
        left = await unreconciled(org)
    if as_json:
        said = {
            "balanced": found.balanced,
            "postings": found.postings,
            "debits": found.debits,
            "credits": found.credits,
            "unreconciled": left,
        }
        print(json.dumps(said))
    else:
        print(f"{found.postings} postings. Debits {Money(found.debits)}, ", end="")
        print(f"credits {Money(found.credits)}.")
        print(f"Between the books and the bank's statements: {Money(left)}.")
        print("\n".join(found.wrong) or "The books balance.")
    return 0 if found.balanced else WRONG
