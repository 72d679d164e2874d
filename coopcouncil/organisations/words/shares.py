"""What the rulebook says of shares."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext, share


def membership(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """The share that makes a member."""
    yield Line(
        ("par_value",),
        _(
            "A share of membership is worth {value}. "
            "It can be neither withdrawn nor passed to somebody else."
        ).format(value=Money(rules.par_value))
        if rules.par_value
        else _("There are no shares of membership."),
    )
    n = rules.par_maximum
    yield Line(
        ("par_maximum",),
        ngettext(
            "A member holds at most {n} share of membership.",
            "A member holds at most {n} shares of membership.",
            n,
        ).format(n=f"{n:,}"),
    )
    yield Line(
        ("par_forfeited",),
        _("Whoever leaves loses the shares of membership: they are cancelled.")
        if rules.par_forfeited
        else _("Whoever leaves is paid back what was paid on shares of membership."),
    )


def withdrawable(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """Shares that can be withdrawn."""
    yield Line(
        ("withdrawable_value",),
        _("A withdrawable share is worth {value}.").format(value=Money(rules.withdrawable_value))
        if rules.withdrawable_value
        else _("There are no withdrawable shares."),
    )
    yield Line(
        ("withdrawable_minimum",),
        _("Whoever has withdrawable shares has at least {n}.").format(
            n=f"{rules.withdrawable_minimum:,}"
        ),
    )
    yield Line(
        ("withdrawable_maximum",),
        _("A member has at most {n} withdrawable shares.").format(
            n=f"{rules.withdrawable_maximum:,}"
        )
        if rules.withdrawable_maximum
        else _("A member has as many withdrawable shares as the law allows."),
    )
    n = rules.withdrawal_notice_days
    yield Line(
        ("withdrawal_notice_days",),
        ngettext(
            "Shares are withdrawn after {n} day’s notice, if the board agrees.",
            "Shares are withdrawn after {n} days’ notice, if the board agrees.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("withdrawals_in_turn",),
        _("The board pays withdrawals in the order in which notice was given.")
        if rules.withdrawals_in_turn
        else _("The board pays withdrawals in the order that it thinks right."),
    )
    yield Line(
        ("leaving_withdraws",),
        _("Leaving counts as notice to withdraw all shares that can be withdrawn.")
        if rules.leaving_withdraws
        else _("Whoever leaves keeps withdrawable shares until they give notice."),
    )


def returns(rules: Rulebook, _: Gettext) -> Iterator[Line]:
    """What members get on shares, purchases and hours."""
    yield Line(
        ("share_interest_most",),
        _("Interest on shares is at most {share} a year.").format(
            share=share(rules.share_interest_most)
        )
        if rules.share_interest_most
        else _("No interest is paid on shares."),
    )
    yield Line(
        ("patronage_dividend",),
        _("Members may get a dividend on what they bought.")
        if rules.patronage_dividend
        else _("There is no dividend on purchases."),
    )
    yield Line(
        ("labour_dividend",),
        _("Members may get a dividend on the hours they worked.")
        if rules.labour_dividend
        else _("There is no dividend on hours worked."),
    )


def transferable(rules: Rulebook, _: Gettext) -> Iterator[Line]:
    """Shares that can be passed on, and the paper."""
    yield Line(
        ("transferable_value",),
        _("A transferable share is worth {value}.").format(value=Money(rules.transferable_value))
        if rules.transferable_value
        else _("There are no transferable shares."),
    )
    yield Line(
        ("transferable_minimum",),
        _("Whoever has transferable shares has at least {n}.").format(
            n=f"{rules.transferable_minimum:,}"
        ),
    )
    yield Line(
        ("transferable_maximum",),
        _("A member has at most {n} transferable shares.").format(
            n=f"{rules.transferable_maximum:,}"
        )
        if rules.transferable_maximum
        else _("The rules set no limit to transferable shares."),
    )
    yield Line(
        ("share_certificates",),
        _("Certificates are issued for shares.")
        if rules.share_certificates
        else _("No certificates are issued for shares."),
    )
