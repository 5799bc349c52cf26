"""What the preview of a container shows: the container by itself, or a whole front as its drafts have it."""

from django.utils import timezone
from wagtail.models import Page

from core.head import Head
from news.fronts.cards import show
from news.fronts.loading import drafts_of

MODE = "front-"


def preview_context(container, mode_name: str) -> dict[str, object]:
    """Return the context of a preview; `mode_name` is empty, or "front-" and the number of a page."""
    front = front_by_mode(mode_name)
    if front is None:
        return context([container], container.title)
    return context([container if draft.pk == container.pk else draft for draft in drafts_of(front)], front.title)


def front_context(front: Page) -> dict[str, object]:
    """Return the context of the preview of a whole front, as all drafts on it have it."""
    return context(drafts_of(front), front.title)


def context(containers: list, title: str) -> dict[str, object]:
    head = Head(title=f"Preview of {title}")
    head.hide()
    return {"front": show(with_keys(containers), timezone.now()), "head": head, "preview_title": title}


def front_by_mode(mode_name: str) -> Page | None:
    number = mode_name.removeprefix(MODE)
    return Page.objects.filter(pk=number).first() if mode_name.startswith(MODE) and number.isdecimal() else None


def with_keys(containers: list) -> list:
    """Give a container that has not been saved yet a number, by which the resolver tells it apart."""
    for container in containers:
        if container.pk is None:
            container.pk = 0
    return containers
