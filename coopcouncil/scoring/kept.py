"""A run as plain data to be kept: every figure a string, exact ones as fractions, nothing lost."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from coopcouncil.scoring.outcome import Run
from coopcouncil.scoring.running import run

FORMAT = 1
"""Grows by one when what is kept changes its shape."""


class UnknownFormat(ValueError):
    """Kept by a later version than this one."""


def as_json(done: Run) -> dict[str, Any]:
    """The run, with its method and all that went in. Equal runs give equal data."""
    return {"format": FORMAT, **_written(done)}


def of_json(data: Mapping[str, Any]) -> Run:
    """The run as it was kept: nothing is worked out anew."""
    if data.get("format") != FORMAT:
        raise UnknownFormat(data.get("format"))
    done: Run = _reader(Run)(data)
    return done


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


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of the type that the dataclasses say; found once for each type."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (only,) = (_reader(one) for one in inside if one is not type(None))
        return lambda data: None if data is None else only(data)
    if origin is tuple and inside[-1] is Ellipsis:
        each = _later(inside[0])
        return lambda data: tuple(each(one) for one in data)
    if origin is tuple:
        places = tuple(_reader(one) for one in inside)
        return lambda data: tuple(read(one) for read, one in zip(places, data, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        value = _reader(inside[1])
        return lambda data: {key: value(one) for key, one in data.items()}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        named = tuple((one.name, _reader(hints[one.name])) for one in fields(kind))
        made: Any = kind
        return lambda data: made(**{name: read(data[name]) for name, read in named})
    if kind is Fraction:
        return _exact
    # Decimal and the enumerations are made of their texts.
    return (lambda data: data) if kind in (bool, int, str) else kind


@lru_cache(maxsize=10_000)
def _exact(text: str) -> Fraction:
    """Weights and what each step of a scale earns come again and again."""
    return Fraction(text)


def _later(kind: Any) -> Callable[[Any], Any]:
    """A criterion holds criteria: its own reader is not there yet while it is being found."""
    return lambda data: _reader(kind)(data)
