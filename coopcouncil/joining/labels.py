"""What the closed sets of joining are called on pages."""

from coopcouncil.joining.kinds import Answer, Heard, State, Verdict
from coopcouncil.kernel.i18n import lazy

STATES = {
    State.RECEIVED: lazy("Not confirmed"),
    State.CONFIRMED: lazy("Waits for the board"),
    State.REFERRED: lazy("Referred to the board"),
    State.ADMITTED: lazy("Admitted"),
    State.REFUSED: lazy("Refused"),
    State.WITHDRAWN: lazy("Withdrawn"),
}
HEARD = {
    Heard.IN_PERSON: lazy("In person"),
    Heard.REPRESENTED: lazy("Through somebody else"),
    Heard.IN_WRITING: lazy("In writing"),
    Heard.NOT: lazy("The member did not use the right to be heard"),
}
VERDICTS = {
    Verdict.EXPELLED: lazy("Expelled"),
    Verdict.KEPT: lazy("Stays a member"),
}
ANSWERS = {
    Answer.DONE: lazy("Done"),
    Answer.LEFT: lazy("Left as it is"),
}
