"""Names that are one name in two languages, or in two spellings. Pure.

Each line is one set: what stands in it may be the same name. A name may stand in several.
"""

GIVEN = """
sion john shon jon jonathan jac jack
ieuan ifan evan iwan ioan euan iefan
sian jane shan sheena
sioned janet shoned
siwan joan shuan
dafydd david dai dave deio dewi davydd
mair mary mari maria
gwilym william wil will bill willie gwil
catrin catherine katherine kathryn cadi cati kate katie cathrin catryn
elin ellen helen elen elena nel nell
elisabeth elizabeth bethan beth betsan betsi liz lizzie bess leusa
marged margaret mared maggie peggy megan meg
mererid meredith margaret
alys alice alis
huw hugh huwcyn hughie
hywel howell howel hywell
owain owen owein
rhys rees reece rice
gruffydd gruffudd griffith griff guto gruff
llywelyn llewelyn llewellyn llew lyn lewelyn
iago james jim jimmy siams
sior george siors
pedr peter pete
pawl paul
steffan stephen steven steve stefan
tomos thomas tom twm tommy
mihangel michael meical mike mick
rhisiart richard dic dick rick rich
robat robert rob bob robin bobby
iorwerth edward ed ted teddy eddie
harri harry henry henri hal
emrys ambrose
lowri laura
luned eluned lynette
gwenllian gwen gwenno
ann anne anna nan annie hannah
sara sarah sally
andras andreas andrew andy drew
marc mark marcus
mathew matthew matt matthews
joseff joseph joe
beti betty elizabeth
siarl charles charlie
ffransis francis frank
ffion fion
ffred fred frederick alfred
ruth rhuth
rhydian rhidian
aled alid
gethin gethyn
geraint gerallt gerald
rhian rhiannon rhianon
bronwen bronwyn bron
carwyn karwyn
cerys carys kerys
llinos linos
nerys neris
eirlys eirlis
arwel arwell
dilwyn dylwyn
delyth delith
iestyn justin
illtud illtyd
garmon german
padrig patrick paddy pat
sawyl samuel sam
esyllt isolde
buddug victoria vicky
tegwen tegwyn
alexander alex alec sandy alasdair
anthony antony tony
christopher chris
christine christina chris crystal
daniel dan danny deiniol
benjamin ben
patricia pat trish
susan sue susannah
jennifer jenny jen
samantha sam
nicholas nick nicolas
timothy tim
rebecca becky beca
deborah debbie debra
jacqueline jackie
kenneth ken
ronald ron
donald don
geoffrey jeffrey geoff jeff
graham graeme
stuart stewart
philip phillip phil phylip
lewis louis lewys
alan allan allen alun
brian bryan
ian iain
eoin owen eoghan
sean shaun shawn
niamh neve
siobhan chevonne
mohammed muhammad mohamed mohammad muhammed
yusuf yousef youssef
"""

FAMILY = """
jones siones
evans ifans evan ifan
rees rhys rice reece reese
price pryce prys preece
pugh puw pughe
parry parri
powell powel
howell howells hywel howel
bowen bowens
owen owain owens
bevan beavan bevans
davies dafis davis davids dafydd
lewis lewys louis
lloyd llwyd loyd
vaughan fychan vychan
gough goch
wyn wynn wynne gwyn gwynn gwynne
thomas tomos
phillips philips phylip phillip
roberts robert
probert probart
harris harries harri
hughes huws hughs
griffiths griffith gruffydd gruffudd
meredith maredudd meredydd
llewellyn llywelyn llewelyn
jenkins siencyn jenkin
watkins gwatcyn watkin
richards rhisiart richard
pritchard prichard pritchards
prosser roser
williams gwilym william
cadwallader cadwaladr
beynon einion baynon
penry penri
maddox madog maddocks
kendrick cynwrig
morgan morgans morgain
morris morys morus
james iago
nicholls nichols nicholl
edwards edward iorwerth
ellis elis
bellis elis
stephens stevens steffan
matthews mathews
johnson jonson johnston johnstone
smith smyth smythe
clark clarke
browne brown
thomson thompson tomson
reid read reed
taylor tayler
gray grey
stewart stuart steward
allan allen alan
"""

# What a father's name became when "ap" or "ab" grew onto it.
GROWN = {
    "pugh": "huw",
    "puw": "huw",
    "parry": "harri",
    "parri": "harri",
    "powell": "hywel",
    "price": "rhys",
    "pryce": "rhys",
    "prys": "rhys",
    "preece": "rhys",
    "probert": "robert",
    "prosser": "roser",
    "pritchard": "rhisiart",
    "prichard": "rhisiart",
    "penry": "henri",
    "bowen": "owain",
    "bevan": "ifan",
    "beynon": "einion",
    "bellis": "elis",
    "bithell": "ithel",
    "prothero": "rhydderch",
}


def _sets(text: str, kind: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for place, line in enumerate(text.strip().splitlines()):
        names = line.split()
        for name in names:
            found.setdefault(name, set()).add(f"{kind}{place}")
    return {name: frozenset(sets) for name, sets in found.items()}


GIVEN_FORMS = _sets(GIVEN, "given")
FAMILY_FORMS = _sets(FAMILY, "family")
