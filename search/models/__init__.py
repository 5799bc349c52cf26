from search.models.entry import Entry

__all__ = ["Entry"]
