"""What the columns of a list are: guessed from its headings, in either language. Pure."""

from collections.abc import Callable, Container, Sequence

from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.words import words

# The register's own headings, in and out (docs/formats), in their order.
HEADINGS = (
    "member_number",
    "given_name",
    "family_name",
    "email",
    "postal_address",
    "postcode",
    "date_of_birth",
    "language",
    "constituency",
    "class",
    "status",
    "joined_on",
    "left_on",
    "shares",
    "amount_paid",
    "effective_on",
    "reason",
)
# What a list may hold besides.
MORE = (
    "name",
    "format",
    "email_purposes",
    "part",
    "other_property",
    "fits",
    "member_kind",
    "representative",
    "representative_email",
    "left_because",
)
TARGETS = (*HEADINGS, *MORE)
# Parts of an address may stand in several columns, in their order.
JOINED = frozenset({"postal_address"})

CALLED = {
    "member_number": lazy("Member number"),
    "given_name": lazy("Given name"),
    "family_name": lazy("Family name"),
    "name": lazy("Full name (the last word is the family name)"),
    "email": lazy("E-mail address"),
    "postal_address": lazy("Postal address"),
    "postcode": lazy("Postcode"),
    "date_of_birth": lazy("Date of birth"),
    "language": lazy("Language"),
    "constituency": lazy("Constituency"),
    "class": lazy("Class of member"),
    "status": lazy("Status"),
    "joined_on": lazy("Date joined"),
    "left_on": lazy("Date left"),
    "shares": lazy("Number of shares"),
    "amount_paid": lazy("Amount paid on shares"),
    "effective_on": lazy("Day from which the row holds"),
    "reason": lazy("Reason for the change"),
    "format": lazy("Format of letters"),
    "email_purposes": lazy("What the e-mail address is for"),
    "part": lazy("School"),
    "other_property": lazy("Other property in the society"),
    "fits": lazy("Qualifies besides in"),
    "member_kind": lazy("Person or organisation"),
    "representative": lazy("Representative"),
    "representative_email": lazy("Representative’s e-mail address"),
    "left_because": lazy("How membership ended"),
}

_KNOWN_AS = {
    "member_number": "member number|membership number|member no|membership no|member id|"
    "membership id|number|no|id|ref|reference|member ref|rhif aelod|rhif aelodaeth|rhif",
    "given_name": "given name|given names|first name|first names|forename|forenames|firstname|"
    "christian name|enw cyntaf|enwau cyntaf|enw bedydd",
    "family_name": "family name|last name|lastname|surname|second name|cyfenw|enw teuluol",
    "name": "name|full name|member|member name|enw|enw llawn|enw aelod|enwr aelod",
    "email": "email|e mail|email address|e mail address|mail|ebost|e bost|cyfeiriad ebost|"
    "cyfeiriad e bost",
    "postal_address": "postal address|address|home address|street|address 1|address 2|address 3|"
    "address 4|address line 1|address line 2|address line 3|address line 4|address1|address2|"
    "address3|address4|town|city|town city|county|village|locality|cyfeiriad|cyfeiriad post|"
    "cyfeiriad 1|cyfeiriad 2|cyfeiriad 3|tref|sir|stryd|pentref",
    "postcode": "postcode|post code|postal code|zip|cod post",
    "date_of_birth": "date of birth|dob|d o b|birth date|birthday|born|dyddiad geni",
    "language": "language|preferred language|language preference|iaith|dewis iaith",
    "constituency": "constituency|membership group|group|electoral group|etholaeth|grwp",
    "class": "class|member class|class of member|membership type|type|category|dosbarth|math|"
    "math o aelodaeth",
    "status": "status|membership status|member status|statws",
    "joined_on": "joined on|joined|date joined|join date|joining date|start date|member since|"
    "date of admission|admitted|date entered|dyddiad ymuno|ymunodd|ymunwyd",
    "left_on": "left on|left|date left|leaving date|leave date|end date|date ceased|ceased|"
    "dyddiad gadael|gadawodd",
    "shares": "shares|number of shares|no of shares|shares held|shareholding|cyfranddaliadau|"
    "nifer y cyfranddaliadau",
    "amount_paid": "amount paid|paid|amount paid on shares|share capital|value of shares|"
    "swm a dalwyd|talwyd",
    "effective_on": "effective on|effective date|effective|effective from|with effect from|"
    "yn effeithiol o|dyddiad dod i rym",
    "reason": "reason|reason for change|rheswm",
    "format": "format|letter format|accessible format|fformat",
    "email_purposes": "email purposes|e mail purposes|purposes|dibenion",
    "part": "part|school|school name|ysgol|enwr ysgol",
    "other_property": "other property|property|eiddo arall",
    "fits": "fits|also qualifies in|qualifies besides in|other constituencies|hefyd yn gymwys yn",
    "member_kind": "member kind|kind of member|person or organisation|person neu sefydliad",
    "representative": "representative|named representative|rep|cynrychiolydd",
    "representative_email": "representative email|representatives email|representative e mail|"
    "ebost y cynrychiolydd|e bost y cynrychiolydd",
    "left_because": "left because|how membership ended|leaving reason|reason for leaving|"
    "rheswm dros adael",
}
_GUESSES = {known: target for target, names in _KNOWN_AS.items() for known in names.split("|")}


def guessed(headings: Sequence[str]) -> list[str]:
    """For each column what it probably is, or "" for one to leave out.

    >>> guessed(["Surname", "First name", "Rhif aelod", "Shoe size"])
    ['family_name', 'given_name', 'member_number', '']
    """
    return guesses(headings, _target_of, JOINED)


def _target_of(heading: str) -> str:
    exact = heading.strip().lower()
    return exact if exact in TARGETS else _GUESSES.get(" ".join(words(heading)), "")


def guesses(
    headings: Sequence[str], target_of: Callable[[str], str], joined: Container[str]
) -> list[str]:
    """What each column is taken for: nothing twice but what is `joined`, and no whole name
    where its parts stand."""
    found: list[str] = []
    for heading in headings:
        target = target_of(heading)
        found.append("" if target in found and target not in joined else target)
    if "name" in found and {"given_name", "family_name"} & set(found):
        found[found.index("name")] = ""
    return found


def trouble_with(mapping: Sequence[str], joined: Container[str] = JOINED) -> str:
    """Which target stands twice, or "" where all is well."""
    kept = [target for target in mapping if target and target not in joined]
    return next((target for target in kept if kept.count(target) > 1), "")
