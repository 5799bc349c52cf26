from search.models.entry import Entry
from search.models.word import Word

__all__ = ["Entry", "Word"]
