"""The mutuals' chapter in words."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.chapters.mutuals import MutualCount, StaffJoin, by_key
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext


def mutuals(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """Staff membership, reserved seats and weights."""
    yield Line(
        ("staff_join",),
        _("Employees are members from their first day, unless they decline.")
        if rules.staff_join is StaffJoin.AUTOMATIC
        else _("Employees apply for membership like everybody else."),
    )
    n = rules.staff_grace_days
    yield Line(
        ("staff_grace_days",),
        ngettext(
            "Whoever leaves the job stays a member for {n} day; then the board decides.",
            "Whoever leaves the job stays a member for {n} days; then the board decides.",
            n,
        ).format(n=n),
    )
    seats = _said(rules.reserved_seats)
    yield Line(
        ("reserved_seats",),
        _("On the board seats are kept for constituencies: {seats}.").format(seats=seats)
        if seats
        else _("No seats on the board are kept for a constituency."),
    )
    yield Line(("mutual_count",), _counted(rules.mutual_count, _))
    weights = _said(rules.constituency_weights)
    yield Line(
        ("constituency_weights",),
        _("The constituencies’ votes weigh: {weights}.").format(weights=weights)
        if weights
        else _("No constituency’s vote has a weight of its own."),
    )


def _counted(how: MutualCount, _: Gettext) -> str:
    match how:
        case MutualCount.TOGETHER:
            return _("All votes are counted together: one member, one vote.")
        case MutualCount.WEIGHTED:
            return _("Each constituency’s votes are counted by themselves, then weighed.")
        case MutualCount.EACH:
            return _("A decision needs a majority in each constituency.")


def _said(text: str) -> str:
    """Keys and numbers, or whatever else stands there."""
    try:
        return ", ".join(f"{key} {number}" for key, number in by_key(text).items())
    except ValueError:
        return text
