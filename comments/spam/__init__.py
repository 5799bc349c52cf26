"""Tell spam by what moderators decided before. docs/replies-privacy.md says what is kept for that.

judge(name, email, website, text) -> Judgement; one query, a few milliseconds, never an error
learn(replies, spam) and unlearn(replies, spam) -> what moderators decided, and took back
"""

from comments.spam.judging import DOUBTFUL, SURE, Judgement, judge, learn, unlearn

__all__ = ["DOUBTFUL", "SURE", "Judgement", "judge", "learn", "unlearn"]
