"""`coopcouncil organisation …`: begin an organisation, with its rules and first secretary."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from email_validator import EmailNotValidError, validate_email
from tortoise.transactions import in_transaction

from coopcouncil.accounts.actions.signing_in import link_for
from coopcouncil.commands.outcome import BAD_INPUT, Stop, at_work, outcome
from coopcouncil.kernel import config as settings
from coopcouncil.organisations.actions import Particulars, found, grant_by_email
from coopcouncil.organisations.models import LegalForm, Nation, Organisation, Role
from coopcouncil.organisations.rulebook import Rulebook, UnreadableRule
from coopcouncil.organisations.statute import breaches

FORMS = [form.value for form in LegalForm]
NATIONS = [nation.value for nation in Nation]


def run(argv: list[str]) -> int:
    """Add an organisation, list them all, print usual rules to edit, or a way to sign in."""
    words = _Words("coopcouncil organisation")
    verbs = words.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="begin an organisation with its first secretary")
    add.add_argument("slug", help="its short name in addresses, such as leisure")
    add.add_argument("--name", required=True)
    add.add_argument("--name-cy", default="", help="its name in Welsh")
    add.add_argument("--form", required=True, choices=FORMS)
    add.add_argument("--nation", default=Nation.ENGLAND.value, choices=NATIONS)
    add.add_argument("--trust", help="for a school: its trust's short name")
    add.add_argument("--secretary", required=True, type=_email, metavar="EMAIL")
    add.add_argument("--secretary-name", required=True, metavar="NAME")
    add.add_argument("--rules", type=Path, help="JSON as `organisation rules` prints it")
    add.add_argument("--bilingual", action="store_true", help="English and Welsh, both always")
    add.add_argument("--registered-on", type=_day, metavar="D", help="when its rules were")
    every = verbs.add_parser("list", help="the organisations here")
    every.add_argument("--json", action="store_true")
    rules = verbs.add_parser("rules", help="the usual rules of a legal form as JSON, to edit")
    rules.add_argument("--form", required=True, choices=FORMS)
    link = verbs.add_parser("sign-in", help="a link that signs somebody in, without any mail")
    link.add_argument("email", type=_email)
    asked = words.parse_args(argv)
    if asked.verb == "rules":
        print(json.dumps(Rulebook.usual(LegalForm(asked.form)).written(), indent=2))
        return 0
    verb = {"add": _add, "list": _list, "sign-in": _sign_in}[asked.verb]
    return outcome(verb(asked))


async def _add(asked: argparse.Namespace) -> None:
    form = LegalForm(asked.form)
    rules = None if asked.trust else _rules(asked, form)
    async with at_work() as _dsn, in_transaction():
        trust = await Organisation.get_or_none(slug=asked.trust) if asked.trust else None
        if asked.trust and trust is None:
            raise Stop(f"There is no organisation {asked.trust!r}.")
        org = await found(
            asked.slug,
            Particulars(name=asked.name, name_cy=asked.name_cy),
            form,
            Nation(asked.nation),
            rules,
            asked.registered_on,
            trust,
        )
        site = settings.current().base_url
        await grant_by_email(
            org,
            asked.secretary,
            asked.secretary_name,
            Role.SECRETARY,
            by=None,
            language="cy" if asked.bilingual else "en",
            site=site,
        )
    print(f"{asked.name} is at {site}/{asked.slug}/; {asked.secretary} is its secretary.")
    if settings.current().smtp_url is None:
        print(
            "No mail server is set (COOPCOUNCIL_SMTP_URL): "
            f"coopcouncil organisation sign-in {asked.secretary} prints a link to sign in by."
        )


async def _list(asked: argparse.Namespace) -> None:
    async with at_work():
        found = await Organisation.all().order_by("slug")
    if asked.json:
        rows = [{"slug": org.slug, "name": org.name, "form": org.legal_form.value} for org in found]
        print(json.dumps(rows, ensure_ascii=False))
        return
    for org in found:
        print(f"{org.slug:<24} {org.name}")


async def _sign_in(asked: argparse.Namespace) -> None:
    async with at_work():
        print(await link_for(asked.email, settings.current().base_url))
    print("It works once, for ten minutes, for whoever opens it.", file=sys.stderr)


def _rules(asked: argparse.Namespace, form: LegalForm) -> Rulebook:
    """The rules of the file, or what is usual; refused with every sentence at once."""
    rules = Rulebook.usual(form)
    if asked.rules:
        try:
            stored = json.loads(asked.rules.read_text(encoding="utf-8"))
        except OSError as trouble:
            raise Stop(f"{asked.rules}: {trouble.strerror}.") from trouble
        except ValueError as trouble:
            raise Stop(f"{asked.rules}: this is no JSON.") from trouble
        if not isinstance(stored, dict):
            raise Stop(f"{asked.rules}: write one object of parameters.")
        unknown = sorted(stored.keys() - rules.written().keys())
        if unknown:
            raise Stop(f"{asked.rules}: there is no parameter {unknown[0]!r}.")
        rules = _read(asked.rules, {**rules.written(), **stored})
    if asked.bilingual:
        rules = Rulebook.read({**rules.written(), "bilingual": True})
    for refusal in breaches(rules, form):
        where = f"{asked.rules or 'rules'}: {refusal.parameter}"
        raise Stop(f"{where}: {refusal.sentence(lambda english: english)}")
    return rules


def _read(path: Path, stored: dict[str, object]) -> Rulebook:
    try:
        return Rulebook.read(stored)
    except UnreadableRule as refusal:
        said = refusal.sentence(lambda english: english)
        raise Stop(f"{path}: {said}") from refusal


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError as trouble:
        raise argparse.ArgumentTypeError(f"{text} is no e-mail address") from trouble


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise argparse.ArgumentTypeError(f"{text} is no date like 2026-11-21") from trouble


class _Words(argparse.ArgumentParser):
    """Says in one line what is wrong with a command."""

    def error(self, message: str) -> NoReturn:
        print(f"coopcouncil organisation: {message}", file=sys.stderr)
        raise SystemExit(BAD_INPUT)
