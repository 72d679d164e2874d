"""A list of employees from the HR system: read, held against jobs and register, applied.

`columns` guesses what its columns are, `people` reads its rows, `differences` says who joins,
who is known already, who changed and who left, and `exports` keeps and applies it. Nobody loses
a membership by it: a job that ended is proposed for review once its grace is over.
"""
