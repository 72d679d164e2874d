"""Whom a school's list names as a learner's parents and carers, and who of the members that is.

An e-mail address serves to tell people apart and is kept nowhere. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coopcouncil.members.words import folded

MOST = 2
"""So many contacts of a learner are read: a list's first two, by its own order of priority."""

PARENT, CARER, OTHER = "parent", "carer", "other"
_RELATIONS = {
    PARENT: "parent mother father mum dad mam tad mummy daddy stepmother stepfather stepparent "
    "adoptive rhiant mam-wen llystad llysfam",
    CARER: "carer guardian foster special gofalwr gofalydd gwarcheidwad maeth",
    OTHER: "grandmother grandfather grandparent grandma grandad nan nain taid mamgu tadcu aunt "
    "uncle sister brother sibling modryb ewythr chwaer brawd",
}
_BY_WORD = {word: relation for relation, text in _RELATIONS.items() for word in text.split()}
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "lady", "prof"})


class Untied(StrEnum):
    """Why somebody whom the list names is not tied to the learner by it."""

    NOBODY = "nobody"
    SEVERAL = "several"
    NO_CARER = "no-carer"
    THE_LEARNER = "the-learner"


@dataclass(frozen=True)
class Contact:
    """Somebody whom a row names besides the learner."""

    name: str
    email: str = ""
    relation: str = ""
    says_relation: bool = False


@dataclass(frozen=True)
class Person:
    """A member who may be meant: what tells one from another, and no address."""

    member: int
    name: str
    email: str
    is_guardian_here: bool


@dataclass(frozen=True)
class Tie:
    """A contact of a row, and the member whom it means; or why nobody is meant."""

    row: int
    learner_name: str
    contact: str
    relation: str
    member: int | None = None
    untied: Untied | None = None


def read_contacts(said: Mapping[str, str], targets: Iterable[str]) -> tuple[Contact, ...]:
    """The contacts in a row's cells, by what their columns are."""
    found = []
    named = frozenset(targets)
    for n in range(1, MOST + 1):
        parts = (said.get(f"contact{n}_given", ""), said.get(f"contact{n}_family", ""))
        name = " ".join(part for part in parts if part) or said.get(f"contact{n}_name", "")
        words = name.split()
        while len(words) > 2 and words[0].rstrip(".").casefold() in _TITLES:
            words = words[1:]
        if words:
            found.append(
                Contact(
                    " ".join(words)[:201],
                    said.get(f"contact{n}_email", "").strip().lower(),
                    said.get(f"contact{n}_relation", ""),
                    f"contact{n}_relation" in named,
                )
            )
    return tuple(found)


def relation_of(contact: Contact) -> str | None:
    """What a contact is to the learner; nothing where it is nobody who has the child in care.

    A list that has no such column names parents and carers. A neighbour, a childminder, a
    social worker is a contact and no guardian.

    >>> relation_of(Contact("Ann Lee", relation="Step-mother", says_relation=True))
    'parent'
    >>> relation_of(Contact("Ann Lee", relation="Childminder", says_relation=True))
    >>> relation_of(Contact("Ann Lee"))
    'carer'
    """
    if not contact.says_relation:
        return CARER
    text = contact.relation.casefold().replace("step-", "step").replace("step ", "step")
    words = [word.strip(".,;") for word in text.replace("/", " ").split()]
    return next((_BY_WORD[word] for word in words if word in _BY_WORD), None)


def matched(
    row: int,
    learner_name: str,
    learner_member: int | None,
    contact: Contact,
    people: Sequence[Person],
) -> Tie:
    """Who of these members a contact is: name and e-mail address agree, or the name is that of
    one parent or carer of the school alone and no address speaks against it."""
    relation = relation_of(contact)
    tie = Tie(row, learner_name, contact.name, relation or "")
    if relation is None:
        return _not(tie, Untied.NO_CARER)
    named = [person for person in people if folded(person.name) == folded(contact.name)]
    sure = [p for p in named if contact.email and p.email == contact.email]
    likely = [
        p
        for p in named
        if p.is_guardian_here and not (contact.email and p.email and p.email != contact.email)
    ]
    found = sure or likely
    if len(found) > 1:
        return _not(tie, Untied.SEVERAL)
    if not found:
        return _not(tie, Untied.NOBODY)
    if found[0].member == learner_member:
        return _not(tie, Untied.THE_LEARNER)
    return Tie(row, learner_name, contact.name, relation, found[0].member)


def _not(tie: Tie, why: Untied) -> Tie:
    return Tie(tie.row, tie.learner_name, tie.contact, tie.relation, None, why)
