"""A year of members' money in bad weather: `python -m bench.storm MEMBERS MONTHS`.

An installation in a folder of its own, a simulator of Stripe as a process beside it, and a server
with its workers as another process, which is killed (-9) and begun again at random. Members owe
something each month; debits fail, fail late, are claimed back; cards are declined, challenged and
disputed; refunds come back, payouts too. Every webhook comes twice and out of its order, one in
fifty never; answers of calls are lost. At the end the books, Stripe's side, the bank's side and
each member's statement must agree to the penny, and nobody may have paid anything twice.

Days pass as fast as the work of each is done: all processes read one clock from a file. With
`--minutes` no month is begun after so many. What was found is written to `build/storm.json`; its
drawing is made by `python -m bench.storm.drawing`. `rows()` gives nothing: this is no measurement
but a trial, and it says how long it took.
"""

from collections.abc import Iterator
from typing import Any

from bench.storm.weather import Storm

__all__ = ["Storm", "rows"]


def rows() -> Iterator[Any]:
    """No measurement: see `python -m bench.storm`."""
    yield from ()
