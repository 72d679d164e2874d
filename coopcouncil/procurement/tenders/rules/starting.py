"""Scales to begin with, in words of our own and in both languages. A tender has its own copy."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class StartingBand:
    """One band."""

    points: int
    title: str
    wording: str
    title_cy: str
    wording_cy: str


_NOTHING = StartingBand(
    0,
    "Nothing",
    "Nothing is answered, or nothing that bears on the question.",
    "Dim",
    "Ni atebir dim, neu ddim sy’n berthnasol i’r cwestiwn.",
)

FOUR = (
    _NOTHING,
    StartingBand(
        1,
        "Weak",
        "A part of the question is answered, or the answer gives little ground to believe it.",
        "Gwan",
        "Atebir rhan o’r cwestiwn, neu nid yw’r ateb yn rhoi llawer o sail i’w gredu.",
    ),
    StartingBand(
        2,
        "Fair",
        "Most of the question is answered; what is missing or doubtful would have to be watched.",
        "Gweddol",
        "Atebir y rhan fwyaf o’r cwestiwn; byddai angen gwylio’r hyn sydd ar goll neu’n amheus.",
    ),
    StartingBand(
        3,
        "Good",
        "The whole question is answered, with evidence that it will be done.",
        "Da",
        "Atebir y cwestiwn cyfan, gyda thystiolaeth y’i gwneir.",
    ),
    StartingBand(
        4,
        "Very good",
        "The whole question is answered with evidence, and people gain more than was asked.",
        "Da iawn",
        "Atebir y cwestiwn cyfan gyda thystiolaeth, a bydd pobl yn elwa mwy nag a ofynnwyd.",
    ),
)

FIVE = (
    _NOTHING,
    StartingBand(
        1,
        "Poor",
        "A small part of the question is answered, or the answer gives no ground to believe it.",
        "Gwael",
        "Atebir rhan fach o’r cwestiwn, neu nid yw’r ateb yn rhoi sail i’w gredu.",
    ),
    StartingBand(
        2,
        "Weak",
        "Much is answered, but a part that matters is missing or doubtful.",
        "Gwan",
        "Atebir llawer, ond mae rhan o bwys ar goll neu’n amheus.",
    ),
    StartingBand(
        3,
        "Fair",
        "The question is answered; small doubts remain about how it will be done.",
        "Gweddol",
        "Atebir y cwestiwn; erys mân amheuon ynghylch sut y’i gwneir.",
    ),
    StartingBand(
        4,
        "Good",
        "The whole question is answered, with evidence that it will be done.",
        "Da",
        "Atebir y cwestiwn cyfan, gyda thystiolaeth y’i gwneir.",
    ),
    StartingBand(
        5,
        "Very good",
        "The whole question is answered with evidence, and people gain more than was asked.",
        "Da iawn",
        "Atebir y cwestiwn cyfan gyda thystiolaeth, a bydd pobl yn elwa mwy nag a ofynnwyd.",
    ),
)

STARTING: Mapping[str, tuple[StartingBand, ...]] = {"0–4": FOUR, "0–5": FIVE}
