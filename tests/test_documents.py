"""The documents lead where they say: every link and every picture in them is there."""

import re
from pathlib import Path

import pytest

from coopcouncil.kernel.config import ROOT

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
IMAGES = ROOT / "docs" / "guide" / "images"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_picture_is_there(document: Path) -> None:
    text = re.sub(r"^(?: {4}|\t).*$", "", document.read_text(), flags=re.MULTILINE)
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _hash, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), f"{document.name} leads to {link}"
        if anchor:
            assert anchor in anchors(target), f"{document.name} leads to {link}"


def anchors(document: Path) -> set[str]:
    """A heading's anchor as code hosts make it."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_every_picture_is_shown_and_light() -> None:
    guide = "".join(path.read_text() for path in (ROOT / "docs" / "guide").glob("*.md"))
    for picture in IMAGES.glob("*.png"):
        assert f"images/{picture.name})" in guide, f"{picture.name} is shown nowhere"
        assert picture.stat().st_size <= 150_000, f"{picture.name} is heavy"
