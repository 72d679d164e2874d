"""Invented people and addresses, drawn from a seeded stream so that each place is the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

ENGLISH_GIVEN = (
    "Aaliyah Abigail Adam Aisha Alan Alice Amara Amir Andrew Angela Anna Arjun Beatrice Ben Bilal "
    "Caroline Chloe Christine Daniel David Deborah Dev Donna Edith Edward Elaine Ella Emma Esme "
    "Farah Fatima Finn Florence Frank Gareth Geoff George Grace Graham Hannah Harpreet Harry "
    "Heather Helen Ibrahim Imran Isaac Isla Jack Jacob James Janet Jasmine Jean Joan Joe John "
    "Joyce Julie Kamal Karen Kasia Keith Khadija Leah Leo Linda Lucy Malcolm Margaret Maria Mark "
    "Martin Mary Maryam Mateusz Maureen Megan Michael Mohammed Molly Nadia Nathan Neil Nicola "
    "Noah Nusrat Olivia Oscar Pamela Pat Paul Peter Philip Poppy Priya Rachel Rashid Rebecca "
    "Reuben Robert Rosa Ruby Ruth Sadia Sam Samira Sandra Sarah Sean Sharon Shazia Simon Sofia "
    "Stella Stephen Susan Tariq Thomas Tracey Usman Vera Victoria Walter Wendy William Yasmin "
    "Yusuf Zainab Zara Zofia"
).split()
ENGLISH_FAMILY = (
    "Ackroyd Ahmed Akhtar Ali Ashworth Atkins Bailey Baker Barker Barraclough Begum Bell Bennett "
    "Booth Bradley Briggs Brook Brown Butterworth Carter Clark Clegg Cooper Crabtree Crossley "
    "Crowther Dawson Dean Dixon Dyson Edwards Ellis Farrar Firth Fletcher Foster Gaukroger Gibson "
    "Greenwood Hall Hanson Harris Helliwell Hill Hinchliffe Hirst Holroyd Horsfall Hughes Hussain "
    "Ingham Iqbal Jackson Jagger Jones Kaur Kay Kershaw Khan King Kowalska Kowalski Lee Lumb "
    "Mahmood Malik Marshall Mason Mitchell Moore Morris Murgatroyd Naylor Nowak Ogden Patel "
    "Pickles Pollard Priestley Rafiq Ramsden Redman Riley Robertshaw Robinson Rushworth Shah "
    "Shackleton Sharma Shaw Singh Smith Spencer Stansfield Stott Sunderland Sutcliffe Taylor "
    "Thomas Townend Turner Uttley Varley Wade Walker Walton Ward Waterhouse Webster Whitaker "
    "White Whiteley Wilkinson Williams Wilson Wood Wormald Wright Young"
).split()
WELSH_GIVEN = (
    "Aled Alun Angharad Anwen Arwel Bethan Branwen Bronwen Bryn Carys Ceri Dafydd Delyth Dewi "
    "Eirian Eirlys Elan Elin Elis Emlyn Emrys Enfys Ffion Fflur Gareth Geraint Gethin Glenys Glyn "
    "Gruffydd Guto Gwen Gwenda Gwilym Gwyn Gwyneth Heledd Huw Hywel Idris Iestyn Ifan Iolo Iwan "
    "Llinos Llyr Llŷr Lowri Mair Mared Medi Megan Meinir Meleri Menna Meurig Morfudd Nerys Nest "
    "Nia Non Olwen Osian Owain Rhian Rhiannon Rhodri Rhun Rhys Siân Siôn Siwan Steffan Tegwen "
    "Tomos Tudur Wyn"
).split()
WELSH_FAMILY = (
    "Bebb Bevan Bowen Cadwaladr Davies Ellis Evans Ffoulkes Griffiths Gruffydd Gwynne Hopkin "
    "Howells Hughes Humphreys James Jenkins Jones Lewis Llewelyn Lloyd Llwyd Meredith Morgan "
    "Morris Owen Parry Penri Phillips Powell Prosser Prydderch Pryce Pugh Rees Rhydderch Roberts "
    "Thomas Tudor Vaughan Watkin Williams Wynne"
).split()
STREETS = (
    "Albert Street,Bank Top,Beck Lane,Bridge Street,Canal Road,Chapel Lane,Church Street,"
    "Clough Lane,Croft Terrace,Dale View,Fell Lane,Garden Street,Hebble Row,High Street,"
    "Hillside Avenue,Hollins Lane,King Street,Lock Side,Market Street,Mill Lane,Moor Road,"
    "Northgate,Oak Avenue,Park Road,Quarry Hill,Queen Street,Ripley Street,School Lane,"
    "Spring Gardens,Station Road,Sutton Drive,Thorn Street,Union Street,Victoria Terrace,"
    "Warley Row,Weavers Court,Well Lane,West View,Willow Bank,York Place"
).split(",")


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist."""

    given_name: str
    family_name: str
    email: str
    postal_address: str
    postcode: str
    born: date


def people(
    seed: str, today: date, *, welsh: bool = False, ages: tuple[int, int] = (18, 90)
) -> Iterator[Invented]:
    """An endless, repeatable stream of people; every fifth or so without an e-mail address.

    Addresses use example.org and a postcode area that the post does not (ZZ).
    """
    stream = Random(seed)  # noqa: S311  invented names, not secrets
    taken: set[str] = set()
    while True:
        given = stream.choice(WELSH_GIVEN if welsh and stream.random() < 0.7 else ENGLISH_GIVEN)
        family = stream.choice(WELSH_FAMILY if welsh else ENGLISH_FAMILY)
        base = f"{_ascii(given)}.{_ascii(family)}"
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base}{count}"
        taken.add(name)
        days = stream.randint(ages[0] * 366, ages[1] * 365)
        yield Invented(
            given,
            family,
            f"{name}@example.org" if stream.random() < 0.82 else "",
            f"{stream.randint(1, 140)} {stream.choice(STREETS)}\n"
            + ("Glanwern" if welsh else "Calderbrook"),
            f"ZZ{stream.randint(1, 9)} {stream.randint(1, 9)}"
            f"{stream.choice('ABDEFGHJLN')}{stream.choice('PQRSTUWXYZ')}",
            today - timedelta(days=days),
        )


def _ascii(name: str) -> str:
    return name.lower().translate(str.maketrans("âêîôûŵŷ", "aeiouwy")).replace("'", "")
