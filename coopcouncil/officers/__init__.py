"""Who holds which office, since when, and until when: the register of officers.

As with the register of members, every entry says from which day it holds and when it was
recorded; a correction is a new entry with its reason. From it follows who retires at the next
annual meeting, and why. What officers declare of their interests is kept beside it.
"""
