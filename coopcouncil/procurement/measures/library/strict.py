"""Data files of our own, read strictly: a fault in one must show in the first test."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Named:
    """Something with a code and a name in each language."""

    code: str
    title: str
    title_cy: str

    def titled(self, language: str) -> str:
        """The name in the language."""
        return self.title_cy if language == "cy" else self.title


def by_code(kind: type[Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The rows of a table as things of the kind, each under its code."""
    found = {}
    for row in rows:
        one = made(kind, row)
        if one.code in found:
            raise ValueError(f"{one.code} stands twice")
        found[one.code] = one
    return found


def made(kind: type[Any], row: dict[str, Any]) -> Any:
    """A row as a thing of the kind."""
    return kind(**checked(kind, row))


def checked(kind: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row, where it holds nothing that is unknown, and nothing empty but an outcome."""
    names = {field.name for field in fields(kind)}
    if strange := set(row) - names:
        raise ValueError(f"{kind.__name__}: {sorted(strange)} are not known")
    for name, value in row.items():
        if isinstance(value, list):
            row[name] = tuple(value)
        elif value == "" and name != "outcome":
            raise ValueError(f"{kind.__name__} {row.get('code', '')}: {name} is empty")
    return row


def known(code: str, named: str, among: Mapping[str, object]) -> None:
    """Refuse a name that nothing bears."""
    if named not in among:
        raise ValueError(f"{code} names {named}, which is not there")
