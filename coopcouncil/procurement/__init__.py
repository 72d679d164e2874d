"""Procurement: what a council asks of its suppliers for the place, and whether it came.

From the consideration before the notice by the published method, the sealed bids, scores given
alone and agreed together, to the summaries, the award and each promise kept. One folder per part
of that way; each knows only those before it: measures, tenders, bids, evaluation, outcome,
delivery, openness.
"""
