"""Two officers, where one alone must not decide: whom the second must not owe the office to."""

from coopcouncil.kernel.errors import Gettext, Refused


class MadeByTheFirst(Refused):
    """Else one person with two addresses would be two officers."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _(
            "Whoever began this gave you your role after the roll was sealed. "
            "An officer who does not hold the role from them has to agree."
        )


def may_be_second(made_by_the_first: bool) -> None:
    """Whether this officer counts as another than the first."""
    if made_by_the_first:
        raise MadeByTheFirst
