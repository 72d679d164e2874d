"""A run as plain data to be kept: every figure a string, exact ones as fractions, nothing lost."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from coopcouncil.scoring.outcome import Run
from coopcouncil.scoring.running import run

FORMAT = 1
"""Grows by one when what is kept changes its shape."""

Kept = TypeVar("Kept")


class UnknownFormat(ValueError):
    """Kept by a later version than this one."""


def as_json(done: Run) -> dict[str, Any]:
    """The run, with its method and all that went in. Equal runs give equal data."""
    return {"format": FORMAT, **_written(done)}


def of_json(data: Mapping[str, Any]) -> Run:
    """The run as it was kept: nothing is worked out anew."""
    if data.get("format") != FORMAT:
        raise UnknownFormat(data.get("format"))
    return _read(Run, data)


def canonical(data: Mapping[str, Any]) -> str:
    """The one text of the data: keys sorted, no idle spaces."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text."""
    return sha256(canonical(data).encode()).hexdigest()


def comes_out_again(data: Mapping[str, Any]) -> bool:
    """Whether the sum, made anew from the kept method and bids, is the one that was kept."""
    kept = of_json(data)
    return as_json(run(kept.method, kept.offers, kept.left_out, kept.lot)) == dict(data)


def _written(value: object) -> Any:
    match value:
        case None | bool() | int():
            return value
        case StrEnum():
            return value.value
        case str():
            return value
        case Decimal():
            return format(value, "f")
        case Fraction():
            return str(value)
        case tuple():
            return [_written(one) for one in value]
        case Mapping():
            return {key: _written(one) for key, one in value.items()}
    assert is_dataclass(value)
    assert not isinstance(value, type)
    return {one.name: _written(getattr(value, one.name)) for one in fields(value)}


def _read(kind: type[Kept], data: Any) -> Kept:
    """A value of the type that the dataclasses say."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if data is None:
            return cast("Kept", None)
        (inner,) = (one for one in get_args(kind) if one is not type(None))
        return cast("Kept", _read(inner, data))
    if origin is tuple:
        inside = get_args(kind)
        if inside[-1] is Ellipsis:
            return cast("Kept", tuple(_read(inside[0], one) for one in data))
        return cast("Kept", tuple(_read(k, one) for k, one in zip(inside, data, strict=True)))
    if origin is not None and issubclass(origin, Mapping):
        inner = get_args(kind)[1]
        return cast("Kept", {key: _read(inner, one) for key, one in data.items()})
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _read(hints[one.name], data[one.name]) for one in fields(kind)})
    if kind in (bool, int, str):
        return cast("Kept", data)
    return kind(data)  # type: ignore[call-arg]  # Decimal, Fraction and enumerations
