"""The closed sets that the law knows: legal forms, nations, offices. Standard library only."""

from enum import StrEnum


class LegalForm(StrEnum):
    """What the organisation is in law; it decides which law applies."""

    CO_OPERATIVE_SOCIETY = "co-operative-society"
    COMMUNITY_BENEFIT_SOCIETY = "community-benefit-society"
    CREDIT_UNION = "credit-union"
    COMPANY_LIMITED_BY_GUARANTEE = "company-limited-by-guarantee"
    CIC = "cic"
    COUNCIL = "council"
    SCHOOL = "school"
    OTHER = "other"


SOCIETIES = frozenset(
    {
        LegalForm.CO_OPERATIVE_SOCIETY,
        LegalForm.COMMUNITY_BENEFIT_SOCIETY,
        LegalForm.CREDIT_UNION,
    }
)
"""Registered under the Co-operative and Community Benefit Societies Act 2014."""

COMPANIES = frozenset({LegalForm.COMPANY_LIMITED_BY_GUARANTEE, LegalForm.CIC})
"""Registered under the Companies Act 2006."""


class Nation(StrEnum):
    """Whose law and whose bank holidays."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Role(StrEnum):
    """An office that may be held in an organisation, or over a trust's cluster."""

    SECRETARY = "secretary"
    CHAIR = "chair"
    RETURNING_OFFICER = "returning-officer"
    SCRUTINEER = "scrutineer"
    TREASURER = "treasurer"
    DIRECTOR = "director"
    AUDITOR = "auditor"
    TRUST_ADMINISTRATOR = "trust-administrator"
    SAFEGUARDING_LEAD = "safeguarding-lead"
    TEACHER = "teacher"
    CREDIT_UNION_OFFICER = "credit-union-officer"
    NOMINATED_OFFICER = "nominated-officer"
    PROCUREMENT_LEAD = "procurement-lead"


class Asking(StrEnum):
    """What an organisation posts in a council's directory."""

    NEED = "need"
    OFFER = "offer"
