"""What the columns of an HR export are: guessed from its headings, in either language. Pure."""

from collections.abc import Sequence

from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.importing.headings import guesses
from coopcouncil.members.words import words

CALLED = {
    "employee_number": lazy("Employee number"),
    "given_name": lazy("Given name"),
    "family_name": lazy("Family name"),
    "name": lazy("Full name (the last word is the family name)"),
    "email": lazy("E-mail address"),
    "postal_address": lazy("Postal address"),
    "postcode": lazy("Postcode"),
    "date_of_birth": lazy("Date of birth"),
    "language": lazy("Language"),
    "post": lazy("Post"),
    "began_on": lazy("First day of employment"),
    "ended_on": lazy("Last day of employment"),
}
JOB = ("employee_number", "post", "began_on", "ended_on")
# Parts of an address may stand in several columns, in their order.
JOINED = frozenset({"postal_address"})

_KNOWN_AS = {
    "employee_number": "employee number|employee no|employee id|employee ref|employee reference|"
    "emp no|emp id|payroll number|payroll no|payroll id|payroll ref|staff number|staff no|"
    "staff id|staff ref|person number|assignment number|pay number|rhif gweithiwr|rhif staff|"
    "rhif cyflogres|rhif y gweithiwr",
    "given_name": "given name|first name|forename|forenames|known as|preferred name|firstname|"
    "enw cyntaf|enwau cyntaf",
    "family_name": "family name|surname|last name|lastname|cyfenw",
    "name": "name|full name|employee name|employee|staff name|enw|enw llawn",
    "email": "email|e mail|email address|work email|personal email|home email|ebost|e bost|"
    "cyfeiriad e bost",
    "postal_address": "address|home address|postal address|address line 1|address line 2|"
    "address line 3|address 1|address 2|address 3|street|town|city|county|cyfeiriad|tref",
    "postcode": "postcode|post code|home postcode|cod post",
    "date_of_birth": "date of birth|dob|birth date|dyddiad geni",
    "language": "language|preferred language|iaith|dewis iaith",
    "post": "post|post title|job|job title|position|position title|role|swydd|teitl swydd",
    "began_on": "start date|date started|employment start date|continuous service date|hire date|"
    "date of appointment|joined|began|dyddiad dechrau",
    "ended_on": "end date|leaving date|date left|leave date|termination date|last day|"
    "employment end date|leaver date|dyddiad gadael|dyddiad gorffen",
}
_GUESSES = {known: target for target, names in _KNOWN_AS.items() for known in names.split("|")}


def guessed(headings: Sequence[str]) -> list[str]:
    """For each column what it probably is, or "" for one to leave out.

    >>> guessed(["Payroll No.", "Surname", "Forename", "Grade"])
    ['employee_number', 'family_name', 'given_name', '']
    """
    return guesses(headings, lambda heading: _GUESSES.get(" ".join(words(heading)), ""), JOINED)
