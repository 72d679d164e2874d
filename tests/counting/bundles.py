"""A bundle made by hand from `docs/formats/bundle.md` alone."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

BLT = '3 2\n4 1 2 0\n2 2 3 0\n2 3 0\n0\n"Ada"\n"Bran"\n"Cêt"\n"Board"\n'


LINES = "4 1 2\n2 2 3\n2 3\n"


WORDS = {
    "title": "Board",
    "title_cy": "Bwrdd",
    "question": "Who?",
    "question_cy": "Pwy?",
    "explanation": "",
    "explanation_cy": "",
    "office": "",
    "office_cy": "",
}


TERMS: dict[str, Any] = {
    "kind": "stv",
    "footing": "meeting",
    "rule": "scottish-2011",
    "rulebook": 1,
    "seats": 2,
    "most_choices": 0,
    "passing": {},
    "quorum": 0,
    "qualifying_on": "2026-11-01",
    "opens_at": "2026-11-10T09:00:00Z",
    "papers": "public",
}


CLOSES = "2026-11-20T17:00:00Z"


def line(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def result() -> bytes:
    stage = {
        "stage": 1,
        "action": "first",
        "candidates": [],
        "quota": "3.00000",
        "votes": {"1": "4.00000", "2": "2.00000", "3": "2.00000"},
        "non_transferable": "0.00000",
        "elected": [1],
    }
    second = {
        "stage": 2,
        "action": "surplus",
        "candidates": [1],
        "quota": "3.00000",
        "votes": {"1": "3.00000", "2": "3.00000", "3": "2.00000"},
        "non_transferable": "0.00000",
        "elected": [2],
    }
    return line(
        {
            "rules": "scottish-2011",
            "title": "Board",
            "seats": 2,
            "candidates": ["Ada", "Bran", "Cêt"],
            "withdrawn": [],
            "papers": 8,
            "valid": 8,
            "quota": "3.00000",
            "elected": [1, 2],
            "ties": [],
            "stages": [stage, second],
        }
    )


def make_files(**changed: object) -> dict[str, bytes]:
    options = [
        {"n": n, "name": name, "name_cy": "", "statement": "", "statement_cy": "", "withdrawn": 0}
        for n, name in enumerate(("Ada", "Bran", "Cêt"), 1)
    ]
    terms = TERMS | {name: changed[name] for name in TERMS.keys() & changed.keys()}
    texts: list[list[object]] = [
        [WORDS[k], WORDS[f"{k}_cy"]] for k in ("title", "question", "explanation", "office")
    ]
    texts += [[o["name"], "", "", ""] for o in options]
    papers_hash = sha(f"salt\n{LINES}".encode())
    given = changed.get("result", result())
    assert isinstance(given, bytes)
    facts: list[tuple[str, dict[str, Any]]] = [
        (
            "sealed",
            {
                **terms,
                "closes_at": CLOSES,
                "options": 3,
                "roll_count": 9,
                "roll_hash": "ab",
                "texts_hash": sha(line(texts)),
            },
        ),
        ("closed", {"took_part": 8}),
        (
            "opened-box",
            {"papers": 8, "unreadable": 0, "papers_hash": papers_hash, "marks": 8},
        ),
        ("counted", {"run": 1, "papers_hash": papers_hash, "result_hash": sha(given)}),
        ("declared", {"run": 1, "result_hash": sha(given)}),
    ]
    events, previous = b"", "0" * 64
    for n, (kind, said) in enumerate(facts, 1):
        event = line({"n": n, "kind": kind, "at": CLOSES, "facts": said, "previous": previous})
        events, previous = events + event, sha(event)
    ballot = {
        **terms,
        **WORDS,
        "format": "coopcouncil-ballot-1",
        "organisation": "A co-op",
        "organisation_cy": "",
        "options": options,
        "closes_at": CLOSES,
        "lots": [],
        "papers_file": "papers.blt",
        "papers_salt": "salt",
    }
    return {
        "README.txt": b"Read me\n",
        "ballot.json": line(ballot),
        "roll.json": line({"count": 9, "hash": "ab"}),
        "events.jsonl": events,
        "papers.blt": BLT.encode(),
        "result.json": given,
    }


def make_zip(files: dict[str, bytes], summed: bool = True) -> bytes:
    if summed:
        sums = "".join(f"{sha(files[name])}  {name}\n" for name in sorted(files))
        files = {**files, "SHA256SUMS": sums.encode()}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()


def head_of(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sha(archive.read("SHA256SUMS"))
