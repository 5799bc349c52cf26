"""Say what must not be deleted, and what to do instead."""

from wagtail.models import Page

from desk.models import Assignment
from news.models import Article, Byline, HomePage
from people.models import AuthorProfile


def deletion_refusal(page: Page) -> str:
    """Say why a page must stay; empty when it may go, as far as its content is concerned."""
    page = page.specific
    if isinstance(page, HomePage):
        return "The home page cannot be deleted: the whole paper lies below it."
    if stories := Article.objects.descendant_of(page).count():
        return f"{page.title} holds {count(stories, 'story', 'stories')}. Move or delete {them(stories)} first."
    if pitches := Assignment.objects.pitches().filter(section__path__startswith=page.path).count():
        return (
            f"{page.title} has {count(pitches, 'pitch', 'pitches')} on the board. Drop or move {them(pitches)} first."
        )
    profiles = AuthorProfile.objects.descendant_of(page, inclusive=True)
    signed = Byline.objects.filter(author__in=profiles).values("article").distinct().count()
    if not signed:
        return ""
    if isinstance(page, AuthorProfile):
        return (
            f"{page.title} is in the byline of {count(signed, 'story', 'stories')}. Unpublish the profile instead: "
            "the name stays in the byline."
        )
    return f"{page.title} holds authors of {count(signed, 'story', 'stories')}. Unpublish their profiles instead."


def count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def them(number: int) -> str:
    return "it" if number == 1 else "them"
