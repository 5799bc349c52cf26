"""Mails to readers: the question whether they want them, and what they asked for, an answer to their reply.

asking.py and announcing.py put mails in the outbox (comments.models.Notice), sending.py empties it, in a worker.
"""
