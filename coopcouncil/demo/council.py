"""Those at Calderbrook Council who buy, judge and follow what was promised, and two who bid."""

from coopcouncil.demo.part import Part
from coopcouncil.organisations.kinds import Role

COUNCIL = (
    Part(
        "procurement-lead",
        "Helen",
        "Barraclough",
        "calderbrook",
        "Helen Barraclough, procurement lead at Calderbrook Council",
        "Helen Barraclough, arweinydd caffael Cyngor Calderbrook",
        "Four tenders: one under contract, one that waits for moderation, one open for bids, one "
        "that is being prepared. Try weights on bids that nobody made.",
        "Pedwar tendr: un dan gontract, un sy’n aros am gymedroli, un ar agor i gynigion, un sy’n "
        "cael ei baratoi. Rhowch bwysoliadau ar brawf ar gynigion na wnaeth neb.",
        "/calderbrook/tenders/work",
        (Role.PROCUREMENT_LEAD, Role.SECRETARY),
    ),
    Part(
        "evaluator-care",
        "Shazia",
        "Rafiq",
        "calderbrook",
        "Shazia Rafiq, commissioner of care, who scores bids at Calderbrook Council",
        "Shazia Rafiq, comisiynydd gofal, sy’n sgorio cynigion yng Nghyngor Calderbrook",
        "Read bids without their bidders’ names; each score has its reason, and nobody "
        "sees it before you have finished.",
        "Darllenwch gynigion heb enwau’r cynigwyr; mae rheswm i bob sgôr, ac ni wêl neb "
        "mohono cyn i chi orffen.",
        "/calderbrook/tenders/work",
    ),
    Part(
        "evaluator-community",
        "Owain",
        "Meredith",
        "calderbrook",
        "Owain Meredith, of the communities team, who scores bids at Calderbrook Council,"
        " and reads Welsh",
        "Owain Meredith, o’r tîm cymunedau, sy’n sgorio cynigion yng Nghyngor "
        "Calderbrook, ac yn darllen Cymraeg",
        "Score what bidders promise the place; declare an interest, if you have one.",
        "Sgoriwch yr hyn y mae cynigwyr yn ei addo i’r ardal; datganwch fuddiant, os oes "
        "gennych un.",
        "/calderbrook/tenders/work",
        language="cy",
    ),
    Part(
        "evaluator-user",
        "Edith",
        "Hinchliffe",
        "calderbrook",
        "Edith Hinchliffe, who uses the service, and scores bids at Calderbrook Council",
        "Edith Hinchliffe, sy’n defnyddio’r gwasanaeth, ac yn sgorio cynigion yng "
        "Nghyngor Calderbrook",
        "Score the two questions that are yours.",
        "Sgoriwch y ddau gwestiwn sy’n perthyn i chi.",
        "/calderbrook/tenders/work",
    ),
    Part(
        "moderator",
        "Leah",
        "Ogden",
        "calderbrook",
        "Leah Ogden, who moderates scores at Calderbrook Council",
        "Leah Ogden, sy’n cymedroli sgoriau yng Nghyngor Calderbrook",
        "Bring three scores to one that is agreed: never their average.",
        "Dewch â thri sgôr at un y cytunir arno: byth eu cyfartaledd.",
        "/calderbrook/tenders/work",
    ),
    Part(
        "opening-officer",
        "Neil",
        "Robertshaw",
        "calderbrook",
        "Neil Robertshaw, who opens bids at Calderbrook Council",
        "Neil Robertshaw, sy’n agor cynigion yng Nghyngor Calderbrook",
        "Open sealed bids with a second officer, once the deadline has passed.",
        "Agorwch gynigion wedi’u selio gydag ail swyddog, ar ôl i’r dyddiad cau fynd heibio.",
        "/calderbrook/tenders/work",
    ),
    Part(
        "contract-manager",
        "Priya",
        "Sharma",
        "calderbrook",
        "Priya Sharma, who follows contracts at Calderbrook Council",
        "Priya Sharma, sy’n dilyn contractau yng Nghyngor Calderbrook",
        "See which promises were kept, and which one is late.",
        "Gwelwch pa addewidion a gadwyd, a pha un sy’n hwyr.",
        "/calderbrook/tenders/work",
    ),
    Part(
        "bidder-co-op",
        "Ruby",
        "Greenwood",
        "calderbrook",
        "Ruby Greenwood, of Calder Valley Care Co-operative, which bids",
        "Ruby Greenwood, o Gydweithfa Gofal Calder Valley, sy’n cynnig",
        "Answer a tender of the council, on its pages or in a spreadsheet.",
        "Atebwch dendr y cyngor, ar ei dudalennau neu mewn taenlen.",
        "/calderbrook/",
    ),
    Part(
        "bidder-company",
        "Martin",
        "Whiteley",
        "calderbrook",
        "Martin Whiteley, of Pennine Support Services, which bids",
        "Martin Whiteley, o Pennine Support Services, sy’n cynnig",
        "See your own bid and your own assessment summary, and nobody else’s.",
        "Gwelwch eich cynnig eich hun a’ch crynodeb asesu eich hun, a neb arall.",
        "/calderbrook/",
    ),
)
