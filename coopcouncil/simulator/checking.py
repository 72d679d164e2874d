"""Holds every call and its answer against Stripe's own description of them. For tests: a schema's
library is needed, which an installation does not have."""

from functools import cache
from typing import Any, cast

from coopcouncil.simulator.calls import address
from coopcouncil.simulator.shapes import Thing, schemas


class NotStripes(Exception):
    """An answer that Stripe could not have given, or to a call that Stripe would refuse."""


def check(method: str, path: str, params: Thing, status: int, answer: Any) -> None:
    """Raise `NotStripes` where Stripe would not have answered so."""
    if status >= 400:
        _hold("error", "", {"$ref": "#/definitions/error"}, answer)
        return
    name = f"{method} {address(method, path)[0]}"
    described = schemas()["calls"].get(name)
    if described is None:
        raise NotStripes(f"{name}: no such call")
    _hold(name, "takes", described["takes"], params)
    _hold(name, "answer", described["answer"], answer)
    for one in answer["data"] if answer.get("object") == "list" else [answer]:
        if one.get("object") == "event":
            check_event(one)


def check_event(event: Thing) -> None:
    """The event, and the object in it, which Stripe's description of events leaves open."""
    inner = cast("Thing", event["data"]["object"])
    for one in (event, inner):
        _hold(one["object"], "", {"$ref": f"#/definitions/{one['object']}"}, one)


@cache
def _validator(name: str, part: str, schema: str) -> Any:
    import json

    import fastjsonschema

    return fastjsonschema.compile(
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "allOf": [json.loads(schema)],
            "definitions": schemas()["definitions"],
        }
    )


def _hold(name: str, part: str, schema: Thing, given: Any) -> None:
    import json

    import fastjsonschema

    try:
        _validator(name, part, json.dumps(schema))(given)
    except fastjsonschema.JsonSchemaValueException as trouble:
        raise NotStripes(f"{name} {part}: {trouble.message}") from trouble
