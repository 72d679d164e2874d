"""The organisations: what each is in law, its rules as dated versions, and who holds office.

A school is part of its trust; a council only lists a co-operative and holds no role in it.
Every role in a separate legal person comes from that person's own visible, revocable grant.
"""
