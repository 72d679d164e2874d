"""Services that left the council: staff, users and community, and the way to becoming a mutual.

Staff membership follows employment; the tests that let a contract be reserved are a checklist
with dates; each new co-operative that a council helps is a course with gates.
"""
