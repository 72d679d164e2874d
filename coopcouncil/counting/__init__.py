"""How votes are counted: the published rules, one file each, and nothing else.

Everything here is a pure function of papers: no database, no clock, no network, no chance.
What a rule leaves to lot comes in as `lots`, an order that people drew. The same papers, rule
and lots therefore give the same outcome on anybody's machine, which is what a recount is.
"""
