"""The lanes of a count's drawing: each candidate's votes from stage to stage."""

from coopcouncil.counting.outcome import Outcome
from coopcouncil.counting.sheet import Sheet
from coopcouncil.kernel.charts import Lane
from coopcouncil.kernel.errors import Gettext


def lanes_of(outcome: Outcome, sheet: Sheet, _: Gettext) -> tuple[Lane, ...]:
    """A lane per candidate, the elected first in order of election, and one for lost votes."""
    unit = 10**outcome.decimals
    place = {candidate: n for n, candidate in enumerate(outcome.elected)}
    rows = sorted(
        sheet.rows,
        key=lambda row: (
            place.get(row.candidate.number, len(place)),
            -(row.excluded_at or 10_000),
            row.candidate.number,
        ),
    )
    lanes = []
    for row in rows:
        number, said = row.candidate.number, ""
        if row.elected_at:
            said = _("Elected at stage {stage}").format(stage=row.elected_at)
        elif row.excluded_at:
            said = _("Excluded at stage {stage}").format(stage=row.excluded_at)
        votes = tuple(stage.votes[number] / unit for stage in outcome.stages)
        lanes.append(Lane(row.candidate.name, votes, said))
    lost = tuple(stage.non_transferable / unit for stage in outcome.stages)
    if any(lost):
        lanes.append(Lane(_("Non-transferable"), lost, lost=True))
    return tuple(lanes)
