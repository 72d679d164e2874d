"""A browser of somebody's, in a language."""

from coopcouncil.accounts.models import Person
from tests.pageclient import Pages


def as_(client: Pages, person: Person | None, language: str = "en") -> Pages:
    pages = client.as_(person)
    pages.language = language
    return pages
