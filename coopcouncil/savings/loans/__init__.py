"""Loans: what a member borrows, what it costs, how it is paid back, and what if it is not.

A member applies, the officer works out what the household can pay, two people decide where the
rules say so. Interest runs by the day on what is still owed, never above the law's limit. A loan
may be paid off early at any time without a penalty; who cannot pay is written to kindly, and the
agreement can be changed.
"""
