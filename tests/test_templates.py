"""Every template is there, can be read, and is used by somebody."""

import re
from functools import cache

import pytest
from starlette.routing import Route

from coopcouncil.addresses import tenant_routes
from coopcouncil.kernel.config import ROOT
from coopcouncil.kernel.pages import TEMPLATES, environment

NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())
# The error pages are named by their status.
BY_STATUS = re.compile(r"errors/\d{3}\.html")


@cache
def sources() -> dict[str, str]:
    found = {f"templates/{name}": (TEMPLATES / name).read_text() for name in NAMES}
    for path in (ROOT / "coopcouncil").rglob("*.py"):
        found[str(path.relative_to(ROOT))] = path.read_text()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read(name: str) -> None:
    environment.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_used(name: str) -> None:
    if BY_STATUS.fullmatch(name):
        return
    # Messages are named without their ending: their text and their page go together.
    stem = name.rsplit(".", 1)[0]
    # A name may also be put together, after its folder or its beginning: f"email/ballots/{verb}".
    begun = "|".join(
        re.escape(stem[:at]) + r"\{" for at in range(len(stem)) if stem[at - 1] in "/_"
    )
    named = re.compile(rf"""["']({re.escape(name)}["']|{re.escape(stem)}["']|{begun})""")
    users = [place for place, text in sources().items() if named.search(text)]
    assert [place for place in users if place != f"templates/{name}"]


def test_every_template_that_is_named_exists() -> None:
    named = re.compile(r"""["']((?:[a-z_]+/)+[a-z_]+\.(?:html|txt))["']""")
    missing = {
        (place, name)
        for place, text in sources().items()
        for name in named.findall(text)
        if name not in NAMES and not name.startswith("govuk_frontend_jinja/")
    }
    assert not {each for each in missing if "components/" not in each[1]}


def test_what_asks_for_an_address_names_all_of_it() -> None:
    """Asked without its numbers, no such page is ever there, and the link never shows."""
    numbers = {
        route.name: set(route.param_convertors)
        for route in tenant_routes()
        if isinstance(route, Route)
    }
    asked = re.compile(r"""has_route\(["']([a-z_:]+)["']((?:, *\w+=[^,()]+)*)\)""")
    wrong = [
        (place, name)
        for place, text in sources().items()
        for name, given in asked.findall(text)
        if name in numbers and set(re.findall(r"(\w+)=", given)) != numbers[name]
    ]
    assert numbers["shares:of_member"] == {"id"}
    assert not wrong
