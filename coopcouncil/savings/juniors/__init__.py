"""Children who save: the guardian's authority, the weekly collection at school, the passbook.

A child's money is a deposit, not a share: children are no members and have no vote.
"""
