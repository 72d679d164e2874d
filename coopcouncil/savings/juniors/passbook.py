"""The drawing in a child's passbook: a jar that fills. Pure."""

from dataclasses import dataclass

GOALS = (500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)


@dataclass(frozen=True)
class Coin:
    """A coin in the jar: where it lies, how large it is, and its colour by number."""

    x: float
    y: float
    r: float
    colour: int


@dataclass(frozen=True)
class Jar:
    """A jar with coins up to a part of its height, and the sum at which it is full."""

    coins: tuple[Coin, ...]
    goal: int
    filled: float


def jar(pence: int) -> Jar:
    """So full as the savings are of the next round sum: rows of five coins, twelve rows at most.

    >>> jar(250).goal, round(jar(250).filled, 2), len(jar(250).coins)
    (500, 0.5, 30)
    """
    goal = next((one for one in GOALS if pence < one), pence or GOALS[0])
    filled = min(1.0, pence / goal)
    count = min(60, max(1 if pence else 0, round(filled * 60)))
    coins = []
    for n in range(count):
        row, place = divmod(n, 5)
        x = 62 + place * 34 + (8 if row % 2 else -4)
        coins.append(Coin(x, 282 - row * 19, 16, (n * 7 + row) % 3 + 1))
    return Jar(tuple(coins), goal, filled)
