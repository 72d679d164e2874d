"""Measurements, each beside a reference measured in the same run on the same machine.

A module of this package that has `rows()` is one; `python -m bench` runs them all, or those named.
"""

from __future__ import annotations

from typing import TypedDict


class Row(TypedDict):
    """One line of the table. Without a reference, `reference` is "" and the ratio is None."""

    name: str
    value: float
    unit: str
    reference: str
    reference_value: float | None
    ratio: float | None
    note: str


def row(
    name: str,
    value: float,
    unit: str,
    reference: str = "",
    reference_value: float | None = None,
    note: str = "",
) -> Row:
    """A row, its ratio worked out (above 1: more than the reference)."""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "reference": reference,
        "reference_value": None if reference_value is None else round(reference_value, 3),
        "ratio": round(value / reference_value, 3) if reference_value else None,
        "note": note,
    }
