"""Stripe's objects, with every field that Stripe's own description names.

`schemas.json` is made by `tools/stripe-schemas` and names its source, version and licence.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Thing: TypeAlias = dict[str, Any]


@cache
def schemas() -> Thing:
    """The reduced description: source, version, licence, definitions."""
    found: Thing = json.loads(Path(__file__).with_name("schemas.json").read_text())
    return found


def version() -> str:
    """The version of Stripe's interface that is imitated."""
    return str(schemas()["version"])


@cache
def _nothing(name: str) -> Thing:
    definition = schemas()["definitions"][name]
    return {
        field: None for field, schema in definition["properties"].items() if _may_be_null(schema)
    }


def _may_be_null(schema: Thing) -> bool:
    kinds = schema.get("type")
    if isinstance(kinds, list) and "null" in kinds:
        return True
    return any(_may_be_null(one) or one.get("type") == "null" for one in schema.get("anyOf", ()))


def made(shape: str, /, **fields: Any) -> Thing:
    """An object with these fields, and nothing in every other that may be empty."""
    return {**_nothing(shape), **fields}


class StripeError(Exception):
    """A refusal as Stripe words it: the status and the `error` object."""

    def __init__(self, status: int, kind: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": kind, "message": message, **fields}


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """What cannot be asked."""
    fields = {
        name: value for name, value in (("param", param), ("code", code)) if value is not None
    }
    return StripeError(400, "invalid_request_error", message, **fields)


def missing(kind: str, given: str, param: str = "id") -> StripeError:
    """What is not there."""
    return StripeError(
        404,
        "invalid_request_error",
        f"No such {kind}: '{given}'",
        code="resource_missing",
        param=param,
    )
