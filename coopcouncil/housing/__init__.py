"""A housing co-operative's homes: who lives where and under what agreement, and who is next.

Membership and tenancy go together. Applications, allocation with its reasons, offers, empty
homes and the services that the co-operative runs for its members are here.
"""
