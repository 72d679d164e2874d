"""A whole procurement: play in the holidays, from four bids to the second year of its promises.

One bid comes by spreadsheet, one is written in Welsh, one comes late from a browser that runs no
scripts, and one is excluded after the first sum. Three score; one of them finds out late that a
bidder is family. The award stands still over a bank holiday, and in the second year the recipient
says that half of what was promised never came.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from e2e.conftest import Place, SignIn
from e2e.steps.bids import bids, opened
from e2e.steps.council import Story
from e2e.steps.evaluation import (
    declared_and_checked,
    moderated,
    one_stands_aside,
    scored,
    summed_and_decided,
)
from e2e.steps.promises import awarded, delivered


@pytest.fixture
def story(browser: Browser, own_place: Place, sign_in: SignIn) -> Iterator[Story]:
    found = Story(browser, own_place, sign_in)
    yield found
    found.later(own_place.now())


def test_from_four_bids_to_the_second_year(story: Story, tmp_path: Path) -> None:
    bids(story, tmp_path)
    opened(story)
    declared_and_checked(story)
    scored(story)
    one_stands_aside(story)
    moderated(story)
    summed_and_decided(story)
    awarded(story)
    delivered(story)
