"""The checker of pages finds what it is for."""

import pytest

from tests.htmlcheck import faults, parse, words

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Members – Leisure</title></head>
<body><main><h1>Members</h1>{}</main></body></html>"""


def _faults(inside: str) -> list[str]:
    return faults(*parse(PAGE.format(inside)), "en")


@pytest.mark.parametrize(
    "inside",
    [
        "<p>One &amp; two <a href='/x'>three</a> four</p>",
        "<svg viewBox='0 0 1 1' role='img' aria-label='A line'><path d='M0 0'/></svg>",
        "<ul><li>One<li>Two</ul>",
        "<p>R&D</p>",
        "<form method='post' action='/x'><input type='hidden' name='csrf' value='1'></form>",
    ],
)
def test_what_is_html_passes(inside: str) -> None:
    assert _faults(inside) == []


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<p>One</i></p>", "closing generic tag"),
        ("<p>One</p></div>", "Unexpected token"),
        ("<div><p>One</p>", "Unexpected"),
        ("<p class='a' class='b'>One</p>", "Duplicate attribute"),
        ("<table><caption>A</caption><tr><td>1</td></tr><p>Two</p></table>", "Unexpected token"),
        ("<p id='a'></p><p id='a'></p>", "id 'a' stands 2 times"),
        ("<h1>Again</h1>", "2 headings of the first level"),
        ("<input name='a'>", "has no label"),
        ("<a href='/x'></a>", "without words"),
        ("<a href='/x'>One <button>two</button></a>", "button inside a"),
        ("<p style='color: red'>One</p>", "a style in the page"),
        ("<p onclick='go()'>One</p>", "onclick on p"),
        ("<script>go()</script>", "without its nonce"),
        ("<form method='post' action='/x'></form>", "0 tokens"),
        ("<form action='https://elsewhere.example/'></form>", "leads elsewhere"),
        ("<ul><p>One</p></ul>", "p straight in ul"),
        ("<table><tr><td>1</td></tr></table>", "a table without a caption"),
        ("<fieldset><p>One</p></fieldset>", "does not begin with its legend"),
        ("<a href='#there'>There</a>", "is not there"),
    ],
)
def test_what_is_wrong_is_told(inside: str, told: str) -> None:
    assert any(told in fault for fault in _faults(inside)), _faults(inside)


def test_the_words_of_a_page_are_kept_in_their_order() -> None:
    tree, wrong = parse(PAGE.format("<p>One <b>two</b> three <i>four</i>\n five</p>"))
    assert words(tree) == "Members – Leisure MembersOne two three four five"
    assert wrong == []
