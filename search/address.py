"""Write the addresses of a search: everything that was asked stands in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote_plus, urlencode

from search.facets import Choice, Facet


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
        if self.sort != "relevance":
            yield "sort", self.sort
        for choice in self.choices:
            yield choice.facet, choice.value

    @property
    def for_pages(self) -> str:
        """What stands before “page=2” (templates/components/pagination.html)."""
        return f"{urlencode(list(self.pairs()))}&"

    def asking(self, text: str) -> "Address":
        return replace(self, text=text)

    def sorted(self, sort: str) -> "Address":
        return replace(self, sort=sort)

    def with_each(self, facet: Facet) -> Iterator[tuple[str, Choice]]:
        """Yield each choice of a facet and the address with it besides those made; what all share is written once."""
        # Another section is one below it, which takes its place.
        kept = tuple(other for other in self.choices if not (facet.key == "section" == other.facet))
        shared = str(replace(self, choices=kept))
        for choice in facet.choices:
            yield f"{shared}&{facet.key}={quote_plus(choice.value)}", choice

    def without_choice(self, choice: Choice) -> "Address":
        kept = tuple(other for other in self.choices if (other.facet, other.value) != (choice.facet, choice.value))
        return replace(self, choices=kept)
