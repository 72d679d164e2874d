"""The drawing of a month's flow for the guide, from what a storm found, beside its table.

`python -m bench.storm.drawing` reads `build/storm.json`, writes the SVG and the lines of the guide
between their two marks. Widths are pence; every figure stands in the table too.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from bench.storm.__main__ import RESULT

DOCS = Path(__file__).resolve().parents[2] / "docs" / "guide"
PICTURE = DOCS / "images" / "storm-month.svg"
GUIDE = DOCS / "stripe.md"
BEGIN, END = "<!-- storm: begin -->", "<!-- storm: end -->"

FIRST = {
    "direct-debit": "Debits that arrived",
    "card": "Cards that paid",
    "failed": "Did not come",
    "taken-back": "Taken back by a bank",
    "not-tried": "Not collected",
}
LAST = {
    "paid": "Paid by that",
    "paid otherwise": "Paid later, by hand",
    "refunded": "Given back",
    "owed": "Still owed",
}
COLOURS = {
    "direct-debit": "#0b5d57",
    "card": "#1d6fa5",
    "failed": "#a33b20",
    "taken-back": "#6d2077",
    "not-tried": "#44525c",
    "paid": "#0b5d57",
    "paid otherwise": "#8a5a00",
    "refunded": "#6d2077",
    "owed": "#a33b20",
}
INK, WIDTH, HEIGHT, BAR, GAP, TOP = "#073b38", 900, 420, 16, 34, 44
ACROSS = (20, 340, 660)


def drawn(rows: list[dict[str, Any]], title: str, told: str) -> str:
    """The SVG: charged, how the first collection went, where the pence stand at the end."""
    whole = sum(row["amount"] for row in rows)
    scale = (HEIGHT - TOP - 4 * GAP - 20) / whole
    rows = [row for key in FIRST for row in rows if row["first"] == key]
    parts: list[str] = []
    first_at = _stack([(row["first"], row["amount"]) for row in rows], scale)
    sums = [(key, sum(row[key] for row in rows)) for key in LAST]
    last_at = _stack([(key, pence) for key, pence in sums if pence], scale)
    y = float(TOP)
    for row in rows:
        thick = row["amount"] * scale
        parts.append(_band(0, y, first_at[row["first"]], thick, COLOURS[row["first"]]))
        y += thick
    leaves, arrives = dict(first_at), dict(last_at)
    for key in LAST:
        for row in rows:
            thick = row[key] * scale
            if thick:
                here = leaves[row["first"]]
                parts.append(_band(1, here, arrives[key], thick, COLOURS[row["first"]]))
                leaves[row["first"]] += thick
                arrives[key] += thick
    parts.append(_bar(0, TOP, whole * scale, INK, "Charged", whole))
    for row in rows:
        key = row["first"]
        parts.append(
            _bar(1, first_at[key], row["amount"] * scale, COLOURS[key], FIRST[key], row["amount"])
        )
    for key, pence in sums:
        if pence:
            parts.append(_bar(2, last_at[key], pence * scale, COLOURS[key], LAST[key], pence))
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="t d" font-family="sans-serif" font-size="15">\n'
        f'<title id="t">{escape(title)}</title>\n<desc id="d">{escape(told)}</desc>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{inside}\n</svg>\n'
    )


def _stack(sums: list[tuple[str, int]], scale: float) -> dict[str, float]:
    found, y = {}, float(TOP)
    for key, pence in sums:
        found[key] = y
        y += max(pence * scale, 2) + GAP
    return found


def _band(column: int, y0: float, y1: float, thick: float, colour: str) -> str:
    x0, x1 = ACROSS[column] + BAR, ACROSS[column + 1]
    middle = (x0 + x1) / 2
    return (
        f'<path d="M{x0} {y0:.1f}C{middle} {y0:.1f} {middle} {y1:.1f} {x1} {y1:.1f}'
        f"V{y1 + thick:.1f}C{middle} {y1 + thick:.1f} {middle} {y0 + thick:.1f} {x0}"
        f' {y0 + thick:.1f}Z" fill="{colour}" fill-opacity="0.35"/>'
    )


def _bar(column: int, y: float, thick: float, colour: str, name: str, pence: int) -> str:
    x = ACROSS[column]
    return (
        f'<rect x="{x}" y="{y:.1f}" width="{BAR}" height="{max(thick, 2):.1f}" fill="{colour}"/>'
        f'<text x="{x}" y="{y - 6:.1f}" fill="{INK}">{escape(name)}: {_pounds(pence)}</text>'
    )


def _pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def lines(found: dict[str, Any]) -> str:
    """The guide's lines: what was run, the picture, its table."""
    rows = found["month"]["rows"]
    on = date.fromisoformat(found["month"]["charged_on"])
    hooks = found["webhooks"]
    seconds = found["seconds"]
    took = f"{seconds} seconds" if seconds < 300 else f"{round(seconds / 60)} minutes"
    size = (
        f"{found['members']:,} members over {found['months']} months: "
        f"{found['charged']:,} charges, {hooks['made']:,} webhooks of which {hooks['lost']:,} "
        f"never came and each other came twice and out of its order, the server killed "
        f"{found['kills']:,} times, in {took}"
    )
    table = [
        "| the first collection | charges | amount | " + " | ".join(LAST.values()).lower() + " |",
        "|---" * (3 + len(LAST)) + "|",
    ]
    ordered = [row for key in FIRST for row in rows if row["first"] == key]
    for row in ordered:
        figures = " | ".join(_pounds(row[key]) for key in LAST)
        table.append(
            f"| {FIRST[row['first']]} | {row['charges']:,} | {_pounds(row['amount'])} | {figures} |"
        )
    all_of = " | ".join(_pounds(sum(row[key] for row in rows)) for key in LAST)
    count, amount = sum(row["charges"] for row in rows), sum(row["amount"] for row in rows)
    table.append(f"| **All** | {count:,} | {_pounds(amount)} | {all_of} |")
    month = f"{on:%B %Y}"
    return "\n".join(
        [
            BEGIN,
            f"What was charged in {month} of a trial with invented members ({size}).",
            "At its end the books, Stripe's side (the simulator's), the bank's side and each",
            "member's statement",
            "agreed to the penny." if not found["wrong"] else "did not all agree.",
            "",
            f"![What became of the charges of {month}: the figures are in the table beneath]"
            "(images/storm-month.svg)",
            "",
            *table,
            END,
        ]
    )


def main() -> int:
    """Write both."""
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    on = date.fromisoformat(found["month"]["charged_on"])
    title = f"What became of the charges of {on:%B %Y}"
    told = f"A trial with {found['members']:,} invented members; the figures are in the table."
    PICTURE.write_text(drawn(found["month"]["rows"], title, told), encoding="utf-8")
    text = GUIDE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _old, _, after = rest.partition(END)
    GUIDE.write_text(before + lines(found) + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
