from people.models.author_index import AuthorIndex
from people.models.author_profile import AuthorProfile

__all__ = ["AuthorIndex", "AuthorProfile"]
