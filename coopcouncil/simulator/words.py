"""What the hosted pages say, in English and Welsh. Stripe's own pages have no Welsh."""

_WORDS: dict[str, tuple[str, str]] = {
    "note": (
        "This is a simulator of Stripe. No money moves: type only the test numbers below.",
        "Efelychydd o Stripe yw hwn. Nid oes arian yn symud: teipiwch y rhifau prawf isod yn unig.",
    ),
    "pay": ("Pay {whose} {sum}", "Talu {sum} i {whose}"),
    "set-up": ("Set up payments to {whose}", "Trefnu taliadau i {whose}"),
    "name": ("Name", "Enw"),
    "email": ("E-mail address", "Cyfeiriad e-bost"),
    "line1": ("Address", "Cyfeiriad"),
    "postcode": ("Postcode", "Cod post"),
    "sort-code": ("Sort code", "Cod didoli"),
    "account-number": ("Account number", "Rhif y cyfrif"),
    "card-number": ("Card number", "Rhif y cerdyn"),
    "go": ("Pay now", "Talu nawr"),
    "agree": ("Agree and save", "Cytuno a chadw"),
    "back": ("Back without paying", "Yn ôl heb dalu"),
    "numbers": ("Test numbers", "Rhifau prawf"),
    "guarantee": (
        "Your payments are protected by the Direct Debit Guarantee. Stripe will appear on your "
        "bank statement.",
        "Mae eich taliadau wedi’u diogelu gan Warant y Debyd Uniongyrchol. Bydd Stripe yn "
        "ymddangos ar eich cyfriflen banc.",
    ),
    "over": ("This page is no longer in use", "Nid yw’r dudalen hon mewn defnydd mwyach"),
    "over-text": (
        "It was used already, or its time has passed.",
        "Fe’i defnyddiwyd eisoes, neu mae ei hamser wedi dod i ben.",
    ),
    "bank": ("Your bank asks", "Mae eich banc yn gofyn"),
    "bank-asks": (
        "Is it you who is paying? A real bank would send you a code.",
        "Ai chi sy’n talu? Byddai banc go iawn yn anfon cod atoch.",
    ),
    "yes": ("Yes, it is me", "Ie, fi sydd yma"),
    "no": ("No", "Nage"),
    "account": ("Set up the organisation’s account", "Trefnu cyfrif y sefydliad"),
    "account-text": (
        "Stripe would ask here who the organisation is, who runs it, and for its bank account.",
        "Byddai Stripe yn gofyn yma pwy yw’r sefydliad, pwy sy’n ei redeg, ac am ei gyfrif banc.",
    ),
    "account-done": ("Everything is given", "Mae popeth wedi’i roi"),
}


def said(lang: str, key: str) -> str:
    """One sentence in the reader's language."""
    return _WORDS[key][lang == "cy"]
