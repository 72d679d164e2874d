"""What the closed sets of assessing are called."""

from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.procurement.evaluation.grounds import Ground
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding, InterestDecision

__all__ = ["DECISIONS", "FINDINGS", "STEPS", "ground_named"]

DECISIONS = {
    InterestDecision.MAY_GO_ON: lazy("May go on, with what is done to keep the decision fair"),
    InterestDecision.STANDS_ASIDE: lazy("Stands aside from the whole tender"),
}
FINDINGS = {
    Finding.NOTHING: lazy("No ground found"),
    Finding.EXCLUDABLE: lazy("Excludable: a discretionary ground applies"),
    Finding.EXCLUDED: lazy("Excluded: a mandatory ground applies"),
}
STEPS = {
    ExclusionStep.BEFORE_ASSESSMENT: lazy("Before assessment"),
    ExclusionStep.BEFORE_AWARD: lazy("Before award"),
}


def ground_named(ground: Ground) -> str:
    """The ground with where it stands in the law."""
    if ground.schedule is None:
        return str(ground.heading)
    numbers = ground.paragraphs.replace("-", "–")
    text = gettext("{heading} (Schedule {schedule}, paragraph {paragraphs})")
    if numbers != ground.paragraphs:
        text = gettext("{heading} (Schedule {schedule}, paragraphs {paragraphs})")
    return text.format(heading=ground.heading, schedule=ground.schedule, paragraphs=numbers)
