"""What is held of a person: seen, corrected, taken away, erased as far as the law allows.

Requests run against their clock; erasure prints what was kept and why; what need not be kept
is removed by a job that reports.
"""
