"""Ballots: members decide, in secret, and anyone can count again.

The postal vote's old answer, kept in software. The roll is cut from the register and sealed;
until the close each vote is one envelope on the roll's entry, sealed with the ballot's key;
after the close the box is opened once, the papers come out sorted and bear no name, and the
envelopes are gone. Nobody sees a paper or a tally before. What happened to the ballot, and
when, is a chain of public events that names nobody.

Read `routes.py` first. `models/`, `rules/`, `actions/` and `views/` are split by the same
nouns: setup, roll, keys, course (extend, suspend, void), voting, box (close and open), codes
and letters, paper, results.
"""
