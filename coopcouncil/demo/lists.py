"""Two lists of members that wait at their preview: one to apply, one with cells to mend."""

from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.members.importing import batches
from coopcouncil.organisations.models import Organisation


async def waiting(org: Organisation, today: date, secretary: Person) -> None:
    """As Excel and a clerk leave them: semicolons, Windows letters, dates in every form."""
    joined = today - timedelta(days=20)
    later = today - timedelta(days=9)
    headings = (
        "Rhif aelod;Enw cyntaf;Cyfenw;E-bost;Cyfeiriad;Cod post;Iaith;Etholaeth;"
        "Dyddiad ymuno;Cyfranddaliadau;Swm a dalwyd;Hoff liw"
    )
    await _wait(
        org,
        secretary,
        "aelodau-newydd.csv",
        (
            headings,
            f"0083;Siân;Llwyd-Rees;sian.llwyd-rees@post.example;"
            f'"3 Maes Glanwern\nGlanwern";LL99 3GW;Cymraeg;Tenants;{joined:%d/%m/%Y};1;£1.00;glas',
            f"0084;Éamonn;O'Dowd;eamonn.odowd@post.example;5 Maes Glanwern;LL99 3GW;Saesneg;"
            f"tenants;{joined:%d.%m.%y};1;1.00;",
            f"0085;Blodwen;Prydderch;;7 Maes Glanwern;LL99 3GW;cy;tenants;"
            f"{later:%Y-%m-%d};1;1;coch",
            f"0086;Mair;Ffoulkes;mair.ffoulkes@post.example;9 Maes Glanwern;LL99 3GW;Cymraeg;"
            f"Tenant members;{later.day} {later:%b} {later.year};1;£1;",
            "0011;;;newydd.0011@post.example;;;;;;;;",
            "0012;;;;12 Stryd y Felin;LL99 4GW;;;;;;melyn",
        ),
    )
    await _wait(
        org,
        secretary,
        "rhestr-y-clerc.csv",
        (
            headings,
            f"0087;Gwenno;Parri;gwenno(at)post.example;11 Maes Glanwern;LL99 3GW;Cymraeg;"
            f"tenants;{joined:%d/%m/%Y};1;1.00;",
            "0088;Tomos;Vaughan;tomos.vaughan@post.example;13 Maes Glanwern;LL99 3GW;Saesneg;"
            "tenants;31/02/2026;1;1.00;gwyrdd",
            f"0088;Elen;Vaughan;elen.vaughan@post.example;13 Maes Glanwern;LL99 3GW;Klingoneg;"
            f"tenants;{joined:%d/%m/%Y};un;1.00;",
        ),
    )


async def _wait(org: Organisation, secretary: Person, name: str, lines: tuple[str, ...]) -> None:
    data = ("\r\n".join(lines) + "\r\n").encode("cp1252")
    batch = await batches.begin(org, name, data, secretary)
    await batches.name_columns(batch, batch.targets, False, None)
