"""Deeds of those who prepare and publish tenders."""

from coopcouncil.procurement.tenders.actions.criteria import (
    add_criterion,
    change_criterion,
    move_criterion,
    remove_criterion,
    weigh,
)
from coopcouncil.procurement.tenders.actions.ending import end
from coopcouncil.procurement.tenders.actions.lots import LotDraft, add_lot, change_lot, remove_lot
from coopcouncil.procurement.tenders.actions.particulars import (
    Particulars,
    Times,
    change_particulars,
    create,
    set_times,
)
from coopcouncil.procurement.tenders.actions.people import assign, end_part, take_part
from coopcouncil.procurement.tenders.actions.publishing import publish, republish
from coopcouncil.procurement.tenders.actions.revising import begin_change, drop_change
from coopcouncil.procurement.tenders.actions.scales import (
    BandDraft,
    ScaleDraft,
    add_scale,
    change_scale,
    remove_scale,
)
from coopcouncil.procurement.tenders.rules.criteria import CriterionDraft

__all__ = [
    "BandDraft",
    "CriterionDraft",
    "LotDraft",
    "Particulars",
    "ScaleDraft",
    "Times",
    "add_criterion",
    "add_lot",
    "add_scale",
    "assign",
    "begin_change",
    "change_criterion",
    "change_lot",
    "change_particulars",
    "change_scale",
    "create",
    "drop_change",
    "end",
    "end_part",
    "move_criterion",
    "publish",
    "remove_criterion",
    "remove_lot",
    "remove_scale",
    "republish",
    "set_times",
    "take_part",
    "weigh",
]
