"""`coopcouncil register`: what programs and operators read, and what is refused in one line."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from coopcouncil.commands import register
from coopcouncil.kernel import clock
from coopcouncil.members.models import ListSource, RegisterEntry
from coopcouncil.organisations.models import Organisation
from tests.commands.process import Said, coopcouncil
from tests.make import make_member, make_organisation, make_rules
from tests.officers.build import make_holder

pytestmark = pytest.mark.anyio
GOOD = (
    "member_number,given_name,family_name,joined_on\n1,Siân,Ŵyn,2020-05-01\n2,=Dai,Rees,1/5/2021\n"
)


@pytest.fixture
async def org(fresh_db: str) -> Organisation:
    return await make_organisation(slug="leisure")


async def test_a_long_run_of_words_is_said_and_a_short_one_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = register._Progress()
    await progress.words(40)
    await progress(49_999)
    assert capsys.readouterr().err == ""
    await progress(50_000)
    await progress.words(250_000)
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("50,000 rows, ")
    assert said[1].startswith("writing the words by which 250,000 rows are found, ")


async def test_a_list_is_previewed_applied_and_exported(
    org: Organisation, fresh_db: str, tmp_path: Path
) -> None:
    async def register(*words: object) -> Said:
        return await coopcouncil("register", *words, home=tmp_path / "home", dsn=fresh_db)

    file = tmp_path / "members.csv"
    file.write_text(GOOD)
    previewed = await register("import", "leisure", file, "--json")
    assert (previewed.code, previewed.err) == (0, "")
    counts = {"new": 2, "changed": 0, "unchanged": 0, "wrong": []}
    assert json.loads(previewed.out) == {"batch": None, **counts}
    assert not await RegisterEntry.within(org).exists()

    applied = await register("import", "leisure", file, "--apply", "--json")
    assert applied.code == 0
    answer = json.loads(applied.out)
    assert isinstance(answer.pop("batch"), int)
    assert answer == counts

    exported = await register("export", "leisure", "--as-at", "2020-12-31", "--csv")
    assert exported.code == 0
    (sian,) = csv.DictReader(io.StringIO(exported.out))
    assert (sian["given_name"], sian["joined_on"]) == ("Siân", "2020-05-01")
    later = await register("export", "leisure", "--as-at", "2026-11-22", "--redacted", "--csv")
    assert "'=Dai" in later.out
    assert "shares" not in later.out.splitlines()[0]
    earlier = await register(
        "export", "leisure", "--as-at", "2026-11-22", "--known-at", "2020-01-01T00:00", "--csv"
    )
    assert len(earlier.out.splitlines()) == 1

    file.write_text("member_number,given_name,email\n1,Siân,\n3,Eve,eve\n")
    wrong = await register("import", "leisure", file, "--apply", "--json")
    assert wrong.code == 2
    problem = {"row": 3, "column": "email", "problem": "“eve” is not an e-mail address."}
    answer = json.loads(wrong.out)
    assert (answer["batch"], answer["new"], answer["wrong"]) == (None, 0, [problem])
    assert await RegisterEntry.within(org).count() == 2


async def test_what_cannot_be_is_one_line(org: Organisation, fresh_db: str, tmp_path: Path) -> None:
    await make_member(org)
    file = tmp_path / "members.csv"
    file.write_bytes(b"member_number,given_name\n1,\x81\n")
    nameless = tmp_path / "nameless.csv"
    nameless.write_text("shoe size\n5\n")
    for words, said in (
        (("import", "leisure", file), f"{file}:2: "),
        (("import", "leisure", nameless), f"{nameless}:1: "),
        (("import", "leisure", tmp_path / "none.csv"), f"{tmp_path}/none.csv: "),
        (("export", "nobody", "--as-at", "2020-01-01", "--csv"), "nobody"),
        (("export", "leisure", "--as-at", "yesterday", "--csv"), "yesterday"),
    ):
        refused = await coopcouncil("register", *words, home=tmp_path / "home", dsn=fresh_db)
        assert refused.code == 2, refused
        assert len(refused.err.splitlines()) == 1
        assert said in refused.err
        assert refused.out == ""


async def test_officers_are_exported_by_both_times(
    org: Organisation, fresh_db: str, tmp_path: Path
) -> None:
    await make_rules(org)
    with clock.frozen(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        await make_holder(org, "Ann Bevan", on=date(2026, 5, 1), offices="committee chair")

    async def officers(*words: str) -> list[dict[str, str]]:
        said = await coopcouncil(
            "register",
            "export",
            "leisure",
            "--officers",
            "--csv",
            *words,
            home=tmp_path / "home",
            dsn=fresh_db,
        )
        assert said.code == 0, said
        return list(csv.DictReader(io.StringIO(said.out)))

    found = await officers("--as-at", "2026-05-01")
    assert [(row["name"], row["office"], row["took_office"]) for row in found] == [
        ("Ann Bevan", "committee", "2026-05-01"),
        ("Ann Bevan", "chair", "2026-05-01"),
    ]
    assert await officers("--as-at", "2026-04-30") == []
    assert await officers("--as-at", "2026-05-01", "--known-at", "2026-11-20T11:59:59") == []


async def test_columns_are_taken_as_they_were_remembered(
    org: Organisation, fresh_db: str, tmp_path: Path
) -> None:
    file = tmp_path / "members.csv"
    file.write_text("Code,Who,Note\n1,Ann Jones,x\n")
    await ListSource.create(
        organisation=org,
        name="Box office",
        fingerprint="",
        headings=["Code", "Who", "Note"],
        targets=["member_number", "name", ""],
        used_at=clock.now(),
    )

    async def register(*words: object) -> Said:
        return await coopcouncil(
            "register", "import", "leisure", file, *words, home=tmp_path / "home", dsn=fresh_db
        )

    assert (await register("--json")).code == 2
    unknown = await register("--source", "Till", "--json")
    assert (unknown.code, unknown.out) == (2, "")
    assert "there are: Box office" in unknown.err
    applied = await register("--source", "Box office", "--apply", "--json")
    assert (applied.code, json.loads(applied.out)["new"]) == (0, 1)
    assert (await RegisterEntry.within(org).get()).name == "Ann Jones"
