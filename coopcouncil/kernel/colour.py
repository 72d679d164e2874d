"""Whether a colour can be read: an organisation may choose its own, if white stands on it."""

import re

from coopcouncil.kernel.errors import Gettext, Refused

LEAST = 4.5

_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


class NotAColour(Refused):
    """The colour is not written as six hexadecimal figures."""

    def sentence(self, _: Gettext) -> str:
        return _("Write the colour like #0b5d57.")


class TooPale(Refused):
    """White words on this colour could not be read by everybody."""

    def __init__(self, ratio: float) -> None:
        self.ratio = ratio

    def sentence(self, _: Gettext) -> str:
        text = _(
            "White words on this colour have a contrast of {ratio} to 1. "
            "Choose a darker colour: it must be 4.5 to 1 or more."
        )
        # Rounded down, so that 4.49 is not said to be 4.5.
        return text.format(ratio=f"{int(self.ratio * 10) / 10:.1f}")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 between two colours.

    >>> contrast("#ffffff", "#000000")
    21.0
    >>> round(contrast("#0b5d57", "#ffffff"), 1)
    7.7
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def may_be_brand(colour: str) -> None:
    """Refuse a colour on which white words fall under 4.5 : 1."""
    if not _HEX.fullmatch(colour):
        raise NotAColour
    ratio = contrast(colour, "#ffffff")
    if ratio < LEAST:
        raise TooPale(ratio)


def brand_css(colour: str) -> str:
    """The style sheet of an organisation's own colour; it holds nothing else."""
    may_be_brand(colour)
    return f":root{{--govuk-brand-colour:{colour};--app-brand-colour:{colour}}}\n"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
