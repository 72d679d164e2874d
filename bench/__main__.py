"""`python -m bench [MODULE …]`: measure, print a table, write `build/bench.json`."""

from __future__ import annotations

import json
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import bench
from bench import Row

RESULT = Path(__file__).resolve().parents[1] / "build" / "bench.json"


def main(names: list[str]) -> int:
    """Run the modules named, or all that have rows."""
    known = [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name != "__main__"]
    if unknown := sorted(set(names) - set(known)):
        print(f"bench: no such measurement: {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    rows: list[Row] = []
    print(f"{'measured':<52}{'value':>14} {'unit':<12}{'reference':>14} {'ratio':>8}")
    for name in names or known:
        measure = getattr(import_module(f"bench.{name}"), "rows", None)
        for row in measure() if measure else ():
            rows.append(row)
            print(_line(row), flush=True)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written to {RESULT.relative_to(RESULT.parents[1])}")
    return 0


def _line(row: Row) -> str:
    beside = "" if row["reference_value"] is None else f"{row['reference_value']:,.6g}"
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    told = " — ".join(part for part in (row["reference"], row["note"]) if part)
    figures = f"{row['value']:>14,.6g} {row['unit']:<12}{beside:>14} {ratio:>8}"
    return f"{row['name']:<52}{figures}" + (f"\n    {told}" if told else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
