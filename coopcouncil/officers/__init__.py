"""The committee: who holds which office, since when and until when, and who stands down next.

An office is held by a person named in the register of officers that the law wants kept. Terms,
retirement by rotation (who, and why), least ages and declarations of interest are here.
"""
