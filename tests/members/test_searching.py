"""Searching: whatever way the words are looked up, it finds what reading everybody would find."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members import listing, searching
from coopcouncil.members.kinds import Kind
from coopcouncil.members.listing import Wanted, listed
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.members.recording import Entry, recording
from coopcouncil.members.wanted import PAGE, sought
from coopcouncil.members.words import marks, words
from coopcouncil.organisations.models import Organisation
from tests.make import make_organisation

pytestmark = pytest.mark.anyio

GIVEN = "Ann Anna Siân Jon Jones Mary-Ann Wil".split()
FAMILY = "Jones Johns O’Brien Annan Ŵyn Williams Zafar".split()
THEN = datetime(2024, 5, 1, 12, tzinfo=UTC)
LATER = THEN + timedelta(days=200)
SOUGHT = (
    *("an", "ann", "anna", "jon", "j", "z", "zafar", "nobody", "1", "12", "120", "obrien", "w"),
    *("ann jon", "j ann", "jones siân", "m ann zafar", "ll57 2pz", "LL57", "2pz", "ann ll57 2pz"),
    *("ann.jones", "jon@home", "mary.zafar3@home.example", "joness", "johns7", "jones jones"),
    *("a j l", "wil w wi", "wyn siân ann"),
)
# How much is looked at before another way is tried: none of it changes what is found.
WAYS: dict[str, dict[str, object]] = {
    "as it is": {},
    "at once": {"LOOKS": ((100_000, 100_000),), "SHORT": 0},
    "twice": {"LOOKS": ((60, 40), (500, 500)), "SHORT": 0, "MANY": 5},
    "word by word": {"LOOKS": ((100, 1_000),), "SHORT": 0, "HOPS": 1_000},
    "a word, then the others": {"LOOKS": ((100, 1_000),), "SHORT": 0, "HOPS": 1},
    "not in order": {"LOOKS": ()},
    "met": {"SHORT": 9, "LOOKED_AT": 90},
    "met too late": {"SHORT": 9, "LOOKED_AT": 3, "LOOKS": ((3, 3),)},
}


async def register() -> Organisation:
    """Some 160 members of few names, of whom a third changed theirs later and some left."""
    org, stream = await make_organisation(), Random(5)
    with clock.frozen(THEN):
        async with recording(org, Kind.IMPORT, "", None) as book:
            ids = await book.new_members([str(n) for n in range(1, 161)])
            await book.write(
                [Entry(i, date(2020, 1, 1), facts(stream, n)) for n, i in enumerate(ids)]
            )
    with clock.frozen(LATER):
        async with recording(org, Kind.CORRECTION, "", None) as book:
            moved = [i for i in ids if i % 3 == 0]
            named = [{"family_name": stream.choice(FAMILY)} for _i in moved]
            await book.write(
                [Entry(i, date(2024, 9, 1), new) for i, new in zip(moved, named, strict=True)]
            )
    return org


def facts(stream: Random, n: int) -> dict[str, str | int | None]:
    given, family = stream.choice(GIVEN), stream.choice(FAMILY)
    local = stream.choice((f"{given}.{family}", f"{family}{given}", family, "post", given.lower()))
    plain = local.replace("â", "a").replace("Ŵ", "W").replace("’", "").replace("-Ann", "")
    return {
        "status": "member",
        "joined_on": "2020-01-01",
        "left_on": "2024-11-01" if n % 17 == 0 else None,
        "given_name": given,
        "family_name": family,
        "postcode": stream.choice(("LL57 2PZ", "LL57 1AA", "LL5 2PZ", "")),
        "email": f"{plain}{n % 9}@home.example" if n % 5 else "",
    }


async def expected(org: Organisation, wanted: Wanted) -> list[RegisterEntry]:
    """Everybody is read, and every word held against every word."""
    everybody = await as_at(org, wanted.on, wanted.known_at)
    asked = words(wanted.text)

    def has(entry: RegisterEntry) -> bool:
        own = entry.search_text.split()
        return all(any(word.startswith(part) for word in own) for part in asked)

    if wanted.sort.lstrip("-") == "number":
        ordered = sorted(everybody, key=lambda e: (len(e.member_number), e.member_number, e.id))
    else:
        ordered = sorted(everybody, key=lambda e: (e.sort_key.encode(), e.id))
    return [e for e in (ordered[::-1] if wanted.sort.startswith("-") else ordered) if has(e)]


@pytest.mark.parametrize("way", WAYS)
async def test_every_way_of_searching_finds_what_reading_everybody_finds(
    db: None, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    for name, value in WAYS[way].items():
        monkeypatch.setattr(searching, name, value)
    org, other = await register(), await register()
    assert other.id != org.id
    times = [(date(2024, 12, 1), None), (date(2024, 10, 1), None), (date(2024, 12, 1), THEN)]
    for number, text in enumerate(SOUGHT):
        on, known_at = times[number % 3]
        sort = ("name", "-name", "number")[(number // 3) % 3]
        wanted = Wanted(on=on, known_at=known_at, text=text, sort=sort)
        everybody = await expected(org, wanted)
        first = await listed(org, wanted)
        assert first.count == len(everybody), text
        assert [e.id for e in first.entries] == [e.id for e in everybody[:PAGE]], text
        if len(everybody) > PAGE:
            following = Wanted(on=on, known_at=known_at, text=text, sort=sort, after=first.later)
            second = await listed(org, following)
            assert [e.id for e in second.entries] == [e.id for e in everybody[PAGE : 2 * PAGE]]
            back = Wanted(
                on=on, known_at=known_at, text=text, sort=sort, before=second.entries[0].id
            )
            assert [e.id for e in (await listed(org, back)).entries] == [
                e.id for e in everybody[:PAGE]
            ]


async def test_a_search_is_counted_as_far_as_somebody_would_read(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    org = await register()
    wanted = Wanted(on=date(2024, 12, 1), text="LL57")
    everybody = await expected(org, wanted)
    assert 51 < len(everybody) < 140
    # Where enough of those who were looked at fit, that is told, and no more is looked at.
    monkeypatch.setattr(searching, "STEPS", (500, 50, 20))
    monkeypatch.setattr(searching, "LOOKS", ((400, 60), (400, 1_000)))
    found = await listed(org, wanted)
    assert (found.is_counted, len(found.entries)) == (False, PAGE)
    assert found.most in (20, 50)
    assert found.count > found.most
    monkeypatch.setattr(searching, "STEPS", (500,))
    exact = await listed(org, wanted)
    assert (exact.is_counted, exact.count) == (True, len(everybody))
    monkeypatch.undo()
    monkeypatch.setattr(searching, "COUNTED_FOUND", 20)
    monkeypatch.setattr(searching, "STEPS", (20,))
    found = await listed(org, Wanted(on=date(2024, 12, 1), text="LL57"))
    assert (found.is_counted, found.most, len(found.entries)) == (False, 20, PAGE)
    few = await listed(org, Wanted(on=date(2024, 12, 1), text="mary.zafar"))
    assert few.is_counted
    assert few.count == len(few.entries)


async def test_a_filter_that_few_fit_is_gathered_and_not_walked_to(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    org = await register()
    wanted = Wanted(on=date(2024, 12, 1), known_at=THEN, email="no", sort="-name")
    pages = []
    for few in (0, 1_000):
        monkeypatch.setattr(listing, "FEW", few)
        found = await listed(org, wanted)
        pages.append([e.id for e in found.entries])
        assert found.count == len(pages[-1]) > 5
    assert pages[0] == pages[1]


def test_the_two_halves_of_a_postcode_are_one_word() -> None:
    assert sought("J. Jones, LL57 2PZ") == ["jones", "ll572pz"]
    assert sought("SW1A 1AA") == ["sw1a1aa"]
    assert sought("LL57 2") == ["ll57", "2"]
    assert sought("12 34 12") == ["12", "34"]


async def test_marks_are_those_that_the_database_makes(db: None) -> None:
    texts = [" 17 sian o’brien jones sian.jones@home.example ll57 2pz ll572pz", " ŵyn 李小龍 ab c"]
    for text in texts:
        rows = await connections.get("default").execute_query_dict(
            "SELECT word, marks FROM register_words_marked($1)", [text]
        )
        assert len(rows) == len(text.split())
        for word in text.split():
            for end in range(1, len(word) + 1):
                mask = marks([word[:end]])
                assert all(row["marks"] & mask == mask for row in rows), word[:end]
        assert any(row["marks"] & (mask := marks(["zafar"])) != mask for row in rows)
