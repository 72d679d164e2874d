"""What things before the notice are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Moment, Said, Topic

TOPICS = {
    Topic.SOCIAL_VALUE: lazy("What the procurement might improve"),
    Topic.CONSULTING: lazy("Whether to consult"),
    Topic.WELL_BEING: lazy("Socially responsible procurement and the well-being goals"),
    Topic.POLICY: lazy("The procurement policy statement"),
    Topic.WEIGHT: lazy("How much social value counts"),
}
LAWS = {
    Topic.SOCIAL_VALUE: lazy(
        "Public Services (Social Value) Act 2012, section 1: before the process starts, think how "
        "what is bought might improve the economic, social and environmental well-being of the "
        "area, and how the process might secure it. Only what is relevant, and in proportion."
    ),
    Topic.CONSULTING: lazy(
        "The same section: think whether to consult on it. You need not, but you must have "
        "thought about it."
    ),
    Topic.WELL_BEING: lazy(
        "Social Partnership and Public Procurement (Wales) Act 2023, section 24: seek to improve "
        "well-being by buying in a socially responsible way, and publish objectives. Check "
        "whether it is in force for you."
    ),
    Topic.POLICY: lazy(
        "Procurement Act 2023, sections 13 and 14: have regard to the National Procurement Policy "
        "Statement, in Wales to the Wales Procurement Policy Statement."
    ),
    Topic.WEIGHT: lazy(
        "No law sets a weight for councils. Central government gives at least 10 per cent "
        "(Procurement Policy Note 002), and for notices from 1 January 2027 at least 10 per cent "
        "from £1 million and 20 per cent from £5 million (Procurement Policy Note 026). Councils "
        "often give 10 to 30."
    ),
}
QUESTIONS = {
    "improve": lazy("What might be improved for the area?"),
    "secure": lazy("How might the process secure it?"),
    "proportion": lazy("Why is it relevant, and in proportion?"),
    "whether": lazy("Do you consult?"),
    "whom": lazy("Whom, and how? Or why not?"),
    "result": lazy("What came of it?"),
    "objectives": lazy("Which of your published objectives does it serve?"),
    "steps": lazy("What is done so that it does?"),
    "regard": lazy("How did you have regard to it?"),
    "because": lazy("Why so much?"),
}
CONSULTS = {
    "yes": lazy("Yes, we do"),
    "no": lazy("No, we do not"),
    "later": lazy("Yes, and it is not done yet"),
}
CONDITIONS = {
    Condition.FLEXIBLE: lazy("Not an open procedure"),
    Condition.SUPPORTED_SHARE: lazy("At least 30 per cent of the workforce"),
    Condition.SUPPORTED_AIM: lazy("Made for supported employment"),
    Condition.MUTUAL_SERVICE: lazy("A light-touch public service"),
    Condition.MUTUAL_TERM: lazy("Five years at most"),
    Condition.MUTUAL_PROFITS: lazy("Profits stay with members"),
    Condition.MUTUAL_CONTROL: lazy("Run by those who work there"),
    Condition.MUTUAL_AWARD_BEFORE: lazy("No such award for three years"),
    Condition.BELOW_THRESHOLD: lazy("Below the threshold"),
    Condition.NO_CROSS_BORDER: lazy("No agreement with other countries covers it"),
    Condition.AREA_STATED: lazy("The notice names the area"),
    Condition.SIZE_STATED: lazy("The notice says which suppliers"),
}
ASKS = {
    Condition.FLEXIBLE: lazy(
        "Only a competitive flexible procedure can leave other suppliers out; an open procedure is "
        "open to all (Procurement Act 2023, sections 32 and 33)."
    ),
    Condition.SUPPORTED_SHARE: lazy(
        "Disabled or disadvantaged people make up at least 30 per cent of the workforce of those "
        "who may bid, or of the parts of them that will perform the contract (Procurement Act "
        "2023, section 32)."
    ),
    Condition.SUPPORTED_AIM: lazy(
        "Those who may bid work wholly or partly to give disabled or disadvantaged people "
        "employment, or support in it (Procurement Act 2023, section 32)."
    ),
    Condition.MUTUAL_SERVICE: lazy(
        "The contract is for light-touch services that the regulations let be reserved. Those who "
        "may bid work to deliver public services, and mainly such ones (Procurement Act 2023, "
        "section 33)."
    ),
    Condition.MUTUAL_TERM: lazy(
        "The contract ends, with every extension, five years after its first day or earlier."
    ),
    Condition.MUTUAL_PROFITS: lazy(
        "Those who may bid are not for profit, or give profits to nobody but their members."
    ),
    Condition.MUTUAL_CONTROL: lazy("They are under the management and control of their employees."),
    Condition.MUTUAL_AWARD_BEFORE: lazy(
        "Those who may bid have not entered into a contract for the same kind of services with the "
        "council, reserved in the same way, in the three years that end with the day of the award. "
        "Where one has, give the day of that contract."
    ),
    Condition.BELOW_THRESHOLD: lazy(
        "The estimated value of the whole procurement, with VAT, is below the threshold."
    ),
    Condition.NO_CROSS_BORDER: lazy(
        "The value was not split to come below the threshold, and no trade agreement gives "
        "suppliers of other countries a right to bid."
    ),
    Condition.AREA_STATED: lazy(
        "The notice will say that the contract is reserved, and for suppliers of which area."
    ),
    Condition.SIZE_STATED: lazy(
        "The notice will say that only small and medium-sized or social enterprises may bid."
    ),
}
SAID = {Said.YES: lazy("Yes"), Said.NO: lazy("No"), Said.UNSURE: lazy("Not sure yet")}
MOMENTS = {
    Moment.OPENED: lazy("Prepared"),
    Moment.REVIEWED: lazy("Reviewed"),
    Moment.CONFIRMED: lazy("Confirmed for a notice"),
}
CHECKED = {
    "seen": lazy("Checked against a published source."),
    "secondary": lazy("Known from others’ accounts of it alone: check before you rely on it."),
    "memory": lazy("Not checked against the law itself: check before you rely on it."),
}
