"""`coopcouncil seed demo [--on DATE]`: the demonstration place, into an empty database."""

import argparse
from datetime import date

from coopcouncil.commands.outcome import Stop, at_work, outcome
from coopcouncil.commands.run import ensure_demonstration
from coopcouncil.kernel import config as settings


def run(argv: list[str]) -> int:
    """Seed an empty database; one that is a demonstration already is left as it is."""
    words = argparse.ArgumentParser("coopcouncil seed")
    words.add_argument("what", choices=["demo"])
    words.add_argument("--on", metavar="DATE", help="tell dates relative to this day (ISO)")
    asked = words.parse_args(argv)
    return outcome(_seed(asked.on))


async def _seed(on: str | None) -> None:
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError:
        raise Stop(f"--on {on}: write the day as 2026-11-22.") from None
    async with at_work(settings.load().for_demo()):
        await ensure_demonstration(day)
