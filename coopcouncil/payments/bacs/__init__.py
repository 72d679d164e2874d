"""Direct Debit under the organisation's own service user number, without Stripe in between.

Mandates are lodged with Bacs by AUDDIS, collections go as Standard 18 files, and the reports that
Bacs sends back are read: ADDACS (the payer's bank changed or ended a mandate), AUDDIS (a bank
did not take one) and ARUDD (a debit came back). Money counts once no report can be on its way.
"""
