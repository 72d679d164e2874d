"""No sentence is left in one language: every one is extracted, and every one is in Welsh."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from coopcouncil.kernel.config import ROOT
from coopcouncil.kernel.i18n import LANGUAGES, LOCALES
from coopcouncil.kernel.pages import environment

KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
JINJA = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*") if p.suffix in (".html", ".txt"))
MODULES = sorted((ROOT / "coopcouncil").rglob("*.py"))

RELATIONS = {"ForeignKeyField", "OneToOneField", "ManyToManyField"}

# Words that are the same everywhere: names, and what a language calls itself.
NOT_OURS_TO_TRANSLATE = {"CoopCouncil", "English", "Cymraeg", "Subject"}
UNITS = {"kB", "MB", "PDF", "CSV", "BLT", "JSON", "OCDS", "ZIP", "QR", "SHA"}
# A class or a field's name that a block or a set makes; an address.
NO_SENTENCE = re.compile(r"/[a-z/-]+|[a-z]+(-[a-z]*)+|[a-z]+(\.[a-z]+)+")


@cache
def extracted() -> dict[str | tuple[str, ...], str]:
    """Every message of the code and the templates, and a file that says it."""
    found: dict[str | tuple[str, ...], str] = {}
    for path in [*MODULES, *TEMPLATES]:
        method = "python" if path.suffix == ".py" else "jinja2"
        options = {} if method == "python" else JINJA
        for _line, message, _comments, _context in extract_from_file(
            method, path, keywords=KEYWORDS, options=options
        ):
            found[tuple(message) if isinstance(message, (tuple, list)) else message] = _name(path)
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "coopcouncil.po").open("rb") as file:
        return read_po(file, locale=language)


def others() -> list[str]:
    return [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", others())
def test_every_sentence_is_translated(language):
    missing = {}
    for message, place in extracted().items():
        found = catalogue(language).get(message)
        if found is None or found.fuzzy or not _is_whole(found):
            missing[message] = place
    assert not missing


@pytest.mark.parametrize("language", others())
def test_the_catalogue_has_no_sentence_that_nobody_says(language):
    said = set(extracted())
    assert [m.id for m in catalogue(language) if m.id and _key(m) not in said] == []


@pytest.mark.parametrize("language", others())
def test_a_translation_has_the_same_gaps(language):
    wrong = {}
    for message in catalogue(language):
        if not message.id or _key(message) not in extracted():
            continue
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        ids = message.id if isinstance(message.id, (tuple, list)) else [message.id]
        asked = set().union(*(_gaps(each) for each in ids))
        for form in forms:
            # A plural form may say its number in a word: "y ddau aelod".
            optional = {"%(num)s", "%(count)s", "%(n)s", "{n}", "{count}", "{number}"}
            counted = optional if len(ids) > 1 else set()
            if form and (_gaps(form) ^ asked) - counted:
                wrong[form] = (_gaps(form), asked)
    assert not wrong


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: _name(path))
def test_no_template_speaks_past_the_catalogue(path):
    assert raw_words(path) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: _name(path))
def test_no_code_speaks_past_the_catalogue(path):
    assert list(_untranslatable(ast.parse(path.read_text()))) == []


def test_raw_words_are_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<p class="x">Hello {{ name }}</p><img alt="A face">{{ _("Fine") }}&nbsp;')
    assert raw_words(page) == ["Hello", "A face"]


def test_untranslatable_code_is_found():
    code = 'class A:\n def sentence(self, _):\n  return "No."\nx = StringField("Name")\n'
    assert list(_untranslatable(ast.parse(code))) == ["No.", "Name"]


def raw_words(path: Path) -> list[str]:
    """What a template says without `_()`, between tags and in spoken attributes."""
    source = re.sub(
        r"\{%-?\s*trans\b.*?\bendtrans\s*-?%\}", "{{ said }}", path.read_text(), flags=re.DOTALL
    )
    pieces = [
        value if kind == "data" else ("\0" if kind in ("variable_begin", "block_begin") else "")
        for _line, kind, value in environment.lex(source)
    ]
    text = "".join(pieces)
    if path.suffix == ".html":
        text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
    attributes = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"\0]*)"', text)
    between = re.sub(r"<[^<>]*>", "\1", text) if path.suffix == ".html" else text
    between = re.sub(r"&[a-z#0-9]+;", " ", between)
    found = [part.strip(" \n:") for part in re.split(r"[\0\1]", between)] + attributes
    return [part for part in found if _speaks(part)]


def _speaks(part: str) -> bool:
    if part in NOT_OURS_TO_TRANSLATE or NO_SENTENCE.fullmatch(part):
        return False
    return bool(set(re.findall(r"[^\W\d_]{2,}", part)) - UNITS)


def _untranslatable(tree: ast.AST) -> list[str]:
    """Sentences in code that no catalogue knows: of refusals, labels, flashes and problems."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "sentence":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    found += _literals(inner.value)
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            spoken: list[ast.expr] = []
            if name.endswith("Field") and name not in RELATIONS and node.args:
                spoken = node.args[:1]
            elif name == "flash":
                spoken = node.args[1:2]
            elif name in ("ValidationError", "StopValidation", "wrong"):
                spoken = node.args[:1]
            spoken += [k.value for k in node.keywords if k.arg in ("label", "description")]
            for each in spoken:
                found += _literals(each)
    return found


def _literals(node: ast.expr) -> list[str]:
    """String constants that are spoken as they stand, with words in them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if re.search(r"[^\W\d_]{2}", node.value) else []
    if isinstance(node, ast.JoinedStr):
        return [text for part in node.values for text in _literals(part)]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def _is_whole(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _key(message: Message) -> str | tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}", text))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
