"""The pages of a register that somebody might ask for, drawn by lot."""

from datetime import timedelta
from random import Random

from bench.filled import OPENED, SMALL, Register

KINDS = ("list", "search", "search, one common name", "as at a day", "a member")


def asked(kind: str, register: Register, stream: Random) -> tuple[str, dict[str, object]]:
    """One page that somebody might ask for: by turns first pages, far ones, filters, sorts."""
    entry = stream.randint(*register.entries)
    if kind == "a member":
        return f"/members/{stream.randint(*register.members)}", {}
    if kind.startswith("search"):
        given, family, code = register.people[stream.randrange(len(register.people))]
        number = str(stream.randint(1, register.size))
        address = f"{given.lower()}.{family.lower()}"
        texts: tuple[str, ...] = (
            f"{given} {family}",
            f"{given} {family[:4]}",
            f"{given[:1]} {code}",
            number,
            code,
            f"{address}{number}@example.org",
            address,
            f"{family} {code.split()[0]}",
        )
        if kind != "search":
            # Thousands have it, tens of thousands begin so.
            texts = (family, family[:3], given[:4])
        return "/members", {"q": stream.choice(texts)}
    choices: tuple[dict[str, object], ...] = (
        {},
        {"sort": "-name"},
        {"sort": "number", "after": entry},
        {"sort": "joined"},
        {"sort": "-joined", "after": entry},
        {"after": entry},
        {"before": entry},
        {"constituency": register.group, "after": entry},
        {"constituency": register.group, "sort": "constituency"},
        {"language": "cy"},
        {"status": "left"},
        {"status": "all", "email": "no"},
        {"format": "large-print"},
    )
    query = stream.choice(choices)
    if kind == "as at a day":
        on = OPENED + timedelta(days=stream.randrange(1500, 4000))
        query = {**query, "on-day": on.day, "on-month": on.month, "on-year": on.year}
        if stream.random() < 0.5:
            query |= {"known-day": 1, "known-month": 5, "known-year": stream.choice((2022, 2025))}
        if stream.random() < 0.3:
            query["q"] = " ".join(register.people[stream.randrange(SMALL)][:2])
    return "/members", query
