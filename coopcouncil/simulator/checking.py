"""Holds every answer against Stripe's own description of it. For tests: a schema's library is
needed, which an installation does not have."""

from functools import cache
from typing import Any, cast

from coopcouncil.simulator.shapes import schemas

_LISTED = {"object", "data", "has_more", "url"}


class NotStripes(Exception):
    """An answer that Stripe could not have given."""


@cache
def _validator(name: str) -> Any:
    import fastjsonschema

    return fastjsonschema.compile(
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$ref": f"#/definitions/{name}",
            "definitions": schemas()["definitions"],
        }
    )


def check(method: str, path: str, status: int, answer: Any) -> None:
    """Raise `NotStripes` where an answer is none of Stripe's."""
    if status >= 400:
        _hold("error", answer)
        return
    if answer.get("object") == "list":
        if set(answer) != _LISTED:
            raise NotStripes(f"{method} {path}: a list with {sorted(answer)}")
        for one in answer["data"]:
            _hold(one["object"], one)
        return
    name = "deleted_customer" if answer.get("deleted") else answer["object"]
    _hold(name, answer)


def _hold(name: str, answer: Any) -> None:
    import fastjsonschema

    try:
        _validator(name)(answer)
    except fastjsonschema.JsonSchemaValueException as trouble:
        raise NotStripes(f"{name}: {trouble.message}") from trouble
    if name == "event":
        inner = cast("dict[str, Any]", answer["data"]["object"])
        _hold(inner["object"], inner)
