"""Send the reply form as a reader's browser does."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from comments import stamps
from comments.models import ReplySettings
from news.models import Article

OURS = {"sec-fetch-site": "same-origin"}
JSON = {**OURS, "accept": "application/json"}
TEXT = "The boat left at six, not at seven. I was on it."


def rules(**values) -> ReplySettings:
    """Set the newsroom's rules for replies; without values nothing but the forms' own limits holds a reply."""
    found = ReplySettings.for_site(Site.objects.get())
    for name, value in {"first_held": 0, **values}.items():
        setattr(found, name, value)
    found.save()
    return found


def stamp(article: Article, seconds: float = 60) -> str:
    """Return the stamp of a form in which somebody began to write so long ago."""
    return stamps.moment_stamp(article.pk, timezone.now() - timedelta(seconds=seconds))


def filled(article: Article, **typed) -> dict[str, object]:
    values = {"text": TEXT, "name": "Bola Ige", "email": "bola@mail.example", "stamp": stamp(article), **typed}
    return {name: value for name, value in values.items() if value is not None}


def send(article: Article, *, client: Client | None = None, to: str = "post_reply", headers=JSON, address="203.0.113.9",
         **typed):  # fmt: skip
    client = client or Client(raise_request_exception=False)
    path = reverse(to, args=[article.pk])
    return client.post(path, filled(article, **typed), headers=headers, REMOTE_ADDR=address)


def shown_stamp(html: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', html)[1]
