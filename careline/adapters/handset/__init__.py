"""A handset in software, and customers who hold it: they speak the closed vocabulary of guides and nothing else.

It stands in for a real customer in replays and in training. It knows nothing of our database: what the operator does
for the line comes in as `Surroundings`.
"""
