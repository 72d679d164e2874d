"""Setup intents: a card or a bank account is kept for later."""

from coopcouncil.simulator.intents import use_method
from coopcouncil.simulator.methods import add_mandate, attach, card_of, declined, method_of
from coopcouncil.simulator.shapes import Thing, invalid
from coopcouncil.simulator.world import World


def add_setup_intent(world: World, account: str, params: Thing) -> Thing:
    """An intent to keep a card or a bank account for later."""
    kinds = params.get("payment_method_types") or ["card"]
    if params.get("customer"):
        world.find(account, "customer", params["customer"], "customer")
    intent = world.add(
        account,
        "setup_intent",
        customer=params.get("customer"),
        description=params.get("description"),
        metadata=params.get("metadata") or {},
        payment_method_types=kinds,
        payment_method_options={},
        usage=params.get("usage") or "off_session",
        status="requires_payment_method",
    )
    intent["client_secret"] = f"{intent['id']}_secret_{world.new_id('s')[2:]}"
    if params.get("payment_method"):
        use_method(world, account, intent, method_of(world, account, params["payment_method"]))
    world.tell(account, "setup_intent.created", intent)
    if params.get("confirm") in ("true", True):
        confirm_setup(world, account, intent, params)
    return intent


def confirm_setup(world: World, account: str, intent: Thing, params: Thing) -> Thing:
    """Try to keep it."""
    if params.get("payment_method"):
        use_method(world, account, intent, method_of(world, account, params["payment_method"]))
    if intent["status"] != "requires_confirmation":
        raise invalid(
            f"You cannot confirm this SetupIntent because it has a status of {intent['status']}.",
            code="setup_intent_unexpected_state",
        )
    method = world.find(account, "payment_method", intent["payment_method"])
    card = card_of(world, account, method)
    if card is not None and card.decline and not card.attaches:
        error = declined(card.decline)
        error.error["payment_method"] = dict(method)
        setup_failed(world, account, intent, error.error)
        error.error["setup_intent"] = dict(intent)
        raise error
    if card is not None and card.challenge:
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {
                "url": f"{world.state.get('base', '')}/challenge/{account}/{intent['id']}",
                "return_url": params.get("return_url"),
            },
        }
        world.tell(account, "setup_intent.requires_action", intent)
        return intent
    setup_done(world, account, intent, method)
    return intent


def setup_failed(world: World, account: str, intent: Thing, error: Thing) -> None:
    """It could not be kept; another way to pay may be tried."""
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_setup_error={name: one for name, one in error.items() if name != "setup_intent"},
    )
    world.tell(account, "setup_intent.setup_failed", intent)


def setup_done(world: World, account: str, intent: Thing, method: Thing) -> None:
    """It is kept, and a bank account has its mandate."""
    if intent["customer"] and not method["customer"]:
        attach(world, account, method, intent["customer"])
    world.hidden(account, method["id"])["proven"] = True
    if method["type"] == "bacs_debit":
        intent["mandate"] = add_mandate(world, account, method)["id"]
    intent.update(status="succeeded", next_action=None)
    world.tell(account, "setup_intent.succeeded", intent)
