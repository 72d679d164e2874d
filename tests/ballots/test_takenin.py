"""Files of papers counted elsewhere, read against this ballot's own paper."""

from collections import Counter

import pytest

from coopcouncil.ballots.rules.takenin import (
    FileUnreadable,
    NotForResolutions,
    OnPaper,
    OtherCandidates,
    OtherSeats,
    OtherWithdrawals,
    papers_of_blt,
    papers_of_csv,
)
from coopcouncil.kernel.i18n import translator

NAMES = (("Ffion Rees", ""), ("Joan Bright", "Joan Ddisglair"), ("Omar Khan (Ind)", ""))
PAPER = OnPaper("stv", 2, NAMES)

BLT = b"""3 2
2 1 2 0
1 3 0
1 2=1 3 0
1 0
0
"Omar Khan"
"FFION  Rees"
"Joan Ddisglair"
"Elsewhere"
"""


def test_candidates_are_found_by_name_whatever_their_order():
    assert papers_of_blt(BLT, PAPER) == Counter({"3 1": 2, "2": 1, "1=3 2": 1, "": 1})


@pytest.mark.parametrize(
    ("old", "new", "refusal", "words"),
    [
        (b"Omar Khan", b"Olga Hill", OtherCandidates, ("Olga Hill", "Omar Khan (Ind)")),
        (b"FFION  Rees", b"Omar Khan", OtherCandidates, ("Ffion Rees",)),
        (b"3 2\n", b"3 1\n", OtherSeats, ("1 seats", "to 2")),
        (b"3 2\n", b"3 2\n-1\n", OtherWithdrawals, ("Omar Khan",)),
        (b"1 3 0", b"1 7 0", FileUnreadable, ("line 3",)),
        (b'0\n"Omar', b'"Omar', FileUnreadable, ("line 6",)),
    ],
)
def test_a_file_of_another_election_is_refused_in_a_sentence(old, new, refusal, words):
    with pytest.raises(refusal) as refused:
        papers_of_blt(BLT.replace(old, new, 1), PAPER)
    said = refused.value.sentence(translator("en"))
    assert all(word in said for word in words), said


def test_names_that_differ_only_behind_brackets_are_not_taken_for_one():
    twins = OnPaper("stv", 2, (("Ann Hill (Green)", ""), ("Ann Hill (Ind)", "")))
    blt = b'2 2\n1 1 0\n0\n"Ann Hill (Ind)"\n"Ann Hill (Green)"\n"x"\n'
    assert papers_of_blt(blt, twins) == Counter({"2": 1})
    with pytest.raises(OtherCandidates):
        papers_of_blt(blt.replace(b" (Ind)", b"").replace(b" (Green)", b""), twins)


def test_a_table_of_ranks_keeps_the_faults_of_real_papers():
    table = "Joan Bright,Ffion Rees,papers,Omar Khan (Ind)\n1,2,3,\n2,2,1,1\n,3,2,1\n,,4,\n"
    assert papers_of_csv(table.encode(), PAPER) == Counter(
        {"2 1": 3, "3 1=2": 1, "3 - 1": 2, "": 4}
    )


def test_a_table_of_crosses():
    paper = OnPaper("fptp", 1, NAMES)
    table = "\ufeffFfion Rees;Joan Bright;Omar Khan\nx;;\n;X;\nx;;1\n;;\n"
    assert papers_of_csv(table.encode(), paper) == Counter({"1": 1, "2": 1, "1=3": 1, "": 1})
    approval = OnPaper("approval", 1, NAMES)
    assert papers_of_csv(table.encode(), approval) == Counter({"1": 1, "2": 1, "1 3": 1, "": 1})


def test_a_resolution_comes_as_voter_and_vote():
    paper = OnPaper("resolution", 1, ())
    assert papers_of_csv(b"voter,vote\n1,yes\n2,no\n3,yes\n4,?\n", paper) == Counter(
        {"1": 2, "2": 1, "": 1}
    )
    with pytest.raises(NotForResolutions):
        papers_of_blt(BLT, paper)


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"Ffion Rees,Joan Bright,Omar Khan\n1,2\n",
        b"Ffion Rees,Joan Bright,Omar Khan\n1,two,3\n",
        b"Ffion Rees,Joan Bright,Omar Khan\n-1,2,3\n",
        b'Ffion Rees,Joan Bright,"Omar Khan\n1,2,3\n',
        b"\xff\xfeF\x00",
    ],
)
def test_a_broken_table_is_refused(table):
    with pytest.raises((FileUnreadable, OtherCandidates)):
        papers_of_csv(table, PAPER)
