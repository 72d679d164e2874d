"""A ballot's public bundle: one ZIP from which anybody can check the record and count again.

The bytes follow from the contents alone: files stored, sorted, dated 1980-01-01. `docs/formats/
bundle.md` has every field. Checking it is `verifying.py`; this file packs and unpacks.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coopcouncil.counting.formats import canonical

if TYPE_CHECKING:
    from coopcouncil.counting.formats.canonical import Value

FORMAT = "coopcouncil-ballot-1"
# Names that the sealing event and ballot.json share, and that no later event changes.
FIXED = (
    "kind",
    "footing",
    "rule",
    "rulebook",
    "seats",
    "most_choices",
    "passing",
    "quorum",
    "qualifying_on",
    "opens_at",
    "papers",
)
README, BALLOT, ROLL, EVENTS, RESULT, SUMS = (
    "README.txt",
    "ballot.json",
    "roll.json",
    "events.jsonl",
    "result.json",
    "SHA256SUMS",
)
PAPERS = ("papers.blt", "papers.csv")
LARGEST = 2**28
START = "0" * 64
"""What the first event calls the one before it."""

_DATED = (1980, 1, 1, 0, 0, 0)


class NoBundle(ValueError):
    """Bytes that are no such ZIP at all; the text says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle says. `events` are lines without their line feed; `papers` a name of
    `PAPERS` and its text, or nothing where the papers are withheld."""

    readme: str
    ballot: Mapping[str, Value]
    roll: Mapping[str, Value]
    events: Sequence[str]
    result: Mapping[str, Value]
    papers: tuple[str, str] | None = field(default=None)


def files_of(contents: Contents) -> dict[str, bytes]:
    """The files by name, with their sums."""
    files = {
        README: contents.readme.encode(),
        BALLOT: canonical.write(contents.ballot).encode(),
        ROLL: canonical.write(contents.roll).encode(),
        EVENTS: "".join(f"{line}\n" for line in contents.events).encode(),
        RESULT: canonical.write(contents.result).encode(),
    }
    if contents.papers is not None:
        name, text = contents.papers
        files[name] = text.encode()
    return {**files, SUMS: sums(files)}


def sums(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum` prints of the files, in the order of their names."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return "".join(lines).encode()


def head(files: Mapping[str, bytes]) -> str:
    """The hash of SHA256SUMS: whoever holds it holds every byte of the bundle."""
    return hashlib.sha256(files[SUMS]).hexdigest()


def pack(files: Mapping[str, bytes]) -> bytes:
    """The ZIP: the same files give the same bytes, anywhere and at any time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATED)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP that could be a bundle, whatever they say. `NoBundle` for any other."""
    if len(data) > LARGEST:
        raise NoBundle("it is larger than a bundle can be")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > 16:
                raise NoBundle("it holds more files than a bundle does")
            for entry in entries:
                # Nothing in a bundle is packed, so nothing can swell when it is unpacked.
                if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
                    raise NoBundle(f"the file {entry.filename[:60]!a} is packed or locked")
            if sum(entry.file_size for entry in entries) > len(data):
                raise NoBundle("its files hold more than the ZIP itself: they lie in one another")
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names):
                raise NoBundle("it holds two files of one name")
            return {entry.filename: archive.read(entry) for entry in entries}
    except NoBundle:
        raise
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as trouble:
        raise NoBundle(f"it is no ZIP file that can be read ({trouble})"[:160]) from None
