"""Money out: what is owed to members and others, their bank details, and runs for the bank.

A withdrawal, a refund, a loan or a dividend is owed first. Somebody puts what is owed together
into a run, somebody else approves that very file, and it goes to the bank. It is paid when the
bank's own line says so, and not before. Bank details that change wait for 48 hours and until
somebody has asked the payee by another way.
"""
