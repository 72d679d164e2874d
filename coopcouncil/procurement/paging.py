"""Which page of a long list is asked for."""

from starlette.requests import Request

__all__ = ["page_asked", "page_of", "pages_of"]


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
