"""Write the addresses of a search: everything that was asked stands in them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from search.facets import Choice


@dataclass(frozen=True)
class Address:
    """A search as the part of an address after “?”; its pages begin anew whenever something changes."""

    text: str
    choices: tuple[Choice, ...] = ()
    sort: str = "relevance"

    def __str__(self) -> str:
        return f"?{urlencode(list(self.pairs()))}"

    def pairs(self) -> Iterable[tuple[str, str]]:
        yield "q", self.text
        for choice in self.choices:
            yield choice.facet, choice.value
        if self.sort != "relevance":
            yield "sort", self.sort

    @property
    def for_pages(self) -> str:
        """What stands before “page=2” (templates/components/pagination.html)."""
        return f"{urlencode(list(self.pairs()))}&"

    def asking(self, text: str) -> "Address":
        return replace(self, text=text)

    def sorted(self, sort: str) -> "Address":
        return replace(self, sort=sort)

    def with_choice(self, choice: Choice) -> "Address":
        # Another section is one below it, which takes its place.
        kept = tuple(other for other in self.choices if not (choice.facet == "section" == other.facet))
        return replace(self, choices=(*kept, choice))

    def without_choice(self, choice: Choice) -> "Address":
        kept = tuple(other for other in self.choices if (other.facet, other.value) != (choice.facet, choice.value))
        return replace(self, choices=kept)
