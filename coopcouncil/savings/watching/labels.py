"""What figures and ratios are called."""

from coopcouncil.kernel.i18n import lazy

RATIOS = {
    "capital": lazy("Capital against assets"),
    "liquidity": lazy("Money at the bank and in the till against savings"),
    "arrears": lazy("Loans in arrears against all loans"),
}
FIGURES = {
    "members": lazy("Members"),
    "junior_savers": lazy("Children who save"),
    "members_shares": lazy("Members’ shares"),
    "junior_deposits": lazy("Children’s deposits"),
    "dormant_accounts": lazy("Dormant accounts"),
    "total_assets": lazy("All assets"),
    "liquid_assets": lazy("Money at the bank and in the till"),
    "capital": lazy("Capital: reserves and this year’s surplus"),
    "income_this_year": lazy("Income since the year began"),
    "expenditure_this_year": lazy("Expenses since the year began"),
    "loans": lazy("Loans"),
    "borrowers": lazy("Borrowers"),
    "loans_owed": lazy("Owed on loans"),
    "loans_covered_by_shares": lazy("Of that, covered by savings held"),
    "provision": lazy("To be set aside for bad loans"),
    "large_exposures": lazy("Large exposures"),
    "lent_in_period": lazy("Lent in these days"),
    "loans_made_in_period": lazy("Loans made in these days"),
    "repaid_in_period": lazy("Repaid in these days"),
    "interest_in_period": lazy("Interest charged in these days"),
    "written_off_in_period": lazy("Written off in these days"),
    "recovered_in_period": lazy("Recovered in these days"),
}
