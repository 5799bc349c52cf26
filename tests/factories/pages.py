import itertools
from io import BytesIO

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Canvas

from core.models import Picture
from news.models import Article, Byline, HomePage, Section, Topic
from people.models import AuthorIndex, AuthorProfile

count = itertools.count(1)


def home() -> HomePage:
    """Return the home page that the migrations make."""
    return HomePage.objects.get()


def section(title: str = "", parent=None, **fields) -> Section:
    number = next(count)
    page = Section(title=title or f"Section {number}", **{"live": True, **fields})
    (parent or home()).add_child(instance=page)
    return page


def author(name: str = "", **fields) -> AuthorProfile:
    page = AuthorProfile(
        title=name or f"Author {next(count)}", **{"short_bio": "Writes about rivers.", "live": True, **fields}
    )
    AuthorIndex.objects.get().add_child(instance=page)
    return page


def picture(title: str = "", size: tuple[int, int] = (640, 400), **fields) -> Picture:
    """Make a real picture file, JPEG, `size` in pixels."""
    number = next(count)
    buffer = BytesIO()
    Canvas.new("RGB", size, (number * 37 % 255, 90, 60)).save(buffer, "JPEG")
    return Picture.objects.create(
        title=title or f"Picture {number}",
        file=ContentFile(buffer.getvalue(), f"picture-{number}.jpg"),
        **{"description": "A river from the air", "credit": "Photo: A. Tester", **fields},
    )


def topic(name: str = "") -> Topic:
    return Topic.objects.create(name=name or f"Topic {next(count)}")


def article(headline: str = "", parent=None, *, authors=(), topics=(), body=None, **fields) -> Article:
    """Make a live story; pass live=False for a draft."""
    number = next(count)
    page = Article(
        title=headline or f"Story number {number} of the day",
        **{
            "standfirst": f"What story {number} is about.",
            "body": body if body is not None else [("paragraph", f"<p>Body of story {number}, about the river.</p>")],
            "live": True,
            "first_published_at": timezone.now(),
            "last_published_at": timezone.now(),
            **fields,
        },
    )
    page.bylines.set([Byline(author=profile, sort_order=place) for place, profile in enumerate(authors)])
    (parent or Section.objects.order_by("path").first() or section()).add_child(instance=page)
    if topics:
        page.topics.add(*topics)
        page.save()
    return page


def user(username: str = "", *, password: str = "pass word 1 for tests", **fields):
    return get_user_model().objects.create_user(username or f"user{next(count)}", password=password, **fields)
