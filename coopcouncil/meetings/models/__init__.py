"""The tables of a meeting, by noun."""

from coopcouncil.meetings.models.meeting import (
    AgendaItem,
    AgendaPaper,
    Cancellation,
    ItemKind,
    Kind,
    Meeting,
    OfMeeting,
    PaperLanguage,
    ShortNoticeAgreement,
)
from coopcouncil.meetings.models.minutes import Minutes, MinutesPublication, MinutesVersion
from coopcouncil.meetings.models.notice import (
    CopyLanguage,
    CopyWay,
    LetterBatch,
    Notice,
    NoticeCopy,
    NoticeKind,
)
from coopcouncil.meetings.models.room import Apology, Attendance, AttendanceWay

__all__ = [
    "AgendaItem",
    "AgendaPaper",
    "Apology",
    "Attendance",
    "AttendanceWay",
    "Cancellation",
    "CopyLanguage",
    "CopyWay",
    "ItemKind",
    "Kind",
    "LetterBatch",
    "Meeting",
    "Minutes",
    "MinutesPublication",
    "MinutesVersion",
    "Notice",
    "NoticeCopy",
    "NoticeKind",
    "OfMeeting",
    "PaperLanguage",
    "ShortNoticeAgreement",
]
