"""Meetings: called in time, told to everybody, attended, quorate, and minuted.

The secretary says when, where and what; the rules say by which day the notice must go, and
why. The notice goes to every member at once, in the member's own language and way. On the
night the page counts who is there and whether they are enough, and the minutes begin from
the agenda.
"""
