"""A page of many steps asks the same of one tender many times over: within `reading`, each thing
is read once. For pages that only read: nothing is written within it.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

__all__ = ["once", "reading"]

P = ParamSpec("P")
T = TypeVar("T")
_answers: ContextVar[dict[object, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """What is read herein is read once."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(read: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A named read that is remembered within `reading`. Rows are the same to it by their ids, and
    nobody changes the answer."""

    @wraps(read)
    async def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return await read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = await read(*args, **kwargs)
        answer: T = answers[key]
        return answer

    return asked
