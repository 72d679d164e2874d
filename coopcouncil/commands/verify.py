"""`coopcouncil verify BUNDLE.zip`: check a ballot's public bundle; no database, no network."""

from __future__ import annotations

import json
import re

from coopcouncil.commands.count import Parser, Trouble, read, refuse, show
from coopcouncil.counting.bundle import NoBundle
from coopcouncil.counting.report import Report
from coopcouncil.counting.verifying import verify

WRONG = 1


def run(argv: list[str]) -> int:
    """0: all of it holds. 1: something differs. 2: no bundle, or no such file."""
    words = Parser(prog="coopcouncil verify", description=__doc__, allow_abbrev=False)
    words.add_argument("bundle", metavar="BUNDLE.zip")
    words.add_argument(
        "--head", metavar="HASH", help="from the minutes or the message at the close"
    )
    words.add_argument("--json", action="store_true", help="one JSON value, nothing else")
    try:
        asked = words.parse_args(argv)
        if asked.head is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", asked.head.strip()):
            raise Trouble("--head should be a hash of 64 figures and letters a to f")
        report = verify(read(asked.bundle), asked.head)
    except NoBundle as trouble:
        return refuse("verify", f"{asked.bundle}: {trouble}")
    except Trouble as trouble:
        return refuse("verify", str(trouble))
    except SystemExit as done:  # --help
        return int(done.code or 0)
    show(_json(report) if asked.json else _text(asked.bundle, report))
    return 0 if report.good else WRONG


def _json(report: Report) -> str:
    found = {
        "good": report.good,
        "head": report.head,
        "closed_head": report.closed_head,
        "recounted": report.recounted,
        "checked": report.checked,
        "wrong": report.wrong,
        "cannot_show": report.cannot_show,
    }
    return json.dumps(found, ensure_ascii=False, sort_keys=True) + "\n"


def _text(name: str, report: Report) -> str:
    lines = [f"{name}: {'all of it holds' if report.good else 'IT DOES NOT HOLD'}", ""]
    for title, sentences in (
        ("Wrong", report.wrong),
        ("Checked", report.checked),
        ("A bundle of this kind cannot show", report.cannot_show),
    ):
        if sentences:
            lines += [f"{title}:", *(f"  - {sentence}" for sentence in sentences), ""]
    if report.head:
        lines.append(f"Head of the bundle: {report.head}")
    if report.closed_head:
        lines.append(f"Head of the chain at the close: {report.closed_head}")
    return "\n".join(lines).rstrip() + "\n"
