"""Writing to members: all or some of them, each in their own language, all at the same time.

Service messages and news are kept apart; letters go to those without e-mail; nobody learns from
a message who has voted.
"""
