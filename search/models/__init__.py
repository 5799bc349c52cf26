from search.models.entry import Entry
from search.models.query_outcome import QueryOutcome
from search.models.synonym_group import SynonymGroup
from search.models.word import Word

__all__ = ["Entry", "QueryOutcome", "SynonymGroup", "Word"]
