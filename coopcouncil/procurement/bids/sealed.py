"""What the site's key seals of a bid, each for its own purpose and bound to its own row."""

import base64
import json
from typing import Any

from coopcouncil.kernel import files
from coopcouncil.kernel.sealing import seal, unseal
from coopcouncil.procurement.bids.models import AnswerFile, Bid, PortalImport, Submission
from coopcouncil.procurement.bids.rules.draft import Draft, dumped, loaded

BID, DRAFT, PROPOSED, FILE, PORTAL = (
    "bid",
    "bid-draft",
    "bid-proposed",
    "bid-file",
    "bids-from-a-portal",
)


def draft_of(bid: Bid) -> Draft:
    """What its bidder has typed."""
    return loaded(unseal(bid.draft, DRAFT, _about(bid))) if bid.draft else Draft()


def sealed_draft(bid: Bid, draft: Draft) -> bytes:
    """The draft as it is kept."""
    return seal(dumped(draft), DRAFT, _about(bid))


def proposed_of(bid: Bid) -> dict[str, Any] | None:
    """What a spreadsheet said that nobody has taken over yet."""
    if not bid.proposed:
        return None
    told: dict[str, Any] = json.loads(unseal(bid.proposed, PROPOSED, _about(bid)))
    return told


def sealed_proposal(bid: Bid, told: dict[str, Any]) -> bytes:
    """What a spreadsheet said, as it is kept until its bidder has looked at it."""
    return seal(json.dumps(told, ensure_ascii=False), PROPOSED, _about(bid))


def sealed_paper(bid: Bid, text: str) -> bytes:
    """A bid that is handed in."""
    return seal(text, BID, _about(bid))


def paper_text(bid: Bid, submission: Submission) -> str:
    """The canonical text of what was handed in: for its bidder, and for the opening."""
    return unseal(submission.sealed, BID, _about(bid))


def sealed_file(bid: Bid, data: bytes) -> bytes:
    """A file as it lies in the store."""
    return seal(base64.b64encode(data).decode(), FILE, _about(bid))


async def file_bytes(bid: Bid, file: AnswerFile) -> bytes:
    """The file's own bytes again."""
    await file.fetch_related("stored")
    return base64.b64decode(unseal(await files.read(file.stored), FILE, _about(bid)))


def sealed_portal(org_id: int, tender_id: int, told: dict[str, Any]) -> bytes:
    """Bids from the portal that wait to be looked at."""
    return seal(json.dumps(told, ensure_ascii=False), PORTAL, f"{org_id}:{tender_id}")


def portal_of(waiting: PortalImport) -> dict[str, Any] | None:
    """Those bids again; nothing once they are taken over."""
    if not waiting.sealed:
        return None
    about = f"{waiting.organisation_id}:{waiting.tender_id}"
    told: dict[str, Any] = json.loads(unseal(waiting.sealed, PORTAL, about))
    return told


def _about(bid: Bid) -> str:
    return f"{bid.organisation_id}:{bid.id}"
