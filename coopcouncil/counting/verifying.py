"""Checking a ballot's public bundle: every hash, the chain, the terms, and the count itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from coopcouncil.counting import bundle, bundled_papers
from coopcouncil.counting.formats import canonical
from coopcouncil.counting.report import Broken, Report

_WHILE_VOTING = ("sealed", "extended", "suspended", "resumed")


def verify(data: bytes, head: str | None = None) -> Report:
    """Check a bundle. `head` is a hash from elsewhere: from the minutes (the bundle's) or from
    the message at the close (the chain's). `bundle.NoBundle` where the bytes are no bundle."""
    files = bundle.unpack(data)
    report = Report()
    try:
        _check(files, data, head, report)
    except Broken as broken:
        report.wrong.append(str(broken))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as trouble:
        report.wrong.append(f"a field is missing or says what it cannot: {trouble}"[:200])
    return report


def _check(files: dict[str, bytes], data: bytes, head: str | None, report: Report) -> None:
    _files(files, data, report)
    ballot = _json(files, bundle.BALLOT)
    roll = _json(files, bundle.ROLL)
    if ballot["format"] != bundle.FORMAT:
        raise Broken(f"ballot.json is of another format: {str(ballot['format'])[:60]!a}")
    events = _chain(files[bundle.EVENTS], report)
    report.head = bundle.head(files)
    _heads(head, report)
    _terms(ballot, roll, events, report)
    _papers(files, ballot, roll, events, report)
    report.cannot_show += [
        "who voted how: no such link exists in it or in the database it comes from",
        "that everyone on the roll was entitled, or that nobody was left out: the roll's hash can "
        "be compared by its officers and scrutineers, its names are not published",
        "that each paper is what its voter meant: this rests on the key, its keeper and the server "
        "while voting was open",
    ]


def _files(files: dict[str, bytes], data: bytes, report: Report) -> None:
    wanted = {bundle.README, bundle.BALLOT, bundle.ROLL, bundle.EVENTS, bundle.RESULT, bundle.SUMS}
    missing, extra = wanted - files.keys(), files.keys() - wanted - set(bundle.PAPERS)
    if missing:
        raise Broken(f"these files are missing: {', '.join(sorted(missing))}")
    if extra or len(files.keys() & set(bundle.PAPERS)) > 1:
        raise Broken(f"these files do not belong in a bundle: {', '.join(sorted(extra))[:100]}")
    report.hold(
        "the ZIP is byte for byte the one that its files make",
        bundle.pack(files) == data,
        "the ZIP is not the one that its files make: something stands in it besides",
    )
    rest = {name: text for name, text in files.items() if name != bundle.SUMS}
    report.hold(
        f"SHA256SUMS fits all {len(rest)} files",
        bundle.sums(rest) == files[bundle.SUMS],
        "SHA256SUMS does not fit the files: at least one was changed",
    )


def _json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        value = json.loads(files[name].decode())
        same = canonical.write(value).encode() == files[name]
    except (ValueError, UnicodeDecodeError, RecursionError) as trouble:
        raise Broken(f"{name} cannot be read: {trouble}"[:160]) from None
    if not isinstance(value, dict) or not same:
        raise Broken(f"{name} is not written in the one canonical way")
    return value


def _chain(text: bytes, report: Report) -> list[dict[str, Any]]:
    """The events, each naming the one before."""
    if text and not text.endswith(b"\n"):
        raise Broken("events.jsonl does not end with a line feed")
    found: list[dict[str, Any]] = []
    previous = bundle.START
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        event = _json({"event": line}, "event")
        if event["n"] != number or event["previous"] != previous:
            raise Broken(f"events.jsonl, line {number}: the chain is broken here")
        previous = hashlib.sha256(line).hexdigest()
        found.append({**event, "hash": previous})
        if event["kind"] == "closed":
            report.closed_head = previous
    report.checked.append(f"the chain of {len(found)} events holds, each naming the one before")
    moments = [str(event["at"]) for event in found]
    report.hold(
        "its times never run backwards",
        moments == sorted(moments),
        "the events' times run backwards",
    )
    return found


def _heads(head: str | None, report: Report) -> None:
    if head is None:
        report.cannot_show.append(
            "that it is the bundle of this ballot and no rebuilt forgery: give --head with the "
            "hash from the minutes, or from the message that voters had at the close"
        )
        return
    given = head.strip().lower()
    if given == report.head:
        report.checked.append("the head given is this bundle's")
    elif given == report.closed_head:
        report.checked.append("the head given is the chain's at the close, before any count")
        report.cannot_show.append("from that head alone, what was written after the close")
    else:
        report.wrong.append("the head given is neither this bundle's nor its chain's at the close")


def _terms(
    ballot: dict[str, Any], roll: dict[str, Any], events: list[dict[str, Any]], report: Report
) -> None:
    """What was fixed by sealing is what the ballot says it was."""
    sealed = _one(events, "sealed")
    for name in bundle.FIXED:
        if ballot[name] != sealed[name]:
            report.wrong.append(f"ballot.json and the sealing event differ in {name}")
    options = ballot["options"]
    texts = [
        [ballot["title"], ballot["title_cy"]],
        [ballot["question"], ballot["question_cy"]],
        [ballot["explanation"], ballot["explanation_cy"]],
        [ballot["office"], ballot["office_cy"]],
        *([o["name"], o["name_cy"], o["statement"], o["statement_cy"]] for o in options),
    ]
    report.hold(
        "the words of the ballot are those that were sealed, in both languages",
        hashlib.sha256(canonical.write(texts).encode()).hexdigest() == sealed["texts_hash"],
        "the words of the ballot are not those that were sealed",
    )
    moved = [event["facts"]["closes_at"] for event in events if event["kind"] == "extended"]
    report.hold(
        "it closed at the time that was sealed, or as extended in the record",
        ballot["closes_at"] == (moved[-1] if moved else sealed["closes_at"]),
        "the closing time is neither the sealed one nor an extension",
    )
    report.hold(
        f"the roll of {roll['count']} is the one sealed before opening",
        (roll["count"], roll["hash"]) == (sealed["roll_count"], sealed["roll_hash"]),
        "roll.json is not the roll that was sealed",
    )
    withdrawn = sorted(e["facts"]["place"] for e in events if e["kind"] == "withdrawn")
    if withdrawn != [o["n"] for o in options if o["withdrawn"]]:
        report.wrong.append("the withdrawn candidates are not those of the record")


def _papers(
    files: Mapping[str, bytes],
    ballot: dict[str, Any],
    roll: dict[str, Any],
    events: list[dict[str, Any]],
    report: Report,
) -> None:
    closed, box = _one(events, "closed"), _one(events, "opened-box")
    order = [event["kind"] for event in events]
    report.hold(
        "the close was recorded before the box was opened, and the box before any count",
        order.index("sealed") < order.index("closed") < order.index("opened-box")
        and all(order.index("opened-box") < n for n, kind in enumerate(order) if kind == "counted"),
        "the box was opened or counted out of order",
    )
    late = [kind for kind in order[order.index("closed") :] if kind in _WHILE_VOTING]
    late += [kind for kind in order[order.index("opened-box") :] if kind == "withdrawn"]
    if "counted" in order:
        late += [kind for kind in order[order.index("counted") :] if kind == "lots"]
    if late or "voided" in order:
        report.wrong.append("the record holds what cannot have come when it did, or at all")
    if str(_moment(events, "closed")) < str(ballot["closes_at"]):
        report.wrong.append("the close was recorded before the closing time")
    report.hold(
        f"{box['marks']} took part, and as many papers came out of the box",
        closed["took_part"] == box["marks"] == box["papers"] + box["unreadable"],
        "the papers out of the box are not as many as took part",
    )
    lots = [event["facts"]["order"] for event in events if event["kind"] == "lots"]
    if ballot["lots"] != (lots[-1] if lots else []) or len(lots) > 1:
        report.wrong.append("the lots are not those of the record")
    runs = [event["facts"] for event in events if event["kind"] == "counted"]
    said = [e["facts"] for e in events if e["kind"] in ("declared", "corrected")]
    result = hashlib.sha256(files[bundle.RESULT]).hexdigest()
    report.hold(
        "result.json is what was counted and declared",
        bool(said)
        and said[-1]["result_hash"] == result
        and any(run["result_hash"] == result and run["run"] == said[-1]["run"] for run in runs),
        "result.json is not what was counted and declared",
    )
    if any(run["papers_hash"] != box["papers_hash"] for run in runs):
        report.wrong.append("other papers were counted than came out of the box")
    name = next((name for name in bundle.PAPERS if name in files), None)
    if name is None:
        report.cannot_show.append("the count: the papers are withheld, so it was not recounted")
        if ballot["papers_file"]:
            report.wrong.append(f"{ballot['papers_file']} is missing")
        return
    if ballot["papers_file"] != name:
        raise Broken(f"ballot.json names other papers than {name}")
    counter: Callable[..., tuple[str, int, str]] = (
        bundled_papers.election if name == "papers.blt" else bundled_papers.resolution
    )
    lines, count, written = counter(files[name], ballot, roll)
    text = f"{ballot['papers_salt']}\n{lines}"
    report.hold(
        f"the {count} papers are those that came out of the box",
        count == box["papers"] and hashlib.sha256(text.encode()).hexdigest() == box["papers_hash"],
        "the papers are not those that came out of the box",
    )
    report.recounted = True
    report.hold(
        f"counted again by {ballot['rule']}, the papers give the same result",
        written.encode() == files[bundle.RESULT],
        "counted again, the papers give another result",
    )


def _moment(events: list[dict[str, Any]], kind: str) -> object:
    return next(event["at"] for event in events if event["kind"] == kind)


def _one(events: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    found = [event["facts"] for event in events if event["kind"] == kind]
    if len(found) != 1:
        raise Broken(f"the record has {len(found)} events of the kind {kind}, not one")
    return dict(found[0])
