"""What the rulebook says of savings."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext, share


def savings(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """Limits, dividends and dormant accounts."""
    yield Line(
        ("savings_minimum",),
        _("A share account keeps {sum} while it is open.").format(sum=Money(rules.savings_minimum))
        if rules.savings_minimum
        else _("A share account may stand at nothing."),
    )
    yield Line(
        ("savings_limit", "savings_limit_share"),
        _(
            "One person holds at most {sum}, or {share} of all shares where that is more; "
            "a joint account counts in equal parts."
        ).format(sum=Money(rules.savings_limit), share=share(rules.savings_limit_share)),
    )
    yield Line(
        ("junior_limit",),
        _("A child saves up to {sum}.").format(sum=Money(rules.junior_limit)),
    )
    yield Line(
        ("dividend_most",),
        _("A dividend on shares is at most {share}.").format(share=share(rules.dividend_most)),
    )
    yield Line(
        ("dividend_capital",),
        _("Products may earn different rates once capital is {share} of the assets.").format(
            share=share(rules.dividend_capital)
        ),
    )
    n = rules.dormant_months
    yield Line(
        ("dormant_months",),
        ngettext(
            "An account is dormant when its saver did nothing with it for {n} month.",
            "An account is dormant when its saver did nothing with it for {n} months.",
            n,
        ).format(n=n),
    )
    n = rules.dormant_attempts
    yield Line(
        ("dormant_attempts",),
        ngettext(
            "Before that, the credit union tries to reach the saver at least {n} time.",
            "Before that, the credit union tries to reach the saver at least {n} times.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("watch_capital",),
        _("The board is told when capital falls below {share} of the assets.").format(
            share=share(rules.watch_capital)
        ),
    )
    yield Line(
        ("watch_liquidity",),
        _("The board is told when money at the bank falls below {share} of savings.").format(
            share=share(rules.watch_liquidity)
        ),
    )
    yield Line(
        ("watch_arrears",),
        _("The board is told when loans in arrears pass {share} of all loans.").format(
            share=share(rules.watch_arrears)
        ),
    )
