"""What apps above add to a story's page. They fill these lists in their ready(); nothing here knows them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from news.models import Article

# Add to the context of news/article.html.
page_context: list[Callable[["Article", HttpRequest], dict[str, object]]] = []
# Add properties to the story's JSON-LD; asked after the page's context was made.
structured_data: list[Callable[["Article"], dict[str, object]]] = []


def context_of(article: "Article", request: HttpRequest) -> dict[str, object]:
    return {name: value for add in page_context for name, value in add(article, request).items()}


def structured_data_of(article: "Article") -> dict[str, object]:
    return {name: value for add in structured_data for name, value in add(article).items()}
