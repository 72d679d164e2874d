"""Which page of a long list is asked for."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

__all__ = ["one_page", "page_asked", "page_of", "pages_of"]


def page_asked(request: Request) -> int:
    """The number in the address; the first page for what is no number."""
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def pages_of(count: int, size: int) -> int:
    """So many pages, at least one.

    >>> pages_of(0, 50), pages_of(50, 50), pages_of(51, 50)
    (1, 1, 2)
    """
    return max(1, -(-count // size))


def page_of(request: Request, count: int, size: int) -> tuple[int, int]:
    """The page that is shown, never past the last; and the last."""
    last = pages_of(count, size)
    return min(page_asked(request), last), last


def one_page(request: Request, rows: Sequence[Any], size: int) -> dict[str, Any]:
    """The rows that a page shows, and what its links need: `shown`, `current`, `last`."""
    current, last = page_of(request, len(rows), size)
    return {"shown": rows[(current - 1) * size : current * size], "current": current, "last": last}
