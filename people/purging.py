"""What changes of authors purge (delivery.tags has what a tag is)."""

from core.purging import SEEN_ELSEWHERE, STANDING
from delivery.tags import follow
from delivery.watching import watch
from people.models import AuthorIndex, AuthorProfile


def connect() -> None:
    for model in (AuthorIndex, AuthorProfile):
        follow(model, "page")
    watch(AuthorIndex, lambda page: SEEN_ELSEWHERE, STANDING)
    watch(AuthorProfile, lambda profile: ["authors", "missing"], ("title", "url_path", "live"))
