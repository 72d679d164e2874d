"""Closed sets as radios and lists want them."""

from typing import Any


def choices(labels: dict[Any, Any]) -> list[tuple[str, Any]]:
    """As radios and lists want them."""
    return [(one.value, text) for one, text in labels.items()]
