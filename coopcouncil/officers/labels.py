"""Offices and choices in words, for pages."""

from datetime import date

from coopcouncil.kernel.i18n import gettext, lazy, ngettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.kinds import Fact
from coopcouncil.members.labels import PURPOSES, Names
from coopcouncil.officers.kinds import Chosen, Deed, Ending, Office, offices_in
from coopcouncil.officers.rules.refusals import Fault
from coopcouncil.officers.rules.retirement import Why
from coopcouncil.organisations.kinds import COMPANIES
from coopcouncil.organisations.models import Organisation

OFFICES = {
    Office.COMMITTEE: lazy("Committee member"),
    Office.CHAIR: lazy("Chair"),
    Office.VICE_CHAIR: lazy("Vice-chair"),
    Office.SECRETARY: lazy("Secretary"),
    Office.TREASURER: lazy("Treasurer"),
    Office.MANAGER: lazy("Manager"),
}
DIRECTOR = lazy("Director")
CHOSEN = {
    Chosen.ELECTED: lazy("Elected by the members"),
    Chosen.COOPTED: lazy("Co-opted by the committee, until the next annual meeting"),
    Chosen.APPOINTED: lazy("Appointed by another body, or by virtue of another office"),
    Chosen.FOUNDING: lazy("Named when the organisation was founded"),
}
CHOSEN_SHORT = {
    Chosen.ELECTED: lazy("Elected"),
    Chosen.COOPTED: lazy("Co-opted"),
    Chosen.APPOINTED: lazy("Appointed"),
    Chosen.FOUNDING: lazy("Founding"),
}
ENDINGS = {
    Ending.RETIRED: lazy("Retired"),
    Ending.RESIGNED: lazy("Resigned"),
    Ending.REMOVED: lazy("Removed by the members or under the rules"),
    Ending.DISQUALIFIED: lazy("Disqualified"),
    Ending.DIED: lazy("Died"),
}
DEEDS = {
    Deed.TOOK_OFFICE: lazy("Took office"),
    Deed.CHANGED: lazy("Details changed"),
    Deed.CHOSEN_AGAIN: lazy("Elected or appointed again"),
    Deed.LEFT: lazy("Left office"),
    Deed.CORRECTED: lazy("Corrected"),
}
FACTS = {
    "given_name": lazy("Given name"),
    "family_name": lazy("Family name"),
    "offices": lazy("Offices"),
    "chosen": lazy("How they came to the committee"),
    "chosen_on": lazy("Day of the election or appointment"),
    "constituency_id": lazy("Constituency"),
    "postal_address": lazy("Postal address"),
    "postcode": lazy("Postcode"),
    "email": lazy("E-mail address"),
    "email_purposes": lazy("What the e-mail address is for"),
    "date_of_birth": lazy("Date of birth"),
    "age_proof": lazy("Age checked by the secretary"),
    "is_employee": lazy("Employee"),
    "ending": lazy("How they left"),
}


FAULTS = {
    Fault.NO_MEMBER: lazy("{name} is no member today, and your rules ask that the elected are."),
    Fault.TERM_OVER: lazy("The term for which {name} was elected is over."),
    Fault.TOO_LONG: lazy("{name} has been on the committee for longer than your rules let."),
}


def fault_in_words(fault: Fault, name: str) -> str:
    """What is to be looked at, as a sentence."""
    return str(FAULTS[fault]).format(name=name)


def office_name(office: Office, org: Organisation) -> str:
    """What an office is called in such an organisation."""
    if office is Office.COMMITTEE and org.legal_form in COMPANIES:
        return str(DIRECTOR)
    return str(OFFICES[office])


def offices_named(text: Fact, org: Organisation) -> str:
    """Several offices as a line."""
    return ", ".join(office_name(office, org) for office in offices_in(text))


def words_for(name: str, value: Fact, names: Names, org: Organisation) -> str:
    """The value of a fact as a page says it; empty where nothing is known."""
    if value is None or value == "":
        return ""
    if name == "offices":
        return offices_named(value, org)
    if name == "chosen":
        return str(CHOSEN[Chosen(str(value))])
    if name == "ending":
        return str(ENDINGS[Ending(str(value))])
    if name in ("age_proof", "is_employee"):
        return gettext("Yes")
    if name in ("chosen_on", "date_of_birth"):
        return shown_date(date.fromisoformat(str(value)))
    if name == "constituency_id":
        return names.constituencies.get(int(value), "")
    if name == "email_purposes":
        return ", ".join(str(PURPOSES.get(p, p)) for p in str(value).split())
    return str(value)


def why_in_words(why: Why, chosen_on: date, term_years: int) -> str:
    """Why somebody retires or stays, as a sentence of the page."""
    text = {
        Why.FOUNDING: gettext(
            "Named when the organisation was founded: all of them retire at the first annual "
            "meeting."
        ),
        Why.COOPTED: gettext("Co-opted on {date}: serves until the next annual meeting."),
        Why.TERM: gettext("Elected on {date}: the term that the rules set, {years}, is over."),
        Why.ROTATION: gettext("Elected on {date}, and so among the longest in office."),
        Why.LOT: gettext("Elected on {date}, as long in office as others: the lot fell on them."),
        Why.TIED: gettext("Elected on {date}, as long in office as others: lots must be drawn."),
        Why.STAYS: gettext("Elected on {date}: others have been longer in office."),
        Why.SPARED_BY_LOT: gettext(
            "Elected on {date}, as long in office as others: the lot fell on another."
        ),
        Why.APPOINTED: gettext("Appointed: serves as long as whoever appointed them says."),
    }[why]
    return text.format(date=shown_date(chosen_on), years=years_in_words(term_years))


def years_in_words(years: int) -> str:
    """So many years."""
    return ngettext("{n} year", "{n} years", years).format(n=years)
