"""Split listings into numbered pages, with 404 for numbers that do not exist."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404

PAGE_SIZE = 20


def paginate(rows, number: str | None, size: int = PAGE_SIZE) -> Page:
    """Return one page of `rows`; `number` is the raw `?page=` value, None for the first.

    Raise Http404 for anything that is not an existing page, so that a listing has no endless addresses.
    """
    try:
        return Paginator(rows, size).page("1" if number is None else number)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("There is no such page in this list.") from error
