"""Compiled templates: kept from one start to the next, and only as long as they hold."""

from pathlib import Path

import jinja2
import pytest

from coopcouncil.kernel.compiled import Compiled


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text("Hello {{ name }}")
    return tmp_path / "templates"


def started(templates: Path, home: Path) -> jinja2.Environment:
    """The environment of a process that has just started."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        bytecode_cache=Compiled(str(home)),
        autoescape=True,
    )


def test_what_one_start_compiled_the_next_reads(templates: Path, tmp_path: Path) -> None:
    home = tmp_path / "home" / "cache"
    assert started(templates, home).get_template("a.html").render(name="Ada") == "Hello Ada"
    [kept] = home.iterdir()
    before = kept.stat().st_mtime_ns
    assert home.stat().st_mode & 0o077 == 0

    assert started(templates, home).get_template("a.html").render(name="Bob") == "Hello Bob"
    assert [path.stat().st_mtime_ns for path in home.iterdir()] == [before]


def test_a_changed_template_is_compiled_anew(templates: Path, tmp_path: Path) -> None:
    home = tmp_path / "cache"
    started(templates, home).get_template("a.html")
    (templates / "a.html").write_text("Helo {{ name }}")
    assert started(templates, home).get_template("a.html").render(name="Ada") == "Helo Ada"


@pytest.mark.parametrize("damage", ["short", "empty", "other"])
def test_a_damaged_one_is_not_believed(templates: Path, tmp_path: Path, damage: str) -> None:
    home = tmp_path / "cache"
    started(templates, home).get_template("a.html")
    [kept] = home.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes({"short": whole[:-20], "empty": b"", "other": b"x" * 200}[damage])
    assert started(templates, home).get_template("a.html").render(name="Ada") == "Hello Ada"


def test_where_nothing_can_be_kept_pages_are_made_all_the_same(
    templates: Path, tmp_path: Path
) -> None:
    home = tmp_path / "cache"
    home.write_text("a file where the folder should be")
    assert started(templates, home).get_template("a.html").render(name="Ada") == "Hello Ada"
