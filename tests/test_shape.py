"""The guards: what must be true of the whole, whoever adds to it."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from tortoise import Tortoise
from tortoise.fields.relational import ForeignKeyFieldInstance

from coopcouncil.kernel.config import ROOT
from coopcouncil.organisations.tenancy import Tenanted

# From the ground up; a slice may know those before it.
SLICES = (
    "counting",
    "scoring",
    "kernel",
    "accounts",
    "organisations",
    "members",
    "officers",
    "checks",
    "ledger",
    "payouts",
    "shares",
    "payments",
    "banking",
    "joining",
    "housing",
    "mutuals",
    "arrears",
    "savings",
    "money",
    "ballots",
    "meetings",
    "schools",
    "procurement",
    "messages",
    "privacy",
    "statutory",
)
PACKAGE = ROOT / "coopcouncil"
ASKING = {"get", "get_or_none", "filter", "all", "exclude", "first", "exists", "in_bulk"}


def slice_of(module: str) -> str:
    return module.split(".")[1]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def modules() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def tenanted(base: type[Tenanted] = Tenanted) -> Iterator[type[Tenanted]]:
    for model in base.__subclasses__():
        yield model
        yield from tenanted(model)


async def test_every_foreign_key_points_down(database: str) -> None:
    assert Tortoise.apps is not None
    for model in Tortoise.apps["coopcouncil"].values():
        for name, key in model._meta.fields_map.items():
            if isinstance(key, ForeignKeyFieldInstance):
                here, there = slice_of(model.__module__), slice_of(key.related_model.__module__)
                assert SLICES.index(there) <= SLICES.index(here), f"{model.__name__}.{name}"


def test_every_table_belongs_to_a_known_slice() -> None:
    slices = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert slices - {"commands", "demo", "simulator"} == set(SLICES)


def test_a_tenanted_table_is_asked_within_an_organisation_alone() -> None:
    homes = {model.__name__: slice_of(model.__module__) for model in tenanted()}
    assert homes
    straight = []
    for path in modules():
        parts = path.relative_to(PACKAGE).parts
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=asked)) if (
                    name in homes
                    and asked in ASKING
                    and not (parts[0] == homes[name] and "models" in "".join(parts[1:2]))
                ):
                    straight.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}.{asked}")
    assert straight == []


def test_no_view_looks_beyond_its_organisation() -> None:
    for path in modules():
        if {"views", "forms", "routes"} & {part.removesuffix(".py") for part in path.parts}:
            assert ".everywhere()" not in path.read_text(), path


def test_counting_and_scoring_need_the_standard_library_alone() -> None:
    for path in sorted(
        [*(PACKAGE / "counting").rglob("*.py"), *(PACKAGE / "scoring").rglob("*.py")]
    ):
        own = f"coopcouncil.{path.relative_to(PACKAGE).parts[0]}"
        for node in ast.walk(parsed(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, path
                names = [node.module or ""]
            for name in names:
                outside = name.split(".")[0] not in sys.stdlib_module_names
                assert not outside or f"{name}.".startswith(f"{own}."), f"{path}: {name}"
                assert name.split(".")[0] not in {"random", "time", "datetime", "secrets", "os"}


def test_every_package_says_what_it_is_for() -> None:
    for path in sorted(PACKAGE.rglob("__init__.py")):
        assert ast.get_docstring(parsed(path)), path


def test_no_file_has_grown_past_reading() -> None:
    # About 300 lines: a longer one becomes a package by noun.
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {path: lines for path, lines in long.items() if lines > 360} == {}


def test_no_story_looks_at_a_page_that_is_leaving() -> None:
    # A click comes back before the next page is there: `follow` it, or expect something first.
    hasty = []
    for path in sorted((ROOT / "e2e").rglob("*.py")):
        for block in ast.walk(parsed(path)):
            body = getattr(block, "body", None)
            for first, then in pairwise(body if isinstance(body, list) else []):
                acts = ast.unparse(first).endswith((".click()", ".press('Enter')"))
                looks = ast.unparse(then).startswith(("check_page(", "check_both("))
                goes = ast.unparse(then).partition("(")[0].endswith(".goto")
                if isinstance(first, ast.Expr) and acts and (looks or goes):
                    hasty.append(f"{path.relative_to(ROOT)}:{first.lineno}")
    assert hasty == []


def test_no_text_names_the_place_where_it_was_written() -> None:
    # A path from the root: an address of ours may have such a word within.
    telling = re.compile(r"(?<![\w}])/work" + r"/|/root" + r"/|localhost:3" + r"128")
    for folder in ("coopcouncil", "tests", "e2e", "migrations", "docs", "templates", "bench"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".md", ".html", ".txt", ".po"}:
                text = path.read_text()
                assert not telling.search(text), path
