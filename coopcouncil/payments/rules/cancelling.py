"""Which charge one person may take off, whatever its sum. Pure."""

from datetime import date


def is_a_slip(
    charged_by: int | None,
    by: int | None,
    charged_on: date,
    due_on: date,
    today: date,
    *,
    is_touched: bool,
) -> bool:
    """Whether taking it off leaves everything as if it had never been charged.

    So it is where whoever charged it by hand takes it back on the same day, before it is due and
    before anything of it was paid, collected, announced or taken off. Anything else gives up
    what is owed, and goes by the rules on debts that are written off.
    """
    is_own = charged_by is not None and charged_by == by
    return is_own and charged_on == today < due_on and not is_touched
