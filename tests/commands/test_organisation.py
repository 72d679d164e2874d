"""`coopcouncil organisation`, as the operator of a real installation runs it."""

import json
import re
from pathlib import Path

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.app import make_app
from coopcouncil.commands.organisation import run
from coopcouncil.kernel import config as settings
from coopcouncil.organisations.models import Grant, LegalForm, Organisation, RulebookVersion
from coopcouncil.organisations.rulebook import Rulebook
from tests.commands.process import coopcouncil
from tests.pageclient import Pages

ADD = ("organisation", "add", "leisure", "--name", "Calderbrook Leisure", "--form", "cic")
BY = ("--secretary", "Ada@example.org", "--secretary-name", "Ada Lovell")


async def test_a_real_installation_begins_by_one_command(fresh_db: str, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    file.write_text('{"quorum_number": 15}')
    said = await coopcouncil(*ADD, *BY, "--rules", file, dsn=fresh_db, home=tmp_path)
    assert said.code == 0, said.err
    assert "/leisure/" in said.out

    org = await Organisation.get(slug="leisure")
    rules = (await RulebookVersion.within(org).get()).rules
    assert (rules.quorum_number, rules.proxies) == (15, True)
    assert (await Grant.within(org).get().select_related("person")).person.name == "Ada Lovell"
    listed = await coopcouncil("organisation", "list", "--json", dsn=fresh_db, home=tmp_path)
    assert json.loads(listed.out) == [
        {"slug": "leisure", "name": "Calderbrook Leisure", "form": "cic"}
    ]

    # Without a mail server, a link from the terminal lets the secretary in, once.
    said = await coopcouncil(
        "organisation", "sign-in", "ada@example.org", dsn=fresh_db, home=tmp_path
    )
    found = re.fullmatch(r"http://localhost:8000(/sign-in/link/\S+)\n", said.out)
    assert found, said.out
    old = settings.current()
    try:
        browser = Pages(make_app(settings.load({"COOPCOUNCIL_HOME": str(tmp_path)})))
        assert (await browser.post(found[1])).status == 303
        assert (await browser.get("/leisure/settings")).status == 200
        assert (await Pages(browser.app).post(found[1])).status == 422
    finally:
        settings.use(old)


@pytest.mark.parametrize(
    ("rules", "words", "said"),
    [
        ('{"proxies": false}', (), "s.324"),
        ('{"quorum_number": "three"}', (), "quorum_number"),
        ('{"quorum": 3}', (), "no parameter 'quorum'"),
        ("[]", (), "one object"),
        ("{", (), "no JSON"),
        (None, ("--form", "guild"), "guild"),
        (None, ("--registered-on", "soon"), "no date"),
        (None, ("--secretary", "ada"), "no e-mail address"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    rules: str | None,
    words: tuple[str, ...],
    said: str,
) -> None:
    if rules is not None:
        file = tmp_path / "rules.json"
        file.write_text(rules)
        words = ("--rules", str(file))
    try:
        code = run([*ADD[1:], *BY, *words])
    except SystemExit as stop:
        code = int(str(stop.code))
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--bilingual",), "Welsh"), (("--trust", "nowhere"), "nowhere")],
)
async def test_what_the_rules_refuse_leaves_nothing_behind(
    fresh_db: str, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    refused = await coopcouncil(*ADD, *BY, *words, dsn=fresh_db, home=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1
    assert not await Organisation.exists()
    assert not await Person.exists()


def test_the_usual_rules_are_printed_to_be_edited(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--form", "credit-union"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert Rulebook.read(printed) == Rulebook.usual(LegalForm.CREDIT_UNION)
