"""What intents to pay and intents to save have in common: a way to pay, and a way to fail."""

from coopcouncil.simulator.shapes import Thing, invalid
from coopcouncil.simulator.world import World

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


def use_method(world: World, account: str, intent: Thing, method: Thing) -> None:
    """Pay or save with this card or bank account."""
    if method["type"] not in intent["payment_method_types"]:
        raise invalid(
            f"The PaymentMethod provided ({method['type']}) is not allowed for this "
            f"{'PaymentIntent' if intent['object'] == 'payment_intent' else 'SetupIntent'}.",
            "payment_method",
        )
    if method["customer"] and method["customer"] != intent["customer"]:
        raise invalid(
            "The payment method supplied belongs to a different customer.", "payment_method"
        )
    intent["payment_method"] = method["id"]
    if intent["status"] == "requires_payment_method":
        intent["status"] = "requires_confirmation"
    world.touch()


def payment_failed(world: World, account: str, intent: Thing, error: Thing) -> None:
    """The payment came to nothing; another way to pay may be tried."""
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error={
            name: value for name, value in error.items() if name != "payment_intent"
        },
    )
    world.tell(account, "payment_intent.payment_failed", intent)
