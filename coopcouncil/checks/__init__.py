"""Two pairs of eyes: where the rulebook says so, one person prepares and another checks.

A refund, a debt written off, a loan, a withdrawal, other bank details, a payment run: below a sum
that the rulebook names one person is enough, and that too is written down. Who asked never checks,
nor does whoever it concerns; of two who check at once one does. What is to be done once somebody
has agreed is told by the slice that asked (`actions.DOES`).
"""
