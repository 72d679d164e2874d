"""Registers in which an organisation has its number, as open contracting names them."""

from enum import StrEnum

__all__ = ["Scheme"]


class Scheme(StrEnum):
    """Codes of org-id.guide; a register not listed here is `OTHER`."""

    NONE = ""
    COMPANIES = "GB-COH"
    MUTUALS = "GB-MPR"
    CHARITIES = "GB-CHC"
    SCOTTISH_CHARITIES = "GB-SC"
    NORTHERN_CHARITIES = "GB-NIC"
    SCHOOLS = "GB-EDU"
    OTHER = "XI-OTHER"
