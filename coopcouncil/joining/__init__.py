"""Coming in and going out: the application form, the board's decision, and every way to leave.

Who may join, and in which constituency, follows from the rulebook; a person decides. What time
alone changes (an age, a school year, a job) is proposed for review and never done by itself.
"""
