"""The committee: seats, terms, retirement."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class CommitteeRules:
    """The committee: seats, terms, retirement."""

    committee_seats: int = 12
    """The most who may sit at one time. The organisation's rules."""
    committee_cooptions: int = 2
    """Of them the most who were co-opted and not elected. Model rules: up to two."""
    committee_of_members: bool = True
    """Whoever is elected is a member. Model rules; those co-opted may come from outside."""
    committee_employees: int = 4
    """Of them the most who are employees. Rules differ."""
    retirement_share: Fraction = Fraction(1, 3)
    """At each annual meeting the number nearest to this share of the elected retires, the
    longest in office first; 0: nobody by rotation. Model rules."""
    committee_term_years: int = 3
    """Nobody elected sits longer without another election; 0: no end. Model rules follow this
    from the third; elsewhere the rules say it."""
    committee_most_years: int = 9
    """Who has sat so long in a row may not be elected again at once; 0: no limit. Practice."""
