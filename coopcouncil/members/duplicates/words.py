"""Why two look like one person, in words, and how sure that is."""

from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.members.duplicates.likeness import POINTS, Reason

REASONS = {
    Reason.SAME_NAME: lazy("The same name"),
    Reason.OTHER_FORM: lazy("The same name in another form or language"),
    Reason.SOUNDS_ALIKE: lazy("Names that sound or look alike"),
    Reason.PART_OF_NAME: lazy("One name is part of the other"),
    Reason.INITIAL: lazy("The initial fits the given name"),
    Reason.TURNED: lazy("The same names the other way round"),
    Reason.FAMILY_DIFFERS: lazy("The same given name, another family name"),
    Reason.SAME_BIRTH: lazy("The same date of birth"),
    Reason.NEAR_BIRTH: lazy("Dates of birth one slip apart"),
    Reason.OTHER_BIRTH: lazy("Different dates of birth"),
    Reason.NO_BIRTH: lazy("A date of birth is not known"),
    Reason.SAME_EMAIL: lazy("The same e-mail address"),
    Reason.NEAR_EMAIL: lazy("E-mail addresses that nearly agree"),
    Reason.OTHER_EMAIL: lazy("Different e-mail addresses"),
    Reason.SAME_ADDRESS: lazy("The same postal address"),
    Reason.SAME_POSTCODE: lazy("The same postcode"),
    Reason.OTHER_ADDRESS: lazy("Different postal addresses"),
}
VERY_LIKELY, LIKELY = 95, 80


def told(reasons: list[str]) -> tuple[list[str], list[str]]:
    """What speaks for one person, and what speaks against or is not known."""
    known = [Reason(reason) for reason in reasons]
    return (
        [str(REASONS[reason]) for reason in known if POINTS[reason] > 0],
        [str(REASONS[reason]) for reason in known if POINTS[reason] <= 0],
    )


def how_sure(confidence: int) -> str:
    """The confidence as a word, with its figure."""
    if confidence >= VERY_LIKELY:
        text = gettext("Very likely one person ({percent}%)")
    elif confidence >= LIKELY:
        text = gettext("Likely one person ({percent}%)")
    else:
        text = gettext("Possibly one person ({percent}%)")
    return text.format(percent=confidence)
