"""Outcomes as plain text for a terminal or a log."""

from __future__ import annotations

from coopcouncil.counting import sheet
from coopcouncil.counting.outcome import Outcome, Totals
from coopcouncil.counting.resolution import Decision

_PURPOSE = {"surplus": "transferred first", "exclude": "excluded", "elect": "elected"}


def of_outcome(outcome: Outcome) -> str:
    """The count sheet, stage under stage."""
    made = sheet.of(outcome)
    lines = [
        made.title,
        f"{made.rules}: {made.seats} to elect; {made.valid} valid papers, "
        f"{made.invalid} not valid; quota {made.quota}",
    ]
    width = max(len(row.candidate.name) for row in made.rows)
    width = max(width, len("Non-transferable"))
    for at, column in enumerate(made.columns):
        quota = f"; quota {column.quota}" if made.quota_moves else ""
        lines += ["", f"Stage {column.number}: {sheet.action(column, sheet.Words())}{quota}"]
        for row in made.rows:
            cell = row.cells[at]
            note = cell.state if cell.turned else ""
            name = row.candidate.name
            lines.append(f"  {name:<{width}} {cell.change:>16} {cell.total:>16}  {note}".rstrip())
        rest = made.non_transferable[at]
        lines.append(f"  {'Non-transferable':<{width}} {rest.change:>16} {rest.total:>16}")
        lines += [
            f"  Tie at this stage: {', '.join(c.name for c in tie.between)}; by "
            f"{'lot' if tie.resolved == 'lot' else 'earlier stages'} {tie.chosen.name} is "
            f"{_PURPOSE[tie.purpose]}"
            for tie in made.ties
            if tie.stage == column.number
        ]
    lines += ["", "Elected: " + ", ".join(candidate.name for candidate in made.elected)]
    return "\n".join(lines) + "\n"


def of_totals(outcome: Totals) -> str:
    """Candidates by their votes."""
    lines = [
        outcome.title,
        f"{outcome.rules}: {outcome.seats} to elect; {outcome.valid} valid papers, "
        f"{outcome.cast - outcome.valid} not valid",
        "",
    ]
    standing = [c for c in outcome.candidates if not c.withdrawn]
    for c in sorted(standing, key=lambda c: (-outcome.totals[c.number], c.number)):
        note = "  elected" if c.number in outcome.elected else ""
        lines.append(f"{outcome.totals[c.number]:>9}  {c.name}{note}")
    for tie in outcome.ties:
        names = ", ".join(outcome.candidates[n - 1].name for n in tie.between)
        chosen = outcome.candidates[tie.chosen - 1].name
        lines.append(f"Tie: {names}; by lot {chosen} is elected")
    return "\n".join(lines) + "\n"


def of_decision(decision: Decision) -> str:
    """A resolution in a few lines."""
    tally, requirement = decision.tally, decision.requirement
    lines = [
        f"For {tally.yes}, against {tally.no}, abstentions {tally.abstain}, spoilt {tally.spoilt}",
        f"Threshold: {requirement.threshold} of {requirement.of}; {decision.needed} needed",
    ]
    if requirement.quorum is not None:
        lines.append(f"Quorum {requirement.quorum}: {'' if decision.quorate else 'not '}reached")
    lines.append("Carried" if decision.carried else "Not carried")
    return "\n".join(lines) + "\n"
