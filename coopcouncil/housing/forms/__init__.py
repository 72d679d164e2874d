"""What people write about homes."""

from collections.abc import Mapping
from typing import Any


def choices(labels: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """Words of a closed set as a field's choices."""
    return [(getattr(key, "value", key), text) for key, text in labels.items()]
