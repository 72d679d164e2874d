"""What the closed sets of a cluster are called, in the reader's language."""

from typing import Any

from coopcouncil.kernel.i18n import lazy
from coopcouncil.schools.models import Duty, Relation, RollOverState
from coopcouncil.schools.rules.contacts import Untied
from coopcouncil.schools.rules.learners import May
from coopcouncil.schools.rules.rollover import Trouble, What

DUTIES: dict[Duty, Any] = {
    Duty.LEARNERS: lazy("Constituency of the learners"),
    Duty.GUARDIANS: lazy("Constituency of parents and carers"),
    Duty.ALUMNI: lazy("Constituency of former learners"),
}
RELATIONS: dict[Relation, Any] = {
    Relation.PARENT: lazy("Parent"),
    Relation.CARER: lazy("Carer or guardian"),
    Relation.OTHER: lazy("Somebody else with parental responsibility"),
}
MAY: dict[May, Any] = {
    May.CLASS_VOTE: lazy("Take part in class votes"),
    May.JOIN: lazy("Be a member"),
    May.VOTE: lazy("Vote for the forum"),
    May.STAND: lazy("Sit on the forum for the learners"),
    May.SIGN: lazy("Sign for money and papers"),
    May.OFFICE: lazy("Be an officer or director"),
}
STATES: dict[RollOverState, Any] = {
    RollOverState.COLUMNS: lazy("Columns to be named"),
    RollOverState.PREVIEWED: lazy("Waiting to be applied"),
    RollOverState.APPLIED: lazy("Applied"),
    RollOverState.DROPPED: lazy("Dropped"),
}
KINDS_OF_ROWS: dict[str, Any] = {
    What.WRONG.value: lazy("Wrong"),
    What.NEW.value: lazy("New"),
    What.MOVED.value: lazy("Moved"),
    What.CHANGED.value: lazy("Changed"),
    What.LEFT.value: lazy("Left"),
    What.GUARDIAN.value: lazy("Guardians"),
    What.TIED.value: lazy("Guardian tied"),
    What.UNTIED.value: lazy("Contact not tied"),
}
UNTIED: dict[Untied, Any] = {
    Untied.NOBODY: lazy("Nobody in the register is clearly meant. Tie them by hand if you know."),
    Untied.SEVERAL: lazy("Several members may be meant. Tie the right one by hand."),
    Untied.NO_CARER: lazy("The list does not say that they have the learner in their care."),
    Untied.THE_LEARNER: lazy("The list names the learner as their own guardian."),
}
TROUBLES: dict[Trouble, Any] = {
    Trouble.NO_NAME: lazy("This row has no name."),
    Trouble.NO_KEY: lazy("This row has neither a UPN, an admission number nor a date of birth."),
    Trouble.BAD_DATE: lazy("The date of birth cannot be read. Write it like 21/11/2014."),
    Trouble.BORN_LATE: lazy("The date of birth is not that of a learner."),
    Trouble.BAD_UPN: lazy("The UPN is none: a letter and twelve figures, the last maybe a letter."),
    Trouble.TWICE: lazy("Two rows mean the same learner."),
    Trouble.TWO_PEOPLE: lazy("Number, name and date of birth point to two different learners."),
    Trouble.OTHER_UPN: lazy("The UPN is another than the one known of this learner."),
    Trouble.TOO_LONG: lazy("A cell of this row is too long."),
}
