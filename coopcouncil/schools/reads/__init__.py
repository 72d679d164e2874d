"""Named reads of a cluster: learners as they stand, who belongs together, figures by school."""

from coopcouncil.schools.reads.classvotes import class_votes_at, tallies_at
from coopcouncil.schools.reads.figures import Figures, figures_of, turnouts_of
from coopcouncil.schools.reads.identities import as_named, identities_of, members_of_learners
from coopcouncil.schools.reads.learners import history_of, line_of, lines_of
from coopcouncil.schools.reads.members import members_places, names_of_members, people_like
from coopcouncil.schools.reads.rules import ages_of, duties_of
from coopcouncil.schools.reads.seats import (
    holders_of,
    sitting_of,
    size_lines,
    sizes_on,
    withdrawn_of,
)
from coopcouncil.schools.reads.ties import Kin, childless, kin_of, standing_ties, undone_lists

__all__ = [
    "Figures",
    "Kin",
    "ages_of",
    "as_named",
    "childless",
    "class_votes_at",
    "duties_of",
    "figures_of",
    "history_of",
    "holders_of",
    "identities_of",
    "kin_of",
    "line_of",
    "lines_of",
    "members_of_learners",
    "members_places",
    "names_of_members",
    "people_like",
    "sitting_of",
    "size_lines",
    "sizes_on",
    "standing_ties",
    "tallies_at",
    "turnouts_of",
    "undone_lists",
    "withdrawn_of",
]
