"""What roles, legal forms and nations are called, in the reader's language."""

from typing import Any

from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.kinds import LegalForm, Nation, Role

ROLES: dict[Role, Any] = {
    Role.SECRETARY: lazy("Secretary"),
    Role.CHAIR: lazy("Chair"),
    Role.RETURNING_OFFICER: lazy("Returning officer"),
    Role.SCRUTINEER: lazy("Scrutineer"),
    Role.TREASURER: lazy("Treasurer"),
    Role.DIRECTOR: lazy("Director"),
    Role.AUDITOR: lazy("Auditor"),
    Role.TRUST_ADMINISTRATOR: lazy("Trust administrator"),
    Role.SAFEGUARDING_LEAD: lazy("Safeguarding lead"),
    Role.TEACHER: lazy("Teacher"),
    Role.CREDIT_UNION_OFFICER: lazy("Credit-union officer"),
    Role.NOMINATED_OFFICER: lazy("Nominated officer"),
    Role.PROCUREMENT_LEAD: lazy("Procurement lead"),
}

# What each may do, so that members see what they have trusted somebody with.
POWERS: dict[Role, Any] = {
    Role.SECRETARY: lazy("Keeps the register and the rules, calls meetings, gives out roles."),
    Role.CHAIR: lazy("Runs meetings."),
    Role.RETURNING_OFFICER: lazy("Runs elections and ballots, and declares results."),
    Role.SCRUTINEER: lazy("Watches ballots and counts."),
    Role.TREASURER: lazy("Looks after money and accounts."),
    Role.DIRECTOR: lazy("Sits on the board."),
    Role.AUDITOR: lazy("Checks the accounts, and gets notice of meetings."),
    Role.TRUST_ADMINISTRATOR: lazy("Keeps the register across the trust’s schools."),
    Role.SAFEGUARDING_LEAD: lazy(
        "Says whom nobody may write to; alone sees who that is and why, and each look is recorded."
    ),
    Role.TEACHER: lazy(
        "Tells what classes said in class votes, and takes children’s savings at school."
    ),
    Role.CREDIT_UNION_OFFICER: lazy("Looks after savings and loans."),
    Role.NOMINATED_OFFICER: lazy("Is told of anything that the law on proceeds of crime is about."),
    Role.PROCUREMENT_LEAD: lazy("Runs tenders."),
}

LEGAL_FORMS: dict[LegalForm, Any] = {
    LegalForm.CO_OPERATIVE_SOCIETY: lazy("Co-operative society"),
    LegalForm.COMMUNITY_BENEFIT_SOCIETY: lazy("Community benefit society"),
    LegalForm.CREDIT_UNION: lazy("Credit union"),
    LegalForm.COMPANY_LIMITED_BY_GUARANTEE: lazy("Company limited by guarantee"),
    LegalForm.CIC: lazy("Community interest company"),
    LegalForm.COUNCIL: lazy("Council"),
    LegalForm.SCHOOL: lazy("School"),
    LegalForm.OTHER: lazy("Organisation"),
}

NATIONS: dict[Nation, Any] = {
    Nation.ENGLAND: lazy("England"),
    Nation.WALES: lazy("Wales"),
    Nation.SCOTLAND: lazy("Scotland"),
    Nation.NORTHERN_IRELAND: lazy("Northern Ireland"),
}
