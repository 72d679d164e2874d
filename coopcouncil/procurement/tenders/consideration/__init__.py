"""Before the notice: what the council considered, for whom a lot is kept, whose interests clash.

The law asks for thought before the process starts, and a court asks afterwards what was thought,
by whom and when. So everything said here stays; what is said later stands beside it.
"""
