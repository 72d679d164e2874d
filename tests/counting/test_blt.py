"""BLT as people send it: good files, dialects, and refusals that name the line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopcouncil.counting.formats import Unreadable, blt
from coopcouncil.counting.papers import Election
from tests.counting.make import elections, make_election

NAMES = '"Ada"\n"Bran"\n"Carys"\n"Board"\n'


def read(text: str) -> Election:
    return blt.read(text.encode())


def names(election: Election) -> list[str]:
    return [candidate.name for candidate in election.candidates]


def test_a_plain_file():
    election = read("3 2\n4 1 2 0\n3 3 0\n1 0\n0\n" + NAMES)

    assert names(election) == ["Ada", "Bran", "Carys"]
    assert (election.seats, election.title) == (2, "Board")
    assert election.papers == {b"\x01\x02": 4, b"\x03": 3, b"": 1}


@pytest.mark.parametrize(
    "text",
    [
        "3 2\r\n4 1 2 0\r\n3 3 0\r\n1 0\r\n0\r\n" + NAMES.replace("\n", "\r\n"),
        "\ufeff3 2\n4 1 2 0\n3 3 0\n1 0\n0\n" + NAMES,
        "3 2\n4 1\n2 0 3\n3 0 1 0\n0\n" + NAMES,
        "3 2 4 1 2 0 3 3 0 1 0 0 " + NAMES.replace("\n", " "),
        "3,2\n4,1,2,0\n3, 3, 0\n1 0\n0\n" + NAMES,
        "3 2 # places\n# papers\n4 1 2 0 # four\n3 3 0\n1 0\n0\n" + NAMES,
        "3 2\n/* from\n the count */ 4 1 2 0\n3 3 0\n1 0\n0\n" + NAMES,
        "3 2\n[tie 3 1 2]\n[nick a b c]\n4 1 2 0\n3 3 0\n1 0\n0\n" + NAMES,
        "3 2\n4 1 2 0\n1 3 0\n(w-17) 1 3 0\n(w-18) 1 3 0\n1 0\n0\n" + NAMES,
        "3 2\n4 1 2 0\n3 3 0\n1 0\n0\nAda\nBran\nCarys\nBoard",
        '3 2\n4 1 2 0\n3 3 0\n1 0\n0\n"Ada" # she\n# the next\n"Bran"\n"Carys"\n"Board"\n',
        "3 2\n\n  4  1 2 0 \n3 3 0\n1 0\n\t0\n\n" + NAMES,
        "3 2\n4 1 2 - 0\n3 3 0\n1 0\n0\n" + NAMES,
    ],
    ids=[
        "windows lines",
        "byte order mark",
        "wrapped ballots",
        "one line",
        "commas",
        "comments",
        "long comment",
        "droop options",
        "named papers",
        "unquoted names",
        "comments among names",
        "blanks",
        "a rank left out at the end",
    ],
)
def test_dialects_say_the_same(text):
    plain = read("3 2\n4 1 2 0\n3 3 0\n1 0\n0\n" + NAMES)

    assert read(text) == plain


@pytest.mark.parametrize("lines", ["-1\n-3\n", "-1 -3\n", "[withdrawn 1 3]\n"])
def test_withdrawn_candidates(lines):
    election = read("3 2\n" + lines + "4 1 2 0\n0\n" + NAMES)

    assert election.withdrawn == {1, 3}


def test_odd_ranks_are_kept_for_the_rule_to_read():
    election = read("3 1\n2 1=3 2 0\n1 2 - 3 0\n0\n" + NAMES)

    assert election.papers == {((1, 3), 2): 2, (2, 0, 3): 1}


def test_source_and_comment():
    election = read("3 1\n2 1 0\n0\n" + NAMES + '"Minutes"\n"Made by hand"\n')

    assert (election.source, election.comment) == ("Minutes", "Made by hand")


def test_names_may_hold_what_looks_like_syntax():
    election = read('2 1\n3 1 0\n0\n"0 # Zero"\n"B, Jr"\n"t # not a comment"\n')

    assert names(election) == ["0 # Zero", "B, Jr"]
    assert election.title == "t # not a comment"


def test_a_windows_file_with_accents():
    election = blt.read(
        '2 1\n3 1 0\n0\n"Siân Hâf"\n"B"\n"Cyngor’r Ŵyl"'.replace("Ŵ", "W").encode("cp1252")
    )

    assert names(election)[0] == "Siân Hâf"


def test_council_files_with_a_party_or_quotes_in_the_name():
    election = read('2 1\n3 1 0\n0\n"SNP ""Ada GRAHAM"""\n"Bran HUGHES" "Independent"\nWard 2')

    assert names(election) == ["SNP Ada GRAHAM", "Bran HUGHES Independent"]


def test_names_that_stand_in_comments_alone():
    election = read("2 1\n3 1 0\n0\n# ALTERNATIVE NAME 1: Ada\n# ALTERNATIVE NAME 2: Bran\nWard")

    assert names(election) == ["Ada", "Bran"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "ends"),
        ("three 1\n", 1, "whole number"),
        ("0 1\n0\n", 1, "candidate"),
        ("3 0\n3 1 0\n0\n" + NAMES, 1, "place"),
        ("3 1\n3 1 2 1 0\n0\n" + NAMES, 2, "twice"),
        ("3 1\n1 2 0\n3 1=1 0\n0\n" + NAMES, 3, "twice"),
        ("3 1\n1 2 0\n3 4 0\n0\n" + NAMES, 3, "no candidate 4"),
        ("3 1\n1 2 0\n-3 1 0\n0\n" + NAMES, 3, "weight"),
        ("3 1\n1 2 0\n1.5 1 0\n0\n" + NAMES, 3, "weight"),
        ("3 1\n1 2 0\n0 1 0\n0\n" + NAMES, 3, "weight"),
        ("3 1\n1 2 0\n2 1", 3, "middle"),
        ("3 1\n1 2 0\n", 3, "closes"),
        ("3 1\n1 2 0\n2 1 0\n" + NAMES, 4, "0 that closes"),
        ('3 1\n1 2 0\n0\n"Ada"\n"Bran"\n"Carys"\n', 6, "title"),
        ("3 1\n1 2 0\n0\n", 4, "names"),
        ("3 1\n1 2 0\n0\n" + NAMES + '"a"\n"b"\n"c"\n', 10, "more names"),
        ("3 1\n-4\n1 2 0\n0\n" + NAMES, 2, "withdrawn"),
        ("3 1\n1 2 0\n-1\n0\n" + NAMES, 3, "weight"),
        ("3 1\n-1 -2 -3\n1 2 0\n0\n" + NAMES, None, "withdrawn"),
        ("3 1\n(a) 2 1 0\n0\n" + NAMES, 2, "weight 1"),
        ("3 1\n(a) 1 1 0\n(a) 1 2 0\n0\n" + NAMES, 3, "twice"),
        ("3 1\n1 2x 0\n0\n" + NAMES, 2, "preference"),
        ("3 1\n1 ٢ 0\n0\n" + NAMES, 2, "preference"),
        ("3 1\n1 2 0\n0\n3 1 0\n0\n" + NAMES, 4, "after the 0"),
        ('3 1\n1 2 0\n0\n"A\x07da"\n"Bran"\n"Carys"\n"Board"\n', 4, "control"),
        ('3 1\n1 2 0\n0\n""\n"Bran"\n"Carys"\n"Board"\n', 4, "without a name"),
        ("999999999 1\n1 2 0\n0\n" + NAMES, 1, "more than"),
        ("3 1\n999999999999999 1 0\n1 2 0\n0\n" + NAMES, 3, "papers"),
        ("3 1\n1 2 0\n[withdrawn 1]\n0\n" + NAMES, 3, "before the first"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(text, line, word):
    with pytest.raises(Unreadable) as raised:
        read(text)

    assert raised.value.line == line
    assert word in raised.value.trouble


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (bytes(range(256)), "Windows-1252"),
        (b"\xff\xfe3\x00", "UTF-16"),
        (b"\x00" * 50, "whole number"),
        (b'2 1\n1 1 0\n0\n"A\x81"\n"B"\n"t"\n', "Windows-1252"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data, word):
    with pytest.raises(Unreadable, match=word):
        blt.read(data)


@settings(max_examples=150, deadline=None)
@given(elections())
def test_what_is_written_is_read_again(case):
    election, _ = case

    assert blt.read(blt.write(election).encode()) == election


@settings(max_examples=150, deadline=None)
@given(elections(odd=False))
def test_the_short_way_and_the_careful_one_read_the_same(case):
    data = blt.write(case[0]).encode()

    assert blt._read_plain(data) is not None
    assert blt._read_carefully(data.decode()) == blt._read_plain(data)


@settings(max_examples=300, deadline=None)
@given(elections(), st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(case, data):
    text = blt.write(case[0])
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 4))
    extra = data.draw(st.text(alphabet='0123456789 -=\n"#()[]/*.,é\0', max_size=4))
    damaged = (text[:at] + extra + text[at + cut :]).encode()
    try:
        election = blt.read(damaged)
    except Unreadable as trouble:
        lines = damaged.count(b"\n") + 1
        if trouble.line is not None and not 1 <= trouble.line <= lines:
            pytest.fail(f"line {trouble.line} of {lines}")
    else:
        assert blt.read(blt.write(election).encode()).papers == election.papers


def test_papers_are_written_sorted_and_merged():
    election = make_election("2x 3 1; 1=2; 2x 1; 1 3; 1; 2x", candidates=3)

    assert blt.write(election).splitlines()[1:7] == [
        "2 0",
        "3 1 0",
        "1 1 3 0",
        "1 1=2 0",
        "2 3 1 0",
        "0",
    ]


def test_a_quotation_mark_in_a_name_becomes_an_apostrophe():
    election = Election.of(['Ada "Bo" Lee'], 1, [], title="T")

    assert "\"Ada 'Bo' Lee\"" in blt.write(election)


def test_candidates_beyond_a_byte_are_read():
    tail = "".join(f'"C{n}"\n' for n in range(1, 301)) + '"Many"\n'
    election = read("300 2\n2 300 1 0\n0\n" + tail)

    assert election.papers == {(300, 1): 2}
