"""Write the addresses of a search: everything that was asked stands in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote_plus, urlencode

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

    def with_each(self, choices: Sequence[Choice]) -> Iterator[str]:
        """Yield the address with each of a facet's choices besides those made; what all share is written once."""
        # Another section is one below it, which takes its place.
        is_section = any(choice.facet == "section" for choice in choices)
        kept = tuple(other for other in self.choices if not (is_section and other.facet == "section"))
        shared = str(replace(self, choices=kept))
        for choice in choices:
            yield f"{shared}&{choice.facet}={quote_plus(choice.value)}"

    def without_choice(self, choice: Choice) -> "Address":
        kept = tuple(other for other in self.choices if (other.facet, other.value) != (choice.facet, choice.value))
        return replace(self, choices=kept)
