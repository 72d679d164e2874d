"""`coopcouncil audit verify ORG`: walk an organisation's audit chain."""

import argparse
import json

from coopcouncil.commands.outcome import WRONG, Stop, at_work, outcome
from coopcouncil.kernel import audit
from coopcouncil.kernel.models import INSTALLATION
from coopcouncil.organisations.models import Organisation


def run(argv: list[str]) -> int:
    """Exit 1 and the first broken link, if the chain is broken."""
    words = argparse.ArgumentParser("coopcouncil audit")
    verb = words.add_subparsers(dest="verb", required=True)
    verify = verb.add_parser("verify", help="recompute the chain from its start")
    verify.add_argument("org", help="the organisation's short name, or - for the installation's")
    verify.add_argument("--json", action="store_true")
    asked = words.parse_args(argv)
    return outcome(_verify(asked.org, asked.json))


async def _verify(slug: str, as_json: bool) -> int:
    async with at_work():
        report = await audit.verify(await _number(slug))
    if as_json:
        print(json.dumps({"organisation": slug, **vars(report)}))
    else:
        print(f"{report.sealed} entries in the chain, {report.erased} of them erased,")
        print(f"{report.unsealed} not yet sealed. Head: {report.head}")
        print(report.broken or "Nothing is broken.")
    return WRONG if report.broken else 0


async def _number(slug: str) -> int:
    if slug == "-":
        return INSTALLATION
    found = await Organisation.get_or_none(slug=slug)
    if found is None:
        raise Stop(f"There is no organisation {slug}.")
    return int(found.id)
